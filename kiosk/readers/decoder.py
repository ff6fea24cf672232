"""A whole decoder for one device: framing, number form and repeats, put together by a profile."""

from typing import Protocol, assert_never

from kiosk.readers.card_text import number_of_text
from kiosk.readers.keyboard import KeyboardFrames, KeyStroke
from kiosk.readers.length_prefixed import LengthPrefixedFrames
from kiosk.readers.line import LineFrames
from kiosk.readers.number_forms import number_of
from kiosk.readers.profile import Framing, Profile
from kiosk.readers.rdm6300 import Rdm6300Frames
from kiosk.readers.repeats import Repeats
from kiosk.readers.scan import Framed, Garbled, GarbledReason, Reading, Scan


class ByteFrames(Protocol):
    """Cuts bytes into frames; every serial framing is one."""

    @property
    def silence_ms(self) -> int | None:
        """After this much silence `idle` has something to say; None when nothing is open."""

    def feed(self, data: bytes, mono_ms: int) -> list[Framed]:
        """Take the bytes that were read at `mono_ms`."""

    def idle(self, mono_ms: int) -> list[Framed]:
        """Say what silence until `mono_ms` means."""

    def unplugged(self, mono_ms: int) -> list[Framed]:
        """Forget what is open."""


class _Numbers:
    """Reads frames as the profile says and leaves out the repeats."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._repeats = Repeats(repeat_ms=profile.repeat_ms)

    def of(self, framed: list[Framed]) -> list[Reading]:
        return self._repeats.passing([self._reading(one) for one in framed])

    def _reading(self, framed: Framed) -> Reading:
        if isinstance(framed, Garbled):
            return framed
        if isinstance(framed.content, str):
            number = number_of_text(framed.content, self._profile)
        else:
            number = number_of(framed.content, self._profile.number)
        if isinstance(number, GarbledReason):
            return Garbled(number, framed.mono_ms)
        return Scan(number, framed.mono_ms)


class KeyDecoder:
    """Key strokes of one device in, card numbers out."""

    def __init__(self, profile: Profile) -> None:
        """Begin with no key held; the profile's framing must be `keyboard`."""
        if profile.framing is not Framing.KEYBOARD:
            msg = f"profile {profile.name} is for {profile.framing}, not for a keyboard-type reader"
            raise ValueError(msg)
        self._frames = KeyboardFrames(ends_by_gap=profile.ends_by_gap)
        self._numbers = _Numbers(profile)

    @property
    def silence_ms(self) -> int | None:
        """After this much silence `idle` has something to say; None when nothing is open."""
        return self._frames.silence_ms

    def feed(self, stroke: KeyStroke) -> list[Reading]:
        """Take one key stroke, in the order of the kernel's times."""
        return self._numbers.of(self._frames.feed(stroke))

    def idle(self, mono_ms: int) -> list[Reading]:
        """Say what silence until `mono_ms` means."""
        return self._numbers.of(self._frames.idle(mono_ms))

    def lost(self, mono_ms: int) -> list[Reading]:
        """Tell it that the kernel dropped strokes."""
        return self._numbers.of(self._frames.lost(mono_ms))

    def unplugged(self, mono_ms: int) -> list[Reading]:
        """Forget what is open and held; the next device starts afresh."""
        return self._numbers.of(self._frames.unplugged(mono_ms))


class ByteDecoder:
    """Bytes of one serial port in, card numbers out."""

    def __init__(self, profile: Profile) -> None:
        """Begin outside a frame; the profile's framing must be one for serial ports."""
        self._frames = _byte_frames(profile)
        self._numbers = _Numbers(profile)

    @property
    def silence_ms(self) -> int | None:
        """After this much silence `idle` has something to say; None when nothing is open."""
        return self._frames.silence_ms

    def feed(self, data: bytes, mono_ms: int) -> list[Reading]:
        """Take the bytes that were read at `mono_ms`."""
        return self._numbers.of(self._frames.feed(data, mono_ms))

    def idle(self, mono_ms: int) -> list[Reading]:
        """Say what silence until `mono_ms` means."""
        return self._numbers.of(self._frames.idle(mono_ms))

    def unplugged(self, mono_ms: int) -> list[Reading]:
        """Forget what is open; the next device starts afresh."""
        return self._numbers.of(self._frames.unplugged(mono_ms))


def _byte_frames(profile: Profile) -> ByteFrames:
    match profile.framing:
        case Framing.LINE:
            return LineFrames(line_end=profile.line_end.encode("ascii"))
        case Framing.RDM6300:
            return Rdm6300Frames()
        case Framing.LENGTH_PREFIXED:
            return LengthPrefixedFrames()
        case Framing.KEYBOARD:
            msg = f"profile {profile.name} is for a keyboard-type reader, not for a serial port"
            raise ValueError(msg)
        case _:
            assert_never(profile.framing)
