"""A reader on a serial port, real or USB, by pyserial."""

import os
from typing import Final

import serial

from kiosk.readers.decoder import ByteDecoder
from kiosk.readers.device import gone
from kiosk.readers.profile import Profile
from kiosk.readers.scan import Reading

READ_BYTES_MAX: Final = 4_096
"""Most that one turn of the loop reads: noise at full USB speed must leave time for the screen."""


class SerialDevice:
    """One serial port, found by its path each time, since its number changes with every plug."""

    def __init__(self, path: str, profile: Profile) -> None:
        self._path = path
        self._baud = profile.baud
        self._decoder = ByteDecoder(profile)
        self._port: serial.Serial | None = None

    def open(self) -> int:
        """Open it for this program alone, by a file lock that keeps root out too."""
        # The inter-byte time asks for VMIN = 1: with 0 an empty port would read like an ended one.
        self._port = serial.Serial(
            self._path, self._baud, timeout=0, inter_byte_timeout=0, exclusive=True
        )
        return self._port.fileno()

    def read(self, mono_ms: int) -> list[Reading]:
        """Decode the bytes that are there, as read at `mono_ms`."""
        if self._port is None:
            raise gone()
        data = os.read(self._port.fileno(), READ_BYTES_MAX)
        if not data:
            raise gone()
        return self._decoder.feed(data, mono_ms)

    def close(self) -> None:
        """Let it go, and the lock with it."""
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
