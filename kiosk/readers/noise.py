"""Bytes outside every frame: a wrong baud rate, a loose cable, or harmless line ends."""

from typing import Final

from kiosk.readers.scan import Framed, Garbled, GarbledReason

HARMLESS: Final = frozenset(b"\x00\r\n")
"""Bytes that modules and cables put between frames; NUL is what plugging in looks like."""
BYTES_MIN: Final = 4
"""Fewer stray bytes than this are a spark at the plug, not somebody's card."""
BYTES_MAX: Final = 16
"""So many are reported without waiting for silence, which noise may never grant."""


class Noise:
    """Counts stray bytes, never keeping one, until they are worth a "Try again"."""

    def __init__(self) -> None:
        """Begin in silence."""
        self._count = 0

    @property
    def pending(self) -> bool:
        """Whether stray bytes have come that were not reported yet."""
        return self._count > 0

    def byte(self, byte: int, mono_ms: int) -> list[Framed]:
        """Take one byte that no frame wants."""
        self._count += byte not in HARMLESS
        return self.silent(mono_ms) if self._count >= BYTES_MAX else []

    def silent(self, mono_ms: int) -> list[Framed]:
        """Report what came before this silence, if it was enough."""
        count, self._count = self._count, 0
        return [Garbled(GarbledReason.FRAMING, mono_ms)] if count >= BYTES_MIN else []

    def forget(self) -> None:
        """A frame came, or the device went: what was before it does not matter."""
        self._count = 0
