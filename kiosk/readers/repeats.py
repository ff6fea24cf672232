"""Keeps a reader that repeats itself, or makes noise, from flooding the door."""

from typing import Final

from kiosk.readers.scan import Garbled, Reading, Scan

CARDS_MAX: Final = 8
"""Cards remembered at a time; more than this many cannot lie on one reader."""
GARBLED_MS_MIN: Final = 1_000
"""One "Try again" a second is all that a student can read; noise may send a hundred."""


class Repeats:
    """Passes each card once for as long as it stays, and garble at a readable pace."""

    def __init__(self, *, repeat_ms: int) -> None:
        """With `repeat_ms` 0 every scan passes."""
        self._repeat_ms = repeat_ms
        self._seen_ms: dict[str, int] = {}
        self._garbled_ms: int | None = None
        self._scan_ms: int | None = None

    def passing(self, readings: list[Reading]) -> list[Reading]:
        """Leave out the repeats."""
        return [reading for reading in readings if self._passes(reading)]

    def _passes(self, reading: Reading) -> bool:
        match reading:
            case Scan(number=number, mono_ms=mono_ms):
                seen_ms = self._seen_ms.pop(number, None)
                self._seen_ms[number] = self._scan_ms = mono_ms
                while len(self._seen_ms) > CARDS_MAX:
                    del self._seen_ms[next(iter(self._seen_ms))]
                return not self._within(seen_ms, self._repeat_ms, mono_ms)
            case Garbled(mono_ms=mono_ms):
                # A card leaving the field is often cut off: that is no new try.
                if self._within(self._scan_ms, self._repeat_ms, mono_ms) or self._within(
                    self._garbled_ms, GARBLED_MS_MIN, mono_ms
                ):
                    return False
                self._garbled_ms = mono_ms
                return True

    @staticmethod
    def _within(since_ms: int | None, window_ms: int, mono_ms: int) -> bool:
        return since_ms is not None and mono_ms - since_ms < window_ms
