from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given

from kiosk.core.rule import Finding, Reach, Ruling
from kiosk.core.rules.no_fly_time import NoFlyTime
from kiosk.core.schedule import NoFly, Period, Schedule
from tests.core.examples import NEW_YORK, SCHEDULE, ask, at, facts
from tests.core.strategies import MANY, schedules_and_moments

TEN = timedelta(minutes=10)
RULE = NoFlyTime(first=TEN, last=TEN)
TODAY = date(2026, 3, 4)
NEVER = NoFly(timedelta(), timedelta())


def refused_until(retry_at: datetime) -> Finding:
    return Finding(Ruling.REFUSE, NoFlyTime.reason, retry_at=retry_at)


# Lessons are 8:00 to 8:50 and 9:00 to 9:50.
@pytest.mark.parametrize(
    ("now", "retry_at"),
    [
        (at(8), at(8, 10)),
        (at(8, 9), at(8, 10)),
        (at(8, 40), at(8, 50)),
        (at(9, 49), at(9, 50)),
    ],
)
def test_first_and_last_minutes_are_refused_until_they_are_over(
    now: datetime, retry_at: datetime
) -> None:
    assert RULE.check(ask(), facts(now=now)) == refused_until(retry_at)


@pytest.mark.parametrize("now", [at(7, 59), at(8, 10), at(8, 39), at(8, 50), at(8, 55), at(9, 50)])
def test_between_them_and_between_lessons_there_is_no_objection(now: datetime) -> None:
    assert RULE.check(ask(), facts(now=now)) is None


def test_the_time_to_try_again_lies_past_the_lesson_that_follows_at_once() -> None:
    double = (Period("1", time(8), time(8, 50)), Period("2", time(8, 50), time(9, 40)))
    schedule = Schedule(NEW_YORK, {"double": double}, {2: "double"})
    late = facts(now=at(8, 45), schedule=schedule)
    assert RULE.check(ask(), late) == refused_until(at(9))


def test_a_lesson_shorter_than_its_no_fly_times_is_refused_whole() -> None:
    schedule = Schedule(NEW_YORK, {"short": (Period("1", time(8), time(8, 15)),)}, {2: "short"})
    middle = facts(now=at(8, 8), schedule=schedule)
    assert RULE.check(ask(), middle) == refused_until(at(8, 15))


def test_no_fly_times_longer_than_a_lesson_end_with_it_and_begin_with_it() -> None:
    schedule = Schedule(NEW_YORK, {"short": (Period("1", time(8), time(8, 15)),)}, {2: "short"})
    long = NoFlyTime(first=timedelta(minutes=30), last=timedelta(minutes=30))
    for beside in (at(7, 59), at(8, 15)):
        assert long.check(ask(), facts(now=beside, schedule=schedule)) is None


def test_a_day_without_school_has_no_no_fly_time() -> None:
    assert RULE.check(ask(), facts(now=at(8), schedule=Schedule(NEW_YORK))) is None


def test_with_no_minutes_set_there_is_no_objection() -> None:
    never = NoFlyTime(first=timedelta(), last=timedelta())
    assert never.check(ask(), facts(now=at(8))) is None


def test_a_date_with_no_fly_times_of_its_own_has_those_in_place_of_the_policys() -> None:
    longer = replace(SCHEDULE, no_fly_by_date={TODAY: NoFly(2 * TEN, timedelta())})
    assert RULE.check(ask(), facts(now=at(8, 10), schedule=longer)) == refused_until(at(8, 20))
    assert RULE.check(ask(), facts(now=at(8, 45), schedule=longer)) is None
    another_day = replace(SCHEDULE, no_fly_by_date={date(2026, 3, 5): NEVER})
    assert RULE.check(ask(), facts(now=at(8), schedule=another_day)) == refused_until(at(8, 10))


def test_a_date_without_no_fly_times_has_none() -> None:
    free = replace(SCHEDULE, no_fly_by_date={TODAY: NEVER})
    assert RULE.check(ask(), facts(now=at(8), schedule=free)) is None


def test_a_day_type_may_have_its_own_and_a_date_goes_before_it() -> None:
    free = replace(SCHEDULE, no_fly_by_day_type={"regular": NEVER})
    assert RULE.check(ask(), facts(now=at(8), schedule=free)) is None
    but_today = replace(free, no_fly_by_date={TODAY: NoFly(TEN, TEN)})
    assert RULE.check(ask(), facts(now=at(8), schedule=but_today)) == refused_until(at(8, 10))


def test_a_door_that_does_not_know_the_time_asks_the_building() -> None:
    unset = facts(now=at(8), reach=Reach.ROOM, clock_known=False)
    assert RULE.check(ask(), unset) == Finding(Ruling.DEFER, NoFlyTime.reason)


@pytest.mark.parametrize("reach", Reach)
def test_a_door_that_knows_the_time_judges_like_the_building(reach: Reach) -> None:
    assert RULE.check(ask(), facts(now=at(8), reach=reach)) == refused_until(at(8, 10))


@MANY
@given(schedules_and_moments())
def test_until_the_time_to_try_again_it_never_stops_objecting(
    drawn: tuple[Schedule, datetime],
) -> None:
    schedule, now = drawn
    finding = RULE.check(ask(), facts(now=now, schedule=schedule))
    if finding is None:
        return
    assert finding.retry_at is not None
    while now < finding.retry_at:
        again = RULE.check(ask(), facts(now=now, schedule=schedule))
        assert again == finding
        now += timedelta(minutes=5)
