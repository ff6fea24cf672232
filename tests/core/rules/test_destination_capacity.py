from kiosk.core.ids import DestinationId
from kiosk.core.rule import Finding, Reach, Ruling
from kiosk.core.rules.destination_capacity import DestinationCapacity
from tests.core.examples import (
    IVY,
    LIBRARY,
    MAYA,
    OMAR,
    RESTROOM,
    ROOM_118,
    ask,
    facts,
    out,
    place,
    school,
)

ONE = school(places=[place(RESTROOM, capacity=1)])
WAIT = Finding(Ruling.WAIT, DestinationCapacity.reason)


def test_a_student_waits_while_no_place_is_free() -> None:
    full = facts(out(OMAR, RESTROOM, origin=ROOM_118), roster=ONE)
    assert DestinationCapacity().check(ask(MAYA, RESTROOM), full) == WAIT


def test_with_a_place_free_there_is_no_objection() -> None:
    elsewhere = facts(out(OMAR, LIBRARY), roster=ONE)
    assert DestinationCapacity().check(ask(MAYA, RESTROOM), elsewhere) is None


def test_a_request_sent_again_does_not_take_its_own_place() -> None:
    granted = facts(out(MAYA, RESTROOM, named="p-asked"), roster=ONE)
    assert DestinationCapacity().check(ask(MAYA, RESTROOM), granted) is None


def test_a_room_asks_the_building() -> None:
    finding = DestinationCapacity().check(ask(), facts(roster=ONE, reach=Reach.ROOM))
    assert finding == Finding(Ruling.DEFER, DestinationCapacity.reason)


def test_a_place_without_a_capacity_never_objects_and_nobody_is_asked() -> None:
    crowd = (out(OMAR), out(IVY))
    assert DestinationCapacity().check(ask(), facts(*crowd)) is None
    assert DestinationCapacity().check(ask(), facts(*crowd, reach=Reach.ROOM)) is None


def test_a_place_that_the_roster_does_not_name_has_no_capacity() -> None:
    assert DestinationCapacity().check(ask(MAYA, DestinationId("d-gone")), facts()) is None
