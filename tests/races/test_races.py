"""What only the building can know, asked at several doors at the same moment (invariants I1-I3)."""

from collections.abc import Callable, Sequence

import pytest

from kiosk.cli.bench.headless_door import HeadlessDoor
from kiosk.cli.bench.school_folder import Pupil, SchoolPlan, pupils_of, rooms_named
from kiosk.core.aggregator.passes import PassRecord
from tests.races.race import (
    TRIALS,
    Entry,
    Race,
    assert_every_pass_is_there_once,
    assert_one_got_out_each_time,
    most_held_at_once,
)

MakeRace = Callable[[SchoolPlan], Race]


def entries(doors: Sequence[HeadlessDoor], pupils: Sequence[Sequence[Pupil]]) -> list[list[Entry]]:
    """Each trial has its own students, one at each door: nobody's second tap comes too soon."""
    return [list(zip(doors, several, strict=True)) for several in zip(*pupils, strict=True)]


def destination(record: PassRecord) -> object:
    assert record.who is not None
    return record.who[1]


def student(record: PassRecord) -> object:
    assert record.who is not None
    return record.who[0]


@pytest.mark.parametrize("mode", ["anywhere", "same_destination"])
def test_two_of_an_encounter_group_are_never_both_out(make_race: MakeRace, mode: str) -> None:
    rooms = rooms_named(2)
    pupils = [pupils_of(room, TRIALS) for room in rooms]
    pairs = list(zip(*pupils, strict=True))
    groups = [(mode, one, two) for one, two in pairs]
    race = make_race(SchoolPlan(rooms, [p for room in pupils for p in room], groups=groups))
    outcomes = race.run(entries(race.open(rooms), pupils))
    race.close()
    assert_one_got_out_each_time(outcomes)
    passes = assert_every_pass_is_there_once(race, outcomes)
    pair_of = {pupil.id: number for number, pair in enumerate(pairs) for pupil in pair}
    assert most_held_at_once(passes, lambda record: pair_of[student(record)]) == 1


def test_the_last_place_of_a_destination_goes_to_one_of_eight_doors(make_race: MakeRace) -> None:
    rooms = rooms_named(8)
    pupils = [pupils_of(room, TRIALS) for room in rooms]
    race = make_race(SchoolPlan(rooms, [p for room in pupils for p in room], capacity=1))
    outcomes = race.run(entries(race.open(rooms), pupils))
    race.close()
    assert_one_got_out_each_time(outcomes)
    passes = assert_every_pass_is_there_once(race, outcomes)
    assert most_held_at_once(passes, destination) == 1


def test_one_student_never_gets_two_passes_at_two_doors(make_race: MakeRace) -> None:
    rooms = rooms_named(2)
    pupils = pupils_of(rooms[0], TRIALS)
    race = make_race(SchoolPlan(rooms, pupils))
    # The second door knows neither card, and asks the building whose each is: who comes back with
    # the other one ends the pass there too.
    outcomes = race.run(entries(race.open(rooms), [pupils, pupils]))
    race.close()
    assert_one_got_out_each_time(outcomes)
    passes = assert_every_pass_is_there_once(race, outcomes)
    assert most_held_at_once(passes, student) == 1
