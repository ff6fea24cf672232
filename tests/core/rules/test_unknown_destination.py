from kiosk.core.ids import DestinationId
from kiosk.core.rule import Finding, Reach, Ruling
from kiosk.core.rules.unknown_destination import UnknownDestination
from tests.core.examples import MAYA, RESTROOM, ask, facts

ELSEWHERE = DestinationId("d-gone")


def test_a_place_that_the_roster_does_not_name_is_refused() -> None:
    finding = UnknownDestination().check(ask(MAYA, ELSEWHERE), facts())
    assert finding == Finding(Ruling.REFUSE, UnknownDestination.reason)


def test_a_door_whose_roster_may_be_old_asks_the_building() -> None:
    finding = UnknownDestination().check(ask(MAYA, ELSEWHERE), facts(reach=Reach.ROOM))
    assert finding == Finding(Ruling.DEFER, UnknownDestination.reason)


def test_a_place_on_the_roster_is_no_objection() -> None:
    assert UnknownDestination().check(ask(MAYA, RESTROOM), facts()) is None
