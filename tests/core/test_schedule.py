from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from kiosk.core.schedule import Lesson, Period, Schedule
from tests.core.examples import BERLIN, NEW_YORK, NOW, SCHEDULE, at
from tests.core.strategies import MANY, schedules_and_moments

SHORT = (Period("1", time(9), time(9, 30)), Period("2", time(9, 40), time(10, 10)))
REGULAR = SCHEDULE.day_types["regular"]
WEDNESDAY, SATURDAY = date(2026, 3, 4), date(2026, 3, 7)


def year(**exceptions: str | None) -> Schedule:
    """Regular days from Monday to Friday, but for dates given as `d2026_03_04="short"`."""
    return Schedule(
        NEW_YORK,
        {"regular": REGULAR, "short": SHORT},
        dict.fromkeys(range(5), "regular"),
        {date.fromisoformat(d[1:].replace("_", "-")): kind for d, kind in exceptions.items()},
    )


def names(lessons: tuple[Lesson, ...]) -> list[tuple[str, datetime, datetime]]:
    return [(lesson.name, lesson.starts, lesson.ends) for lesson in lessons]


# --- which lessons a date has --------------------------------------------------------------------


def test_a_weekday_has_the_lessons_of_its_day_type_as_instants_in_utc() -> None:
    lessons = year().lessons(WEDNESDAY)
    assert names(lessons) == [("1", at(8), at(8, 50)), ("2", at(9), at(9, 50))]
    assert all(le.starts.tzinfo is UTC and le.ends.tzinfo is UTC for le in lessons)


def test_a_weekday_that_is_not_named_has_no_lessons() -> None:
    assert year().lessons(SATURDAY) == ()


def test_a_single_date_can_have_another_day_type() -> None:
    short = year(d2026_03_04="short").lessons(WEDNESDAY)
    assert names(short) == [("1", at(9), at(9, 30)), ("2", at(9, 40), at(10, 10))]


def test_a_single_date_can_have_no_school() -> None:
    assert year(d2026_03_04=None).lessons(WEDNESDAY) == ()


def test_a_single_date_can_have_school_on_a_day_without() -> None:
    assert len(year(d2026_03_07="short").lessons(SATURDAY)) == 2


def test_lessons_come_in_order_of_their_bells() -> None:
    backwards = Schedule(NEW_YORK, {"regular": REGULAR[::-1]}, {2: "regular"})
    assert backwards.lessons(WEDNESDAY) == year().lessons(WEDNESDAY)


# --- what runs now -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "name"),
    [
        (at(7, 59), None),
        (at(8), "1"),
        (at(8, 49), "1"),
        (at(8, 50), None),
        (at(9), "2"),
        (at(9, 50), None),
    ],
)
def test_a_lesson_runs_from_its_first_bell_until_just_before_its_last(
    now: datetime, name: str | None
) -> None:
    lesson = SCHEDULE.lesson_at(now)
    assert (lesson.name if lesson else None) == name


@pytest.mark.parametrize(
    ("now", "bell"),
    [
        (at(7), at(8)),
        (at(8), at(8, 50)),
        (at(8, 50), at(9)),
        (at(9, 50), None),
        (NOW + timedelta(days=3), None),
    ],
)
def test_the_next_bell_is_the_next_start_or_end_of_this_date(
    now: datetime, bell: datetime | None
) -> None:
    assert SCHEDULE.next_bell(now) == bell


# --- dates and changes of clocks -----------------------------------------------------------------


def test_the_date_is_the_schools_and_not_utcs() -> None:
    assert SCHEDULE.date_at(datetime(2026, 3, 5, 4, 59, tzinfo=UTC)) == WEDNESDAY
    assert SCHEDULE.date_at(datetime(2026, 3, 5, 5, tzinfo=UTC)) == date(2026, 3, 5)


# Sundays on which clocks change, and the hours by which UTC is ahead of eight in the morning.
@pytest.mark.parametrize(
    ("zone", "day", "eight_in_utc"),
    [
        (NEW_YORK, date(2026, 3, 7), 13),
        (NEW_YORK, date(2026, 3, 8), 12),
        (NEW_YORK, date(2026, 10, 31), 12),
        (NEW_YORK, date(2026, 11, 1), 13),
        (BERLIN, date(2026, 3, 28), 7),
        (BERLIN, date(2026, 3, 29), 6),
        (BERLIN, date(2026, 10, 24), 6),
        (BERLIN, date(2026, 10, 25), 7),
    ],
)
def test_bells_ring_by_the_wall_clock_before_and_after_a_change(
    zone: ZoneInfo, day: date, eight_in_utc: int
) -> None:
    schedule = Schedule(zone, {"all": (Period("1", time(8), time(8, 50)),)}, {5: "all", 6: "all"})
    starts = datetime(day.year, day.month, day.day, eight_in_utc, tzinfo=UTC)
    assert names(schedule.lessons(day)) == [("1", starts, starts + timedelta(minutes=50))]


# A period from 1:30 to 3:30 over the change itself.
@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (NEW_YORK, date(2026, 3, 8), 1),
        (NEW_YORK, date(2026, 11, 1), 3),
        (BERLIN, date(2026, 3, 29), 1),
        (BERLIN, date(2026, 10, 25), 3),
    ],
)
def test_a_night_period_is_as_long_as_the_clocks_make_it(
    zone: ZoneInfo, day: date, hours: int
) -> None:
    schedule = Schedule(zone, {"all": (Period("night", time(1, 30), time(3, 30)),)}, {6: "all"})
    (night,) = schedule.lessons(day)
    assert night.ends - night.starts == timedelta(hours=hours)


def test_a_time_that_is_skipped_falls_after_the_gap() -> None:
    skipped = Schedule(NEW_YORK).instant(date(2026, 3, 8), time(2, 30))
    assert skipped == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert skipped.astimezone(NEW_YORK).time() == time(3, 30)


def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    twice = Schedule(BERLIN).instant(date(2026, 10, 25), time(2, 30))
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (NEW_YORK, date(2026, 3, 8), 23),
        (NEW_YORK, date(2026, 11, 1), 25),
        (BERLIN, date(2026, 3, 29), 23),
        (BERLIN, date(2026, 10, 25), 25),
        (BERLIN, date(2026, 10, 26), 24),
    ],
)
def test_a_day_begins_at_midnight_however_long_the_one_before_was(
    zone: ZoneInfo, day: date, hours: int
) -> None:
    schedule = Schedule(zone)
    begins = schedule.day_start(day)
    assert schedule.next_day_start(begins) - begins == timedelta(hours=hours)


def test_where_midnight_is_skipped_the_day_begins_with_its_first_minute() -> None:
    schedule = Schedule(ZoneInfo("America/Santiago"))
    begins = schedule.day_start(date(2026, 9, 6))
    assert begins == datetime(2026, 9, 6, 4, tzinfo=UTC)
    assert schedule.date_at(begins - timedelta(seconds=1)) == date(2026, 9, 5)


@MANY
@given(schedules_and_moments())
def test_a_lesson_that_runs_and_the_next_bell_agree(drawn: tuple[Schedule, datetime]) -> None:
    schedule, now = drawn
    lesson, bell = schedule.lesson_at(now), schedule.next_bell(now)
    assert lesson is None or (lesson.starts <= now < lesson.ends)
    assert lesson is None or (bell is not None and bell <= lesson.ends)
    assert bell is None or bell > now
    assert schedule.next_day_start(now) > now


@pytest.mark.parametrize(
    ("terms", "day", "first"),
    [
        ((date(2026, 1, 12), date(2025, 8, 25)), date(2026, 3, 4), date(2026, 1, 12)),
        ((date(2026, 1, 12), date(2025, 8, 25)), date(2026, 1, 11), date(2025, 8, 25)),
        ((date(2026, 1, 12),), date(2026, 1, 12), date(2026, 1, 12)),
        ((date(2026, 1, 12),), date(2026, 1, 11), date(2026, 1, 1)),
        ((), date(2026, 7, 31), date(2026, 1, 1)),
        ((), date(2026, 8, 1), date(2026, 8, 1)),
    ],
)
def test_a_term_goes_on_until_the_next_and_where_none_is_named_there_are_half_years(
    terms: tuple[date, ...], day: date, first: date
) -> None:
    assert Schedule(NEW_YORK, terms=terms).term_start(day) == first
