from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.core.ids import DestinationId
from kiosk.core.rule import Facts, Finding, Reach, Ruling
from kiosk.core.rules.destination_hours import DestinationHours
from kiosk.core.schedule import Schedule
from kiosk.core.school import Hours
from tests.core.examples import (
    BERLIN,
    LIBRARY,
    MAYA,
    NEW_YORK,
    NURSE,
    ask,
    at,
    facts,
    place,
    school,
)

LUNCH = (Hours(time(10, 15), time(11)), Hours(time(12), time(13)))


def library(
    now: datetime,
    *hours: Hours,
    zone: ZoneInfo = NEW_YORK,
    reach: Reach = Reach.BUILDING,
    clock_known: bool = True,
) -> Facts:
    roster = school(places=[place(LIBRARY, hours=hours or LUNCH)])
    schedule = Schedule(zone)
    return facts(now=now, roster=roster, schedule=schedule, reach=reach, clock_known=clock_known)


def closed_until(retry_at: datetime) -> Finding:
    return Finding(Ruling.REFUSE, DestinationHours.reason, retry_at=retry_at)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at(8), at(10, 15)),
        (at(11), at(12)),
        (at(13), at(10, 15) + timedelta(days=1)),
    ],
)
def test_a_closed_place_is_refused_until_it_opens(now: datetime, opens: datetime) -> None:
    assert DestinationHours().check(ask(MAYA, LIBRARY), library(now)) == closed_until(opens)


@pytest.mark.parametrize("now", [at(10, 15), at(10, 59), at(12)])
def test_an_open_place_is_no_objection(now: datetime) -> None:
    assert DestinationHours().check(ask(MAYA, LIBRARY), library(now)) is None


def test_a_place_without_hours_is_always_open() -> None:
    assert DestinationHours().check(ask(MAYA, NURSE), facts(now=at(3))) is None


def test_a_place_that_the_roster_does_not_name_is_left_to_its_own_rule() -> None:
    assert DestinationHours().check(ask(MAYA, DestinationId("d-gone")), facts()) is None


@pytest.mark.parametrize(
    ("zone", "evening", "opens"),
    [
        # Eight in the morning is one hour less away on a night in spring, one more in autumn.
        (NEW_YORK, datetime(2026, 3, 7, 23, tzinfo=UTC), datetime(2026, 3, 8, 12, tzinfo=UTC)),
        (NEW_YORK, datetime(2026, 10, 31, 23, tzinfo=UTC), datetime(2026, 11, 1, 13, tzinfo=UTC)),
        (BERLIN, datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 3, 29, 6, tzinfo=UTC)),
        (BERLIN, datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC)),
    ],
)
def test_the_next_opening_is_right_over_a_change_of_clocks(
    zone: ZoneInfo, evening: datetime, opens: datetime
) -> None:
    closed = library(evening, Hours(time(8), time(15)), zone=zone)
    assert DestinationHours().check(ask(MAYA, LIBRARY), closed) == closed_until(opens)


def test_hours_that_a_night_in_spring_skips_are_those_of_the_next_day() -> None:
    # 2:30 to 3:10 begins after it ends on that night: 2:30 does not exist and is read as 3:30.
    night = library(datetime(2026, 3, 8, 6, tzinfo=UTC), Hours(time(2, 30), time(3, 10)))
    opens = datetime(2026, 3, 9, 6, 30, tzinfo=UTC)
    assert DestinationHours().check(ask(MAYA, LIBRARY), night) == closed_until(opens)


def test_a_place_that_never_opens_shows_no_time() -> None:
    never = library(at(8), Hours(time(9), time(9)))
    finding = DestinationHours().check(ask(MAYA, LIBRARY), never)
    assert finding == Finding(Ruling.REFUSE, DestinationHours.reason)


def test_a_door_that_does_not_know_the_time_asks_the_building() -> None:
    unset = library(at(8), reach=Reach.ROOM, clock_known=False)
    finding = DestinationHours().check(ask(MAYA, LIBRARY), unset)
    assert finding == Finding(Ruling.DEFER, DestinationHours.reason)


def test_a_door_that_knows_the_time_judges_by_itself() -> None:
    here = library(at(8), reach=Reach.ROOM)
    assert DestinationHours().check(ask(MAYA, LIBRARY), here) == closed_until(at(10, 15))
