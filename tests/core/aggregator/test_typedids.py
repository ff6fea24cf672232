from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk.core.aggregator.coordination import DoorSaid, Record
from kiosk.core.aggregator.typedids import student_of
from kiosk.core.events import IdentifiedBy
from kiosk.core.ids import DoorId, StaffId, StudentId
from kiosk.core.pins import TRIES_A_DAY_MAX, TRIES_FREE
from kiosk.core.protocol import Grant, Identify, Identity, Refusal, WireRuling
from kiosk.core.school import Roster, Student
from tests.core.building_bench import (
    DOOR_118,
    DOOR_214,
    MAYA,
    NOON,
    BuildingBench,
    replies,
)

DAY = timedelta(days=1)


def type_id(
    at: BuildingBench, typed: str, *, door: DoorId = DOOR_214, asked_as: str = ""
) -> Identity:
    asked_as = asked_as or f"typed-{len(at.commands)}"
    commands = at.give(DoorSaid(door, Identify(id=asked_as, typed=typed)))
    (identity,) = [m for m in replies(commands) if isinstance(m, Identity)]
    return identity


def waits_until(at: BuildingBench, **how: DoorId) -> datetime | None:
    return type_id(at, "s-maya", **how).wait_until


@pytest.mark.parametrize("typed", ["s-maya", "S-MAYA", " smaya ", "SMAYA"])
def test_a_typed_id_is_answered_as_a_card_is(typed: str) -> None:
    said = type_id(BuildingBench(), typed)
    assert (said.student, said.label, said.unknown) == (MAYA, "Maya L.", False)


@pytest.mark.parametrize("typed", ["", "-", "s-may", "s-mayaa", "maya", "*", "s-%"])
def test_any_other_is_nobodys(typed: str) -> None:
    said = type_id(BuildingBench(), typed)
    assert (said.student, said.label, said.unknown) == (None, None, True)


def test_an_id_that_could_be_two_students_is_neither() -> None:
    ids = (StudentId("s-1-1"), StudentId("s-11"))
    roster = Roster(students={i: Student(i, "A", "B") for i in ids})
    assert student_of(roster, "s-11") is None


def test_a_student_out_from_another_room_is_said_to_be() -> None:
    at = BuildingBench()
    asked = at.grant(MAYA, door=DOOR_118)
    at.start_pass(asked)
    out = type_id(at, "s-maya").out
    assert out is not None
    assert out.id == asked.id


def test_after_some_wrong_ones_the_door_waits_ever_longer_and_no_right_one_is_taken() -> None:
    at = BuildingBench()
    for number in range(TRIES_FREE):
        assert type_id(at, f"wrong-{number}").wait_until is None
    until = waits_until(at)
    assert until == NOON + timedelta(seconds=30)
    at.now = until
    assert type_id(at, "wrong").wait_until is None
    assert waits_until(at) == until + timedelta(seconds=60)
    assert waits_until(at, door=DOOR_118) is None


def test_guessing_finds_no_more_than_a_days_tries_however_often_an_own_id_is_between() -> None:
    at, looked = BuildingBench(), 0
    for number in range(200):
        looked += type_id(at, f"wrong-{number}").wait_until is None
        type_id(at, "s-maya")
        if number % 7 == 0:
            at.start()
        at.now += timedelta(minutes=1)
    assert 0 < looked <= TRIES_A_DAY_MAX
    at.now += DAY
    assert type_id(at, "wrong").wait_until is None


def test_a_wrong_try_is_recorded_and_what_was_typed_is_not() -> None:
    at = BuildingBench()
    commands = at.give(DoorSaid(DOOR_214, Identify(id="t-1", typed="48151623")))
    assert any(isinstance(c, Record) for c in commands)
    for number in range(TRIES_FREE):
        type_id(at, f"48151623{number}")
    assert len(at.alerts("wrong_ids")) == 1
    assert "48151623" not in repr(at.commands) + repr(vars(at.mind)) + repr(at.journal.alerts)


def test_a_try_that_is_asked_again_counts_once() -> None:
    at = BuildingBench()
    for _ in range(TRIES_FREE + 3):
        assert type_id(at, "wrong", asked_as="t-1") == Identity(id="t-1", unknown=True)
    assert type_id(at, "s-maya", asked_as="t-2") == type_id(at, "s-maya", asked_as="t-2")
    assert waits_until(at) is None


def test_a_pass_asked_for_with_a_typed_id_needs_an_adult() -> None:
    at = BuildingBench()
    asked = replace(at.ask(MAYA), identified_by=IdentifiedBy.TYPED)
    answer = at.answer(asked)
    assert isinstance(answer, Refusal)
    assert (answer.ruling, answer.reason) == (WireRuling.APPROVE, "needs_approval")
    again = replace(
        at.ask(MAYA), identified_by=IdentifiedBy.TYPED, approved_by=StaffId("t-1"), after=asked.id
    )
    assert isinstance(at.answer(again), Grant)
