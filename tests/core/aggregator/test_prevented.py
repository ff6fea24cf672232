from datetime import timedelta

import pytest

from kiosk.core.aggregator.prevented import (
    Departure,
    HeldBack,
    HowItEnded,
    LineLeft,
    Prevented,
    held_back,
)
from kiosk.core.ids import GroupId, PassId
from tests.core.examples import LIBRARY, MAYA, NOW, OMAR, RESTROOM

MINUTE = timedelta(minutes=1)
FIGHT, FEUD = GroupId("fight"), GroupId("feud")


def refusal(minute: int, *groups: GroupId, named: str = "p-1", since: int = 0) -> Prevented:
    at, began = NOW + minute * MINUTE, NOW + since * MINUTE
    return Prevented(PassId(named), MAYA, groups or (FIGHT,), at, RESTROOM, began)


def gone(minute: int, *, approved: bool = False, urgent: bool = False, to: str = "") -> Departure:
    place = LIBRARY if to else RESTROOM
    return Departure(MAYA, place, NOW + minute * MINUTE, approved, urgent)


def left(minute: int, *, missed: bool = False) -> LineLeft:
    return LineLeft(PassId("p-1"), NOW + minute * MINUTE, missed)


def test_the_refusals_of_one_wait_are_one_entry_with_every_group() -> None:
    refusals = [refusal(6, FEUD, FIGHT, named="p-2"), refusal(0, FIGHT)]
    (wait,) = held_back(refusals, [gone(9)], [])
    assert wait == HeldBack(MAYA, RESTROOM, (FIGHT, FEUD), NOW, NOW + 9 * MINUTE, HowItEnded.WENT)


def test_two_waits_are_two_entries_the_oldest_first() -> None:
    refusals = [refusal(40, since=40, named="p-2"), refusal(0)]
    first, second = held_back(refusals, [gone(5), gone(50)], [])
    assert (first.until, second.until) == (NOW + 5 * MINUTE, NOW + 50 * MINUTE)


@pytest.mark.parametrize(
    ("departures", "line", "how"),
    [
        ([gone(5)], [], HowItEnded.WENT),
        ([gone(5, approved=True)], [], HowItEnded.WITH_YES),
        ([gone(5, urgent=True)], [], HowItEnded.URGENT),
        ([gone(5, to="library")], [], HowItEnded.ELSEWHERE),
        ([gone(5)], [left(3)], HowItEnded.LEFT),
        ([], [left(3, missed=True)], HowItEnded.MISSED),
        ([], [], HowItEnded.NOT_GONE),
        ([gone(-5), gone(24 * 60)], [], HowItEnded.NOT_GONE),
    ],
)
def test_a_wait_ends_with_what_the_student_did_next(
    departures: list[Departure], line: list[LineLeft], how: HowItEnded
) -> None:
    (wait,) = held_back([refusal(0)], departures, line)
    assert wait.how is how
    assert (wait.until is None) == (how is HowItEnded.NOT_GONE)


def test_other_students_and_other_places_in_line_end_nothing() -> None:
    others = Departure(OMAR, RESTROOM, NOW + MINUTE, approved=False, urgent=False)
    elsewhere = LineLeft(PassId("p-9"), NOW + MINUTE, missed=False)
    (wait,) = held_back([refusal(0)], [others], [elsewhere])
    assert wait.how is HowItEnded.NOT_GONE


def test_a_refusal_from_before_waits_were_kept_stands_for_itself() -> None:
    old = Prevented(PassId("p-1"), MAYA, (FIGHT,), NOW, None, None)
    (wait,) = held_back([old], [gone(4, to="library")], [])
    assert (wait.since, wait.destination, wait.how) == (NOW, None, HowItEnded.WENT)
