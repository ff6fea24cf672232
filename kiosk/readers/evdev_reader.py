"""A keyboard-type reader by evdev: held alone, below the screen, so that no digit gets typed."""

import fcntl
import struct
import time
from collections.abc import Callable, Iterable
from typing import Final, Protocol

import evdev
from evdev import ecodes

from kiosk.readers.decoder import KeyDecoder
from kiosk.readers.device import gone
from kiosk.readers.keyboard import KeyAction, KeyStroke
from kiosk.readers.profile import Profile
from kiosk.readers.scan import Reading

EVIOCSCLOCKID: Final = 0x400445A0
"""The ioctl that sets the clock of a device's event times; python-evdev has no call for it."""


class InputEvent(Protocol):
    """One `struct input_event` as python-evdev gives it."""

    sec: int
    usec: int
    type: int
    code: int
    value: int


class InputPort(Protocol):
    """What is used of python-evdev's InputDevice."""

    def fileno(self) -> int:
        """Give the descriptor, which never blocks."""

    def grab(self) -> None:
        """Take it from everybody else (EVIOCGRAB)."""

    def read(self) -> Iterable[InputEvent]:
        """Read what is there; raises BlockingIOError if that is nothing."""

    def close(self) -> None:
        """Close it, which gives up the grab."""


def open_input(path: str) -> InputPort:
    """Open an evdev device with CLOCK_MONOTONIC event times; every failure is an OSError."""
    port: InputPort = evdev.InputDevice(path)
    try:
        fcntl.ioctl(port.fileno(), EVIOCSCLOCKID, struct.pack("i", time.CLOCK_MONOTONIC))
    except OSError:
        port.close()
        raise
    return port


class EvdevDevice:
    """One evdev device, found by its path each time, since its number changes with every plug."""

    def __init__(
        self, path: str, profile: Profile, *, open_port: Callable[[str], InputPort] = open_input
    ) -> None:
        self._path = path
        self._decoder = KeyDecoder(profile)
        self._open_port = open_port
        self._port: InputPort | None = None
        self._skips_to_report = False

    def open(self) -> int:
        """Open and grab; a grab that fails closes again, so that keys never reach two programs."""
        port = self._open_port(self._path)
        try:
            port.grab()
        except OSError:
            port.close()
            raise
        self._port = port
        self._skips_to_report = False
        return port.fileno()

    def read(self, mono_ms: int) -> list[Reading]:
        """Decode the events that are there, by the kernel's times."""
        if self._port is None:
            raise gone()
        events = list(self._port.read())
        if not events:
            raise gone()
        readings: list[Reading] = []
        for event in events:
            readings += self._event(event, mono_ms)
        return readings

    def close(self) -> None:
        """Let it go, and the grab with it."""
        port, self._port = self._port, None
        if port is not None:
            port.close()

    @property
    def silence_ms(self) -> int | None:
        """As the decoder says."""
        return self._decoder.silence_ms

    def idle(self, mono_ms: int) -> list[Reading]:
        """As the decoder says."""
        return self._decoder.idle(mono_ms)

    def unplugged(self, mono_ms: int) -> list[Reading]:
        """As the decoder says."""
        return self._decoder.unplugged(mono_ms)

    def _event(self, event: InputEvent, mono_ms: int) -> list[Reading]:
        if event.type == ecodes.EV_SYN:
            if event.code == ecodes.SYN_DROPPED:
                self._skips_to_report = True
                return self._decoder.lost(mono_ms)
            if event.code == ecodes.SYN_REPORT:
                self._skips_to_report = False
            return []
        # The kernel says that what stands between a drop and the next report is a broken rest.
        if self._skips_to_report or event.type != ecodes.EV_KEY or event.value not in _ACTIONS:
            return []
        stroke_ms = event.sec * 1_000 + event.usec // 1_000
        return self._decoder.feed(KeyStroke(event.code, KeyAction(event.value), stroke_ms))


_ACTIONS: Final = frozenset(map(int, KeyAction))
