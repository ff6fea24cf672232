"""The screen goes dark outside school hours, and is there at once for whoever comes."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.core.door.inputs import Tick, Touched
from kiosk.core.door.night import AFTER_SCHOOL, AWAKE_MS, BEFORE_SCHOOL, is_night
from kiosk.core.door.scene import Screen
from kiosk.core.protocol import Hold
from kiosk.core.schedule import Period, Schedule
from tests.core.door_bench import MAYAS_CARD, NOON, DoorBench, school

CHICAGO = ZoneInfo("America/Chicago")
MORNING, EVENING = time(8), time(15)
# NOON is a Wednesday; there is no school on Thursdays.
BELLS = replace(
    school().schedule,
    time_zone=CHICAGO,
    day_types={"day": (Period("1", MORNING, time(11)), Period("2", time(12), EVENING))},
    week={NOON.astimezone(CHICAGO).weekday(): "day"},
)
TODAY = NOON.astimezone(CHICAGO).date()


def at(when: time, day: date = TODAY) -> datetime:
    return datetime.combine(day, when, CHICAGO).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "night"),
    [
        (at(MORNING) - BEFORE_SCHOOL - timedelta(seconds=1), True),
        (at(MORNING) - BEFORE_SCHOOL, False),
        (at(time(11, 30)), False),
        (at(EVENING) + AFTER_SCHOOL - timedelta(seconds=1), False),
        (at(EVENING) + AFTER_SCHOOL, True),
        (at(time(11, 30), TODAY + timedelta(days=1)), True),
    ],
)
def test_it_is_night_long_before_the_first_bell_and_after_the_last(
    now: datetime, *, night: bool
) -> None:
    assert is_night(BELLS, now) is night


def test_a_school_without_bells_has_no_night() -> None:
    assert not is_night(Schedule(CHICAGO), at(time(3)))


def at_night() -> DoorBench:
    """A door on a day without school, at which nobody has been for a while."""
    bench = DoorBench(of=replace(school(), schedule=replace(BELLS, week={})))
    bench.wait(AWAKE_MS)
    assert (bench.screen, bench.scene.dimmed) == (Screen.IDLE, True)
    return bench


def test_a_touch_wakes_the_screen_and_it_goes_dark_again() -> None:
    bench = at_night()
    bench.give(Touched())
    woken = bench.scenes[-1]
    assert (woken.screen, woken.dimmed) == (Screen.IDLE, False)
    bench.wait(AWAKE_MS - 1)
    assert not bench.scenes[-1].dimmed
    bench.wait(1)
    assert bench.scenes[-1].dimmed


def test_a_card_at_night_is_a_turn_like_any_other_and_the_page_after_it_is_bright() -> None:
    bench = at_night()
    bench.tap(MAYAS_CARD)
    bench.must_show(Screen.CHOOSE)
    bench.wait(20_000)
    assert (bench.screen, bench.scene.dimmed) == (Screen.IDLE, False)


def test_the_door_goes_dark_by_itself() -> None:
    bench = DoorBench(of=replace(school(), schedule=replace(BELLS, week={})))
    while not bench.scene.dimmed:
        bench.ms = bench.wakes_ms
        bench.give(Tick())
    assert AWAKE_MS <= bench.ms <= AWAKE_MS + 5_000


def test_a_hold_and_an_unknown_time_are_shown_bright() -> None:
    bench = at_night()
    bench.hear(Hold(epoch=1, on=True))
    assert not bench.scenes[-1].dimmed
    bench = at_night()
    bench.clock_known = False
    bench.wait(1)
    assert not bench.scenes[-1].dimmed


def test_school_hours_are_bright() -> None:
    bench = DoorBench(of=replace(school(), schedule=BELLS))
    bench.wait(AWAKE_MS)
    assert not bench.scene.dimmed
