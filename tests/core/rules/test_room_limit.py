from dataclasses import replace

import pytest

from kiosk.core.ids import RoomId
from kiosk.core.rule import Finding, Reach, Ruling
from kiosk.core.rules.room_limit import RoomLimit
from tests.core.examples import IVY, MAYA, NOW, OMAR, ROOM_118, ask, facts, out, school

TWO = school(out_max=2)
WAIT = Finding(Ruling.WAIT, RoomLimit.reason)


@pytest.mark.parametrize("reach", Reach)
def test_a_student_waits_until_somebody_of_the_room_is_back(reach: Reach) -> None:
    full = facts(out(OMAR), out(IVY), roster=TWO, reach=reach)
    assert RoomLimit().check(ask(MAYA), full) == WAIT


def test_below_the_limit_there_is_no_objection() -> None:
    assert RoomLimit().check(ask(MAYA), facts(out(OMAR), roster=TWO)) is None


def test_who_is_back_or_from_another_room_does_not_count() -> None:
    others = facts(out(OMAR, back=NOW), out(IVY, origin=ROOM_118), roster=school(out_max=1))
    assert RoomLimit().check(ask(MAYA), others) is None


def test_a_request_sent_again_does_not_count_its_own_grant() -> None:
    granted = facts(out(OMAR), out(MAYA, named="p-asked"), roster=TWO)
    assert RoomLimit().check(ask(MAYA), granted) is None


def test_a_room_without_a_limit_never_objects() -> None:
    assert RoomLimit().check(ask(MAYA), facts(out(OMAR), out(IVY), roster=school())) is None


def test_a_room_that_the_roster_does_not_name_has_no_limit() -> None:
    elsewhere = replace(ask(MAYA), origin=RoomId("r-gone"))
    assert RoomLimit().check(elsewhere, facts(roster=school(out_max=1))) is None
