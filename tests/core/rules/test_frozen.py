import pytest

from kiosk.core.rule import Finding, Holds, Reach, Ruling
from kiosk.core.rules.frozen import Frozen
from tests.core.examples import IVY, LIBRARY, MAYA, RESTROOM, ROOM_118, ROOM_214, ask, facts

REFUSED = Finding(Ruling.REFUSE, Frozen.reason)


@pytest.mark.parametrize(
    "holds",
    [Holds(rooms={ROOM_214}), Holds(destinations={RESTROOM}), Holds(students={MAYA})],
    ids=["room", "destination", "student"],
)
def test_a_frozen_room_destination_and_student_are_refused_alike(holds: Holds) -> None:
    assert Frozen().check(ask(MAYA, RESTROOM), facts(holds=holds)) == REFUSED


@pytest.mark.parametrize(
    "holds",
    [Holds(rooms={ROOM_118}), Holds(destinations={LIBRARY}), Holds(students={IVY})],
    ids=["room", "destination", "student"],
)
def test_what_else_is_frozen_is_no_objection(holds: Holds) -> None:
    assert Frozen().check(ask(MAYA, RESTROOM), facts(holds=holds)) is None


def test_a_room_keeps_its_own_freeze_by_itself() -> None:
    here = facts(holds=Holds(rooms={ROOM_214}), reach=Reach.ROOM)
    assert Frozen().check(ask(), here) == REFUSED


def test_a_room_asks_about_every_student() -> None:
    here = facts(reach=Reach.ROOM)
    assert Frozen().check(ask(), here) == Finding(Ruling.DEFER, Frozen.reason)
