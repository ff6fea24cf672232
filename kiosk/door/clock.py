"""The door's clock: monotonic since the boot id, and a wall clock that may not be known."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic_ns

ROUND_TRIP_MAX_MS = 2_000
"""An answer that was under way for longer says too little about what time it is."""
TRUSTED_OFF_MAX = timedelta(seconds=20)
"""How far a trusted clock may differ from the aggregator's: less than the margin within which
passes are held against each other when one started without the building (PROTOCOL A7)."""


@dataclass(frozen=True, slots=True)
class _Fix:
    """What time it was by the aggregator's clock at one moment of ours."""

    now: datetime
    mono_ms: int


class DoorClock:
    """Tells the time from the aggregator's answers, unless this machine's own clock is trusted.

    A Pi has no clock that runs while it is off, and time from the network may come late or never.
    A trusted clock that contradicts the aggregator is not believed until the two agree again:
    which passes may have overlapped is read from times that all doors must share.
    """

    def __init__(self, *, trusted: bool) -> None:
        self._trusted = trusted
        self._contradicted = False
        self._base_ms = monotonic_ns() // 1_000_000
        self._fix: _Fix | None = None

    @property
    def known(self) -> bool:
        """Say whether `now` is known to be right."""
        return self._believed or self._fix is not None

    def restart(self) -> None:
        """Count monotonic time from now: a new boot id has been made."""
        before_ms = self._base_ms
        self._base_ms = monotonic_ns() // 1_000_000
        if self._fix is not None:
            shifted_ms = self._fix.mono_ms + before_ms - self._base_ms
            self._fix = _Fix(self._fix.now, shifted_ms)

    def mono_ms(self) -> int:
        """Return milliseconds since the boot id was made."""
        return monotonic_ns() // 1_000_000 - self._base_ms

    def of_monotonic(self, monotonic_ms: int) -> int:
        """Return a CLOCK_MONOTONIC reading in milliseconds as milliseconds since the boot id."""
        return monotonic_ms - self._base_ms

    def now(self) -> datetime:
        """Return the time in UTC, as well as it is known."""
        if self._believed or self._fix is None:
            return datetime.now(UTC)
        return self._fix.now + timedelta(milliseconds=self.mono_ms() - self._fix.mono_ms)

    def learn(self, now: datetime, asked_ms: int) -> None:
        """Take the aggregator's time from an answer to a heartbeat sent at `asked_ms`."""
        here_ms = self.mono_ms()
        round_trip_ms = here_ms - asked_ms
        if 0 <= round_trip_ms <= ROUND_TRIP_MAX_MS:
            there = now + timedelta(milliseconds=round_trip_ms / 2)
            self._fix = _Fix(there, here_ms)
            self._contradicted = abs(datetime.now(UTC) - there) > TRUSTED_OFF_MAX

    @property
    def _believed(self) -> bool:
        return self._trusted and not self._contradicted
