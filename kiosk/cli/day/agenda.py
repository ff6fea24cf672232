"""What is to be done at one door, by the day's clock."""

import heapq
from collections.abc import Callable
from datetime import datetime
from threading import Condition
from typing import Final

from kiosk.sim.day.clock import DayClock

LOOK_EVERY_S: Final = 0.5
"""Longest wait in one go: the day may not have begun yet."""
Errand = Callable[[], None]


class Agenda:
    """Hands out errands when their time has come; more may be added from any thread."""

    def __init__(self, clock: DayClock, ends: datetime) -> None:
        self._clock = clock
        self._ends = ends
        self._changed = Condition()
        self._due: list[tuple[datetime, int, Errand]] = []
        self._added = 0

    def add(self, at: datetime, errand: Errand) -> None:
        """Have something done then."""
        with self._changed:
            self._added += 1
            heapq.heappush(self._due, (at, self._added, errand))
            self._changed.notify()

    def next(self) -> Errand | None:
        """Wait for the next errand and return it; None once the day is over."""
        with self._changed:
            while True:
                first = self._due[0][0] if self._due else self._ends
                wait_s = self._clock.wait_s(min(first, self._ends))
                if wait_s > 0 or not self._clock.has_begun:
                    self._changed.wait(min(wait_s, LOOK_EVERY_S))
                elif first <= self._ends and self._due:
                    return heapq.heappop(self._due)[2]
                else:
                    return None
