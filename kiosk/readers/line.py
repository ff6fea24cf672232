"""Serial scanners that send one line of text for each card."""

from typing import Final

from kiosk.readers.scan import Frame, Framed, Garbled, GarbledReason

SILENCE_MS: Final = 200
"""A line whose end has not come after this much silence never will; leaves 100 ms of the 300 ms
within which "Try again" must stand."""
RESYNC_MS: Final = 1_000
"""After a spoiled line nothing counts until its end or this much silence: its tail must not pass
for a shorter card number."""
LINE_BYTES_MAX: Final = 128
"""Longest line kept, so that endless noise cannot fill the memory."""


class LineFrames:
    """Cuts one serial port's bytes into lines; empty lines mean nothing."""

    def __init__(self, *, line_end: bytes) -> None:
        """`line_end` ends every line; the profile says which bytes it is."""
        self._line_end = line_end
        self._held = bytearray()
        self._byte_ms = 0
        self._spoiled = False

    @property
    def silence_ms(self) -> int | None:
        """After this much silence `idle` has something to say; None when no line is open."""
        is_open = self._held.strip(b"\r\n") and not self._spoiled
        return SILENCE_MS + 1 if is_open else None

    def feed(self, data: bytes, mono_ms: int) -> list[Framed]:
        """Take the bytes that were read at `mono_ms`."""
        framed = self.idle(mono_ms)
        if mono_ms - self._byte_ms > RESYNC_MS:
            self._spoiled = False
            self._held.clear()
        self._byte_ms = mono_ms
        for byte in data:
            self._held.append(byte)
            if self._held.endswith(self._line_end):
                framed += self._end(mono_ms)
            elif self._spoiled:
                del self._held[: -len(self._line_end)]
            elif len(self._held) > LINE_BYTES_MAX:
                framed += self._spoil(GarbledReason.LENGTH, mono_ms)
        return framed

    def idle(self, mono_ms: int) -> list[Framed]:
        """Say what silence until `mono_ms` means for an open line."""
        if self.silence_ms is None or mono_ms - self._byte_ms <= SILENCE_MS:
            return []
        return self._spoil(GarbledReason.UNFINISHED, mono_ms)

    def unplugged(self, mono_ms: int) -> list[Framed]:
        """Forget an open line; the next device starts afresh."""
        was_open = self.silence_ms is not None
        self._held.clear()
        self._spoiled = False
        return [Garbled(GarbledReason.LOST, mono_ms)] if was_open else []

    def _end(self, mono_ms: int) -> list[Framed]:
        line = bytes(self._held[: -len(self._line_end)])
        spoiled, self._spoiled = self._spoiled, False
        self._held.clear()
        # The other half of a CR LF pair, whichever half the profile calls the end.
        line = line.strip(b"\r\n")
        if spoiled or not line:
            return []
        if not line.isascii():
            return [Garbled(GarbledReason.CHARACTERS, mono_ms)]
        return [Frame(line.decode("ascii"), mono_ms)]

    def _spoil(self, reason: GarbledReason, mono_ms: int) -> list[Framed]:
        # What may be the beginning of the line's end is kept, so that the end is still seen.
        del self._held[: len(self._held) - len(self._line_end) + 1]
        self._spoiled = True
        return [Garbled(reason, mono_ms)]
