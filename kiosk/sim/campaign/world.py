"""The virtual clock of one seed, its chance, and what happened, for whoever has to read it."""

import heapq
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

START = datetime(2026, 3, 4, 14, 30, tzinfo=UTC)


class World:
    """One seed's time and chance; everything random comes from `rng`, in the order of events."""

    def __init__(self, seed: int, *, traced: bool = False) -> None:
        self.rng = Random(seed)
        self.chance = self.rng.random
        self.now_ms = 0
        self.traced = traced
        self.trace: list[tuple[int, str, str]] = []
        self.faults: Counter[str] = Counter()
        """How often each kind of fault struck."""
        self._due: list[tuple[int, int, Callable[..., None], tuple[object, ...]]] = []
        self._made = 0

    def now(self) -> datetime:
        """Return the true time."""
        return START + timedelta(milliseconds=self.now_ms)

    def fresh_id(self, wall_ms: int) -> str:
        """Return a UUIDv7 that nobody has used, ordered by the clock of who makes it."""
        self._made += 1
        return f"{wall_ms >> 16:08x}-{wall_ms & 0xFFFF:04x}-7000-8000-{self._made:012x}"

    def luck(self, share: float) -> bool:
        """Say whether something happens that happens so often."""
        return self.chance() < share

    def upto(self, ms: int) -> int:
        """Return a random whole number from 1 to `ms`."""
        return 1 + int(self.chance() * ms)

    def after(self, ms: int, action: Callable[..., None], *args: object) -> None:
        """Let `action` happen in `ms`."""
        self._made += 1
        heapq.heappush(self._due, (self.now_ms + ms, self._made, action, args))

    def run(self, for_ms: int) -> None:
        """Let everything happen that is due in the next `for_ms`."""
        until = self.now_ms + for_ms
        due = self._due
        while due and due[0][0] <= until:
            self.now_ms, _, action, args = heapq.heappop(due)
            action(*args)
        self.now_ms = until

    def fault(self, kind: str, whom: str) -> None:
        """Count a fault, and note it."""
        self.faults[kind] += 1
        if self.traced:
            self.note(whom, f"FAULT {kind.replace('_', ' ')}")

    def note(self, who: str, what: str) -> None:
        """Keep a line of the trace; call it only if `traced`."""
        self.trace.append((self.now_ms, who, what))
