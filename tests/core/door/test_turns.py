from dataclasses import fields
from typing import get_args

import pytest

from kiosk.core.door import cardturns, session, turns

# Idle stays; Starting is ended by its commit.
UNTIMED = {turns.Idle, turns.Starting}
# An adult stands there, whom a student's card does not interrupt.
STAFFS = {
    *(turns.PinPad, turns.Panel, turns.Refusing, turns.Returning, turns.Setting, turns.Picking),
    cardturns.Enrolling,
}
# Nobody knows yet who types.
UNNAMED = {turns.TypingId}


@pytest.mark.parametrize("kind", get_args(turns.Turn))
def test_every_turn_that_can_be_left_alone_ends_by_itself(kind: type) -> None:
    names = {field.name for field in fields(kind)}
    assert bool(names & {"closes_ms", "deadline_ms"}) is (kind not in UNTIMED)


@pytest.mark.parametrize("kind", session.BUSY)
def test_a_turn_that_is_not_taken_away_says_whose_it_is(kind: type) -> None:
    names = {field.name for field in fields(kind)}
    assert names & {"who", "card"} or kind in STAFFS | UNNAMED
