import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.aggregator.board import Counts
from kiosk.core.ids import DestinationId
from kiosk.core.school import Destination, DestinationKind, Roster
from kiosk.feed.counts import counts_body

FLOORS = {"a": "1", "b": "1", "c": "2", "d": "2", "e": "3"}


def told(**students: int) -> dict[str, Any]:
    by_destination = {DestinationId(place): count for place, count in students.items()}
    by_floor = dict.fromkeys(FLOORS.values(), 0)
    for place, count in students.items():
        by_floor[FLOORS[place]] += count
    roster = Roster(
        destinations={
            DestinationId(place): Destination(
                DestinationId(place), {"en": place}, DestinationKind.OTHER, floor=floor
            )
            for place, floor in FLOORS.items()
            if place in students
        }
    )
    counts = Counts(sum(students.values()), by_destination, by_floor)
    found: dict[str, Any] = json.loads(counts_body(counts, roster))
    return found


def test_counts_of_three_and_more_are_told() -> None:
    assert told(a=3, c=4, e=5) == {
        "v": 1,
        "type": "counts",
        "out": 12,
        "by_destination": {"a": 3, "c": 4, "e": 5},
        "lines": {"a": None, "c": None, "e": None},
        "by_floor": {"1": 3, "2": 4, "3": 5},
    }


def test_a_line_of_three_and_more_is_told() -> None:
    place = DestinationId("a")
    roster = Roster(
        destinations={place: Destination(place, {"en": "a"}, DestinationKind.OTHER)},
    )
    told = [
        json.loads(counts_body(Counts(0, lines={place: waiting}), roster))["lines"]["a"]
        for waiting in (0, 2, 3)
    ]
    assert told == [None, None, 3]


def test_a_place_with_one_student_or_two_or_none_is_not_told_apart() -> None:
    assert [told(a=n, b=0, c=4)["by_destination"]["a"] for n in range(3)] == [None] * 3


def test_places_that_are_not_told_are_named_all_the_same() -> None:
    assert set(told(a=0, b=0, c=1)["by_destination"]) == {"a", "b", "c"}


def test_one_or_two_in_all_are_not_told() -> None:
    assert [told(a=n, b=0)["out"] for n in range(4)] == [0, None, None, 3]


def test_a_single_hidden_place_takes_another_with_it() -> None:
    assert told(a=1, c=4, e=9)["by_destination"] == {"a": None, "c": None, "e": 9}


def test_a_floor_does_not_give_its_one_hidden_place_away() -> None:
    # 6 on floor 1 less 5 at `a` would say that one is at `b`.
    assert told(a=5, b=1, c=4, e=0)["by_floor"]["1"] is None


def test_a_floor_with_two_hidden_places_is_told() -> None:
    assert told(a=2, b=2, c=1, d=0)["by_floor"]["1"] == 4


@given(st.fixed_dictionaries({place: st.integers(0, 6) for place in FLOORS}))
def test_no_hidden_place_can_be_worked_out(students: dict[str, int]) -> None:
    body = told(**students)
    hidden = {place for place, count in body["by_destination"].items() if count is None}
    shown = [count for count in body["by_destination"].values() if count is not None]
    assert all(count >= 3 for count in shown)
    told_floors = {floor for floor, count in body["by_floor"].items() if count is not None}
    groups = [{p for p in hidden if FLOORS[p] == floor} for floor in told_floors]
    groups.append({p for p in hidden if FLOORS[p] not in told_floors})
    assert all(len(group) != 1 for group in groups)
