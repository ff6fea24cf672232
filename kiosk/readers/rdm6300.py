"""RDM6300 and its kin, 125 kHz: 02, ten hex characters, their checksum in hex, 03."""

import re
from functools import reduce
from operator import xor
from typing import Final

from kiosk.readers.noise import Noise
from kiosk.readers.scan import Frame, Framed, Garbled, GarbledReason

START: Final = 0x02
END: Final = 0x03
BODY_BYTES: Final = 12
"""Ten characters of version and id, two of checksum: a frame is 14 bytes with start and end."""
SILENCE_MS: Final = 200
"""A frame takes 15 ms at 9600 baud; one that stands open this long was cut off."""
_BODY: Final = re.compile(rb"[0-9A-Fa-f]{12}")


def checksum(card: bytes) -> int:
    """XOR of the version byte and the four id bytes."""
    return reduce(xor, card, 0)


class Rdm6300Frames:
    """Cuts one serial port's bytes into five-byte cards, never keeping more than one body."""

    def __init__(self) -> None:
        """Begin outside a frame."""
        self._body: bytearray | None = None
        self._byte_ms = 0
        self._noise = Noise()

    @property
    def silence_ms(self) -> int | None:
        """After this much silence `idle` has something to say; None when nothing is open."""
        return None if self._body is None and not self._noise.pending else SILENCE_MS + 1

    def feed(self, data: bytes, mono_ms: int) -> list[Framed]:
        """Take the bytes that were read at `mono_ms`."""
        framed = self.idle(mono_ms)
        self._byte_ms = mono_ms
        for byte in data:
            framed += self._byte(byte, mono_ms)
        return framed

    def idle(self, mono_ms: int) -> list[Framed]:
        """Say what silence until `mono_ms` means for an open frame."""
        if self.silence_ms is None or mono_ms - self._byte_ms <= SILENCE_MS:
            return []
        if self._body is None:
            return self._noise.silent(mono_ms)
        self._body = None
        self._noise.forget()
        return [Garbled(GarbledReason.UNFINISHED, mono_ms)]

    def unplugged(self, mono_ms: int) -> list[Framed]:
        """Forget an open frame; the next device starts afresh."""
        was_open, self._body = self._body is not None, None
        self._noise.forget()
        return [Garbled(GarbledReason.LOST, mono_ms)] if was_open else []

    def _byte(self, byte: int, mono_ms: int) -> list[Framed]:
        if byte == START:
            interrupted = self._body is not None
            self._body = bytearray()
            return [Garbled(GarbledReason.FRAMING, mono_ms)] if interrupted else []
        if self._body is None:
            return self._noise.byte(byte, mono_ms)
        if byte == END:
            body, self._body = bytes(self._body), None
            self._noise.forget()
            return [_read(body, mono_ms)]
        if len(self._body) == BODY_BYTES:
            self._body = None
            return [Garbled(GarbledReason.LENGTH, mono_ms)]
        self._body.append(byte)
        return []


def _read(body: bytes, mono_ms: int) -> Framed:
    if len(body) != BODY_BYTES:
        return Garbled(GarbledReason.LENGTH, mono_ms)
    if _BODY.fullmatch(body) is None:
        return Garbled(GarbledReason.CHARACTERS, mono_ms)
    *card, check = bytes.fromhex(body.decode("ascii"))
    if checksum(bytes(card)) != check:
        return Garbled(GarbledReason.CHECK, mono_ms)
    return Frame(bytes(card), mono_ms)
