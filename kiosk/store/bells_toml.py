"""The bell schedule in `school.toml`: day types, the week, and single dates that differ."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, PlainValidator

from kiosk.core.schedule import NoFly, Period, Schedule
from kiosk.store.faults import known_names
from kiosk.store.strict_toml import Table

WEEKDAYS: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
NO_SCHOOL: Final = "no school"
"""Stands for a day type on dates without lessons."""


def _clock_time(value: object) -> time:
    try:
        clock_time = value if isinstance(value, time) else time.fromisoformat(str(value))
    except ValueError:
        clock_time = None
    if clock_time is None or clock_time.tzinfo is not None:
        raise ValueError('a time of day in quotes, 24 hours, for example "08:05" or "13:40"')
    return clock_time


def _date(value: object) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise ValueError("a date as year-month-day, for example 2026-11-26") from None


ClockTime = Annotated[time, PlainValidator(_clock_time)]
Day = Annotated[date, PlainValidator(_date)]


class PeriodTable(Table):
    """One period of a day type."""

    name: str = Field(min_length=1, max_length=40, description="the period's name in quotes")
    starts: ClockTime
    ends: ClockTime


class NoFlyTable(Table):
    """No-fly times of a date or a day type, in place of those in `[policy]`."""

    first_minutes: int = Field(ge=0, le=1440, description="minutes, from 0 to 1440; 0 for none")
    last_minutes: int = Field(ge=0, le=1440, description="minutes, from 0 to 1440; 0 for none")

    def no_fly(self) -> NoFly:
        """Return the times."""
        first, last = timedelta(minutes=self.first_minutes), timedelta(minutes=self.last_minutes)
        return NoFly(first, last)


Periods = Annotated[tuple[PeriodTable, ...], Field(strict=False)]


class BellsTable(Table):
    """`[bells]`: named day types, the week, and single dates that differ."""

    day_types: dict[str, Periods] = Field(
        description='"regular" = [{ name = "1", starts = "08:00", ends = "08:50" }]'
    )
    week: dict[Literal[WEEKDAYS], str] = Field(  # type: ignore[valid-type] # pydantic reads the tuple
        description='a day type for each weekday with lessons: monday = "regular"'
    )
    exceptions: dict[Day, str] = Field(
        default_factory=dict, description=f'2026-11-26 = "a day type" or "{NO_SCHOOL}"'
    )
    no_fly_by_date: dict[Day, NoFlyTable] = Field(
        default_factory=dict, description="2026-12-18 = { first_minutes = 0, last_minutes = 0 }"
    )
    no_fly_by_day_type: dict[str, NoFlyTable] = Field(
        default_factory=dict, description='"regular" = { first_minutes = 5, last_minutes = 5 }'
    )

    terms: tuple[Day, ...] = Field(
        (), strict=False, description="the first day of each term: [2026-08-24, 2027-01-11]"
    )

    def schedule(self, time_zone: ZoneInfo) -> Schedule:
        """Return the bell schedule in the school's time zone."""
        day_types = {
            name: tuple(Period(p.name, p.starts, p.ends) for p in periods)
            for name, periods in self.day_types.items()
        }
        week = {WEEKDAYS.index(day): kind for day, kind in self.week.items() if kind != NO_SCHOOL}
        exceptions = {
            day: None if kind == NO_SCHOOL else kind for day, kind in self.exceptions.items()
        }
        return Schedule(
            time_zone,
            day_types,
            week,
            exceptions,
            {day: table.no_fly() for day, table in self.no_fly_by_date.items()},
            {name: table.no_fly() for name, table in self.no_fly_by_day_type.items()},
            self.terms,
        )

    def faults(self) -> Mapping[tuple[str, ...], tuple[object, str]]:
        """Return what is wrong between the tables, by key: the value and what to do."""
        found: dict[tuple[str, ...], tuple[object, str]] = {}
        known = [*self.day_types, NO_SCHOOL]
        named = {("week", str(day)): kind for day, kind in self.week.items()}
        named |= {("exceptions", str(day)): kind for day, kind in self.exceptions.items()}
        for key, kind in named.items():
            if kind not in known:
                found[key] = (kind, f"no such day type: {known_names(kind, known)}")
        for name in self.no_fly_by_day_type:
            if name not in self.day_types:
                cure = f"no such day type: {known_names(name, list(self.day_types))}"
                found["no_fly_by_day_type", name] = (name, cure)
        for name, periods in self.day_types.items():
            last = time.min
            for period in periods:
                if period.starts >= period.ends or period.starts < last:
                    cure = "periods must be in order, not overlap, and start before they end"
                    found["day_types", name] = (period.name, cure)
                last = period.ends
        return found
