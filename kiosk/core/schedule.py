"""The bell schedule: named day types, exceptions by date, and the instants at which bells ring."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HALF_YEAR_MONTH = 8
"""A school that names no terms has two: from January, and from August on."""
DAYS_KEPT_MAX = 32
"""Days whose lessons are kept worked out: a look ahead at appointments is the most at a time."""


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a day type, in wall-clock time; start included, end excluded."""

    name: str
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class Lesson:
    """One period on one date, as two instants in UTC."""

    name: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class NoFly:
    """How long no pass starts at both ends of a lesson, on days that differ from the policy."""

    first: timedelta
    last: timedelta


@dataclass(frozen=True, slots=True)
class Schedule:
    """Which periods ring on which date, in the school's own time zone."""

    time_zone: ZoneInfo
    day_types: Mapping[str, tuple[Period, ...]] = field(default_factory=dict)
    week: Mapping[int, str] = field(default_factory=dict)
    """Day type by weekday, Monday = 0; a weekday that is not named has no lessons."""
    exceptions: Mapping[date, str | None] = field(default_factory=dict)
    """Day type of single dates; None means no school."""
    no_fly_by_date: Mapping[date, NoFly] = field(default_factory=dict)
    no_fly_by_day_type: Mapping[str, NoFly] = field(default_factory=dict)
    terms: tuple[date, ...] = ()
    """First days of terms; only the aggregator knows them."""
    _lessons: dict[date, tuple[Lesson, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What `lessons` has worked out: several rules look at the same day for every tile."""

    def date_at(self, now: datetime) -> date:
        """Return the school's date at the instant `now`."""
        return now.astimezone(self.time_zone).date()

    def instant(self, day: date, at: time) -> datetime:
        """Return the instant in UTC of a wall-clock time on `day`.

        A time that a change of clocks skips is read as if the clocks had not changed yet, so
        it falls just after the gap; a time that comes twice is the first of the two.
        """
        return datetime.combine(day, at, self.time_zone).astimezone(UTC)

    def day_type(self, day: date) -> str | None:
        """Return which day type rings on `day`; None means no school."""
        return self.exceptions[day] if day in self.exceptions else self.week.get(day.weekday())

    def no_fly(self, day: date) -> NoFly | None:
        """Return what `day` has in place of the policy's no-fly times: a date goes first."""
        by_date = self.no_fly_by_date.get(day)
        return by_date or self.no_fly_by_day_type.get(self.day_type(day) or "")

    def term_start(self, day: date) -> date:
        """Return the first day of the term of `day`; where none is named, of the half year."""
        half_year = date(day.year, 8, 1) if day.month >= HALF_YEAR_MONTH else date(day.year, 1, 1)
        return max((term for term in self.terms if term <= day), default=half_year)

    def lessons(self, day: date) -> tuple[Lesson, ...]:
        """Return the periods of `day` in order; empty when there is no school."""
        known = self._lessons.get(day)
        if known is None:
            if len(self._lessons) >= DAYS_KEPT_MAX:
                self._lessons.clear()
            known = self._lessons[day] = self._worked_out(day)
        return known

    def _worked_out(self, day: date) -> tuple[Lesson, ...]:
        kind = self.day_type(day)
        periods = self.day_types[kind] if kind is not None else ()
        lessons = (
            Lesson(p.name, self.instant(day, p.starts), self.instant(day, p.ends)) for p in periods
        )
        return tuple(sorted(lessons, key=lambda lesson: (lesson.starts, lesson.ends)))

    def lesson_at(self, now: datetime) -> Lesson | None:
        """Return the period that is running at `now`, if one is."""
        for lesson in self.lessons(self.date_at(now)):
            if lesson.starts <= now < lesson.ends:
                return lesson
        return None

    def next_bell(self, now: datetime) -> datetime | None:
        """Return the next start or end of a period on this date after `now`."""
        bells = (b for le in self.lessons(self.date_at(now)) for b in (le.starts, le.ends))
        return min((bell for bell in bells if bell > now), default=None)

    def day_start(self, day: date) -> datetime:
        """Return the instant at which `day` begins."""
        return self.instant(day, time(0))

    def next_day_start(self, now: datetime) -> datetime:
        """Return the instant at which the day after the date of `now` begins."""
        return self.day_start(self.date_at(now) + timedelta(days=1))
