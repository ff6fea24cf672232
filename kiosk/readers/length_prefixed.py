"""USB-serial readers for 13.56 and 125 kHz: 02, length, type, five bytes of number, check, 03."""

from functools import reduce
from operator import xor
from typing import Final

from kiosk.readers.noise import Noise
from kiosk.readers.scan import Frame, Framed, Garbled, GarbledReason

START: Final = 0x02
END: Final = 0x03
FRAME_BYTES: Final = 10
"""The one length known of such readers; the second byte must say it."""
SILENCE_MS: Final = 200
"""A frame takes 11 ms at 9600 baud; one that stands open this long was cut off."""


def block_check(checked: bytes) -> int:
    """XOR of everything from the length byte on, up to the check itself."""
    return reduce(xor, checked, 0)


class LengthPrefixedFrames:
    """Cuts one serial port's bytes into five-byte numbers, never keeping more than one frame."""

    def __init__(self) -> None:
        """Begin outside a frame."""
        self._held = bytearray()
        self._byte_ms = 0
        self._noise = Noise()

    @property
    def silence_ms(self) -> int | None:
        """After this much silence `idle` has something to say; None when nothing is open."""
        return SILENCE_MS + 1 if self._held or self._noise.pending else None

    def feed(self, data: bytes, mono_ms: int) -> list[Framed]:
        """Take the bytes that were read at `mono_ms`."""
        framed = self.idle(mono_ms)
        self._byte_ms = mono_ms
        for byte in data:
            self._held.append(byte)
            framed += self._settle(mono_ms)
        return framed

    def idle(self, mono_ms: int) -> list[Framed]:
        """Say what silence until `mono_ms` means for an open frame."""
        if self.silence_ms is None or mono_ms - self._byte_ms <= SILENCE_MS:
            return []
        if len(self._held) <= 1:
            self._held.clear()
            return self._noise.silent(mono_ms)
        self._held.clear()
        self._noise.forget()
        return [Garbled(GarbledReason.UNFINISHED, mono_ms)]

    def unplugged(self, mono_ms: int) -> list[Framed]:
        """Forget an open frame; the next device starts afresh."""
        was_open = len(self._held) > 1
        self._held.clear()
        self._noise.forget()
        return [Garbled(GarbledReason.LOST, mono_ms)] if was_open else []

    def _settle(self, mono_ms: int) -> list[Framed]:
        """Drop bytes until what is held can begin a frame, or is one."""
        framed: list[Framed] = []
        while self._held:
            if self._held[0] != START or self._held[1:2] not in (b"", bytes([FRAME_BYTES])):
                framed += self._noise.byte(self._held.pop(0), mono_ms)
                continue
            if len(self._held) < FRAME_BYTES:
                break
            fault = _fault(bytes(self._held))
            if fault is None:
                framed.append(Frame(bytes(self._held[3:8]), mono_ms))
                self._held.clear()
                self._noise.forget()
                break
            # A start byte can also stand inside a number: look for a frame behind this one.
            framed.append(Garbled(fault, mono_ms))
            self._held.pop(0)
        return framed


def _fault(frame: bytes) -> GarbledReason | None:
    if frame[-1] != END:
        return GarbledReason.FRAMING
    if block_check(frame[1:-2]) != frame[-2]:
        return GarbledReason.CHECK
    return None
