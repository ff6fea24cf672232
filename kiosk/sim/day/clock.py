"""The day's clock: fast where little happens, slow where every door is asked at once.

Wall clocks of doors and aggregator run by it; monotonic clocks don't. What the protocol does within
seconds (asking again after 0.5 s, a heartbeat every 5 s, silence after 12 s) is between machines,
which work as fast as ever: scaled, a resend would come after 8 ms and every door would be alone.
What people do (minutes out, bells, no-fly times, how long a place in line is kept) is by the wall
clock. Bursts are played at their own speed (1 unless asked otherwise), so that what is measured
there is what 100 students in 10 s cost.
"""

import mmap
import os
import struct
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from time import monotonic_ns
from typing import Final

from kiosk.sim.day.bells import AFTER_SCHOOL, BUSY_AFTER, BUSY_BEFORE, PASSING, Period

CELL: Final = struct.Struct("<q")
NS_PER_US: Final = 1_000
NOT_BEGUN_S: Final = 0.5
"""How soon somebody who waits for a day that has not begun looks again."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `starts` on the clock runs so many times as fast as time does."""

    starts: datetime
    speed: float


class Beginning:
    """When the day begins, by CLOCK_MONOTONIC; shared by all who were given the file."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(CELL.pack(0))
        descriptor = os.open(path, os.O_RDWR)
        self._cell = mmap.mmap(descriptor, CELL.size)
        os.close(descriptor)

    def begin(self) -> None:
        """Let the day begin now, for everybody."""
        CELL.pack_into(self._cell, 0, monotonic_ns())

    def ns(self) -> int:
        """Return when it began; 0 while it has not."""
        begun: int = CELL.unpack_from(self._cell, 0)[0]
        return begun


class DayClock:
    """Tells the day's time from monotonic time; before the day begins it stands still."""

    def __init__(self, stretches: Sequence[Stretch], begun_ns: Callable[[], int]) -> None:
        self._begun_ns = begun_ns
        self._stretches = tuple(stretches)
        self._knots_ns = [0]
        for one, two in pairwise(stretches):
            wide_ns = (two.starts - one.starts) / timedelta(microseconds=1) * NS_PER_US / one.speed
            self._knots_ns.append(self._knots_ns[-1] + round(wide_ns))

    @property
    def has_begun(self) -> bool:
        """Say whether the day has begun."""
        return self._begun_ns() != 0

    def now(self) -> datetime:
        """Return the day's time."""
        return self.at(monotonic_ns())

    def at(self, mono_ns: int) -> datetime:
        """Return the day's time at a moment of CLOCK_MONOTONIC."""
        begun_ns = self._begun_ns()
        if begun_ns == 0 or mono_ns <= begun_ns:
            return self._stretches[0].starts
        place = bisect_right(self._knots_ns, mono_ns - begun_ns) - 1
        stretch = self._stretches[place]
        since_ns = mono_ns - begun_ns - self._knots_ns[place]
        return stretch.starts + timedelta(microseconds=since_ns / NS_PER_US * stretch.speed)

    def wait_s(self, until: datetime) -> float:
        """Return how many real seconds it is until then; never less than 0."""
        begun_ns = self._begun_ns()
        if begun_ns == 0:
            return NOT_BEGUN_S
        starts = [stretch.starts for stretch in self._stretches]
        place = max(0, bisect_right(starts, until) - 1)
        stretch = self._stretches[place]
        into_us = (until - stretch.starts) / timedelta(microseconds=1)
        at_ns = begun_ns + self._knots_ns[place] + into_us * NS_PER_US / stretch.speed
        return max(0.0, (at_ns - monotonic_ns()) / 1e9)


def stretches(lessons: Sequence[Period], speed: float, burst_speed: float) -> list[Stretch]:
    """Return how fast the clock runs when; it begins a few minutes before the first bell."""
    found = [Stretch(lessons[0].starts - PASSING, speed)]
    for lesson in lessons:
        for busy in (lesson.opens, lesson.ends):
            found.append(Stretch(busy - BUSY_BEFORE, burst_speed))
            found.append(Stretch(busy + BUSY_AFTER, speed))
    return found


def day_ends(lessons: Sequence[Period]) -> datetime:
    """Return when nobody comes to a door any more."""
    return lessons[-1].ends + AFTER_SCHOOL
