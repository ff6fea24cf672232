"""A request that goes on with a pass which has just ended by mistake, at the aggregator."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.core.aggregator.resuming import RESUMES_WITHIN
from kiosk.core.events import EndedHow
from kiosk.core.ids import DoorId, PassId, RoomId
from kiosk.core.protocol import Grant, Refusal, Request
from kiosk.core.rule import Holds
from tests.core.building_bench import (
    BOOTH,
    DOOR_118,
    MAYA,
    OMAR,
    RESTROOM,
    SECOND,
    BuildingBench,
    apart,
    ended,
    school,
    started,
)

REST = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)


def back(bench: BuildingBench, *, out: timedelta = 2 * MINUTE) -> Request:
    """Let Maya go and come back to her room; return the request of that pass."""
    asked = bench.grant(MAYA)
    bench.start_pass(asked)
    bench.now += out
    bench.end_pass(asked)
    return asked


def again(bench: BuildingBench, first: Request, after: timedelta = SECOND) -> Request:
    return replace(bench.ask(MAYA, after=after), resumes=first.id)


def why(answer: Grant | Refusal) -> str:
    return answer.reason if isinstance(answer, Refusal) else "granted"


def test_neither_rest_nor_daily_limit_stands_between() -> None:
    bench = BuildingBench(school(cooldown=REST, passes_a_day_max=1))
    answer = bench.answer(again(bench, back(bench)))
    assert why(answer) == "granted"


def test_the_minutes_are_what_was_left() -> None:
    bench = BuildingBench(school(cooldown=REST))
    answer = bench.answer(again(bench, back(bench)))
    assert isinstance(answer, Grant)
    assert answer.minutes == 3


def test_of_an_allowance_that_is_used_up_nothing_is_left() -> None:
    bench = BuildingBench(school(cooldown=REST))
    answer = bench.answer(again(bench, back(bench, out=20 * MINUTE)))
    assert isinstance(answer, Grant)
    assert answer.minutes == 0


def test_the_two_count_as_one_pass_of_the_day() -> None:
    bench = BuildingBench(school(passes_a_day_max=2))
    on = again(bench, back(bench))
    bench.answer(on)
    event = started(on, bench.next_seq(on.door), bench.now)
    bench.take(replace(event, resumes=on.resumes))
    bench.end_pass(on)
    assert why(bench.answer(bench.ask(MAYA))) == "granted"


def test_after_a_minute_it_is_a_request_like_any_other() -> None:
    bench = BuildingBench(school(cooldown=REST))
    asked = again(bench, back(bench), after=RESUMES_WITHIN + SECOND)
    assert why(bench.answer(asked)) == "cooldown"


def test_and_counts_as_one() -> None:
    bench = BuildingBench(school(passes_a_day_max=2))
    late = again(bench, back(bench), after=RESUMES_WITHIN + SECOND)
    assert why(bench.answer(late)) == "granted"
    event = started(late, bench.next_seq(late.door), bench.now)
    bench.take(replace(event, resumes=late.resumes))
    bench.end_pass(late)
    assert why(bench.answer(bench.ask(MAYA))) == "daily_limit"


@pytest.mark.parametrize("what", ["student", "destination", "door", "pass"])
def test_so_is_one_that_names_no_such_pass(what: str) -> None:
    bench = BuildingBench(school(cooldown=REST))
    first = back(bench)
    bench.start_pass(omars := bench.grant(OMAR))
    bench.end_pass(omars)
    asked = again(bench, first)
    match what:
        case "student":
            asked = replace(asked, student=OMAR)
        case "destination":
            asked = replace(asked, destination=BOOTH)
        case "door":
            asked = replace(asked, door=DOOR_118, origin=RoomId("r-118"))
        case _:
            asked = replace(asked, resumes=PassId("p-nobodys"))
    assert why(bench.answer(asked)) == "cooldown"


def test_a_pass_that_staff_ended_does_not_go_on() -> None:
    bench = BuildingBench(school(cooldown=REST))
    first = bench.grant(MAYA)
    bench.start_pass(first)
    bench.take(ended(first, bench.next_seq(first.door), bench.now, EndedHow.STAFF))
    assert why(bench.answer(again(bench, first))) == "cooldown"


def test_a_pass_that_is_not_over_does_not_go_on() -> None:
    bench = BuildingBench(school(cooldown=REST))
    first = bench.grant(MAYA)
    bench.start_pass(first)
    assert why(bench.answer(again(bench, first))) == "already_out"


def test_a_place_that_was_given_away_is_not_taken_back() -> None:
    bench = BuildingBench(school(booth=1, cooldown=REST))
    first = bench.grant(MAYA, BOOTH)
    bench.start_pass(first)
    bench.end_pass(first)
    bench.grant(OMAR, BOOTH, DOOR_118)
    asked = replace(bench.ask(MAYA, BOOTH), resumes=first.id)
    assert why(bench.answer(asked)) == "destination_capacity"


def test_an_encounter_stands_against_it() -> None:
    bench = BuildingBench(school(apart(MAYA, OMAR), cooldown=REST))
    first = back(bench)
    bench.grant(OMAR, RESTROOM, DOOR_118)
    assert why(bench.answer(again(bench, first))) == "hall_full"


def test_a_hold_stands_against_it() -> None:
    bench = BuildingBench(school(cooldown=REST))
    first = back(bench)
    bench.mind.building.holds = Holds(hold=True)
    assert why(bench.answer(again(bench, first))) == "hold"


def test_an_undone_pass_counts_for_nothing_and_is_kept() -> None:
    bench = BuildingBench(school(cooldown=REST, passes_a_day_max=1))
    first = bench.grant(MAYA)
    bench.start_pass(first)
    undone = ended(first, bench.next_seq(first.door), bench.now, EndedHow.VOID)
    bench.take(replace(undone, undone=True))
    assert bench.record(first.id).undone
    assert why(bench.answer(bench.ask(MAYA))) == "granted"


def test_only_the_door_of_the_return_may_ask_for_it() -> None:
    bench = BuildingBench(school(cooldown=REST))
    first = bench.grant(MAYA)
    bench.start_pass(first)
    elsewhere = replace(ended(first, 1, bench.now), door=DoorId("door-118"))
    bench.take(elsewhere)
    assert why(bench.answer(again(bench, first))) == "cooldown"
