"""Check-in, one way, and what is taken back within seconds (decision record 11)."""

from dataclasses import replace

from kiosk.core.door.inputs import UndoPressed
from kiosk.core.door.scene import Screen
from kiosk.core.ids import DestinationId
from kiosk.core.school import Destination, DestinationKind, School
from kiosk.sim.campaign.bench import HALL, S0, Table, promise
from kiosk.sim.campaign.schools import pair_school

LIBRARY, GYM = DestinationId("library"), DestinationId("gym")
SURELY_LATER_MS = 4_000
"""More than the margin by which a return must be later than its start (A4)."""


def a_round_trip_goes_on_where_it_leads() -> None:
    """The student checks in at the library's kiosk, and is still out of class."""
    table = Table(_with_kiosks())
    here, there = table.doors
    gone = table.go(here, S0, LIBRARY)
    table.wait(SURELY_LATER_MS)
    there.tap(table.card(S0))
    table.settle()
    promise("a round trip goes on after the check-in", kept=table.building.held(gone))


def a_one_way_pass_ends_where_it_leads() -> None:
    """The student taps at the gym's kiosk and stays there."""
    table = Table(_with_kiosks())
    here, there = table.doors
    gone = table.go(here, S0, GYM)
    table.wait(SURELY_LATER_MS)
    there.tap(table.card(S0))
    table.settle()
    promise("a one-way pass ends at its destination", kept=not table.building.held(gone))


def a_go_that_is_taken_back_is_over() -> None:
    """The student touches Undo while the go stands on the screen."""
    table = Table(pair_school())
    here = table.doors[0]
    gone = table.go(here, S0, HALL)
    here.give(UndoPressed())
    table.settle()
    promise("a go taken back is not held", kept=not table.building.held(gone))
    promise("nor is it shown any more", kept=here.screen is not Screen.OUT)


def _with_kiosks() -> School:
    school = pair_school()
    room = list(school.roster.rooms)[1]
    places = {
        place: Destination(
            place, {"en": place}, DestinationKind.OTHER, room=room, one_way=place == GYM
        )
        for place in (LIBRARY, GYM)
    }
    destinations = {**school.roster.destinations, **places}
    return replace(school, roster=replace(school.roster, destinations=destinations))
