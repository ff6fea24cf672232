"""A serial card reader without the hardware: a pty whose other end we hold."""

import os
import tty
from collections.abc import Callable, Mapping
from enum import StrEnum, unique
from pathlib import Path
from typing import Final


@unique
class CardFraming(StrEnum):
    """How a simulated reader sends a card number; the names are those of reader profiles."""

    RDM6300 = "rdm6300"
    LINE = "line"


EM4100_VERSION: Final = 0x01
"""The customer byte that comes before the four bytes of an EM4100 card's ten printed digits."""
NUMBER_MAX: Final = 2**32 - 1


def card_frame(framing: CardFraming, number: str) -> bytes:
    """Return the bytes that such a reader sends for a card; raises ValueError if it can't."""
    return _FRAMES[framing](number)


class CardReader:
    """One reader; `device` is a link to the pty, as udev makes one for a real reader."""

    def __init__(self, device: Path) -> None:
        self._device = device
        self._outer: int | None = None
        self._inner: int | None = None

    def open(self) -> None:
        """Plug it in: from here on `device` can be opened by a door."""
        self._outer, self._inner = os.openpty()
        # Kept open here too, so that what is sent before a door opens it is not lost.
        tty.setraw(self._inner)
        os.set_blocking(self._outer, False)
        self._device.unlink(missing_ok=True)
        self._device.symlink_to(os.ttyname(self._inner))

    def send(self, data: bytes) -> int:
        """Send bytes as they are; returns how many went, the rest is lost as on a real wire."""
        if self._outer is None:
            return 0
        try:
            return os.write(self._outer, data)
        except BlockingIOError:
            return 0

    def close(self) -> None:
        """Unplug it; a door that has it open sees it go."""
        self._device.unlink(missing_ok=True)
        for end in (self._outer, self._inner):
            if end is not None:
                os.close(end)
        self._outer = self._inner = None


class CardSlot:
    """A named pipe whose bytes go to a reader as they come: a card held to it from outside."""

    def __init__(self, path: Path, reader: CardReader) -> None:
        self._path = path
        self._reader = reader
        self._pipe: int | None = None

    def open(self) -> None:
        """Make the pipe; writers never wait and never see its end while it is open."""
        self._path.unlink(missing_ok=True)
        os.mkfifo(self._path, mode=0o600)
        self._pipe = os.open(self._path, os.O_RDWR | os.O_NONBLOCK)

    def fileno(self) -> int:
        """Return what to watch for reading."""
        if self._pipe is None:
            raise ValueError("this slot is not open")
        return self._pipe

    def relay(self) -> None:
        """Pass on what has come."""
        try:
            self._reader.send(os.read(self.fileno(), 4096))
        except BlockingIOError:
            return

    def close(self) -> None:
        """Remove the pipe."""
        self._path.unlink(missing_ok=True)
        if self._pipe is not None:
            os.close(self._pipe)
        self._pipe = None


def _rdm6300(number: str) -> bytes:
    if not (number.isascii() and number.isdecimal() and int(number) <= NUMBER_MAX):
        raise ValueError(f"{number} is no card of this reader: ten digits, at most {NUMBER_MAX}")
    card = bytes([EM4100_VERSION]) + int(number).to_bytes(4, "big")
    check = 0
    for byte in card:
        check ^= byte
    return b"\x02" + (card + bytes([check])).hex().upper().encode("ascii") + b"\x03"


def _line(number: str) -> bytes:
    if not (number.isascii() and number.isprintable() and number):
        raise ValueError(f"{number!r} is no card of this reader: letters and digits")
    return number.encode("ascii") + b"\r"


_FRAMES: Final[Mapping[CardFraming, Callable[[str], bytes]]] = {
    CardFraming.RDM6300: _rdm6300,
    CardFraming.LINE: _line,
}
