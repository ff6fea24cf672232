"""When the bells of a simulated day ring, and which moments of it are busy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum, unique
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("America/Chicago")
DATE: Final = date(2026, 3, 4)
"""An ordinary Wednesday."""
FIRST_BELL: Final = time(8, 0)
LESSON: Final = timedelta(minutes=50)
PASSING: Final = timedelta(minutes=5)
NO_FLY: Final = timedelta(minutes=10)
"""Without passes at both ends of a lesson: what most schools have."""
BURST: Final = timedelta(seconds=10)
"""Within this time every door is asked once when a no-fly time ends (RELIABILITY section 1)."""
BUSY_BEFORE: Final = timedelta(seconds=2)
BUSY_AFTER: Final = BURST + timedelta(seconds=3)
"""Around each burst: what was asked in it is answered by then."""
AFTER_SCHOOL: Final = timedelta(minutes=3)


@unique
class Hour(StrEnum):
    """What kind of moment it is: figures are told apart by it."""

    QUIET = "the rest of the day"
    NO_FLY_ENDS = "a no-fly time ends"
    BELL = "the bell"
    AWAY = "the aggregator or the broker is away"


@dataclass(frozen=True, slots=True)
class Period:
    """One lesson."""

    number: int
    starts: datetime
    ends: datetime

    @property
    def opens(self) -> datetime:
        """Return when its first no-fly time ends."""
        return self.starts + NO_FLY

    @property
    def closes(self) -> datetime:
        """Return when its last no-fly time begins."""
        return self.ends - NO_FLY


def periods(count: int) -> list[Period]:
    """Return the lessons of the day."""
    first = datetime.combine(DATE, FIRST_BELL, ZONE).astimezone(UTC)
    starts = [first + number * (LESSON + PASSING) for number in range(count)]
    return [Period(number, at, at + LESSON) for number, at in enumerate(starts)]


Outage = tuple[datetime, datetime]


def hour_at(lessons: Sequence[Period], now: datetime, outages: Sequence[Outage] = ()) -> Hour:
    """Return what kind of moment `now` is."""
    if any(begins <= now < ends for begins, ends in outages):
        return Hour.AWAY
    for lesson in lessons:
        if lesson.opens - BUSY_BEFORE <= now < lesson.opens + BUSY_AFTER:
            return Hour.NO_FLY_ENDS
        if lesson.ends - BUSY_BEFORE <= now < lesson.ends + BUSY_AFTER:
            return Hour.BELL
    return Hour.QUIET
