"""What check-in, one way and undo promise (decision record 11), each taken away in turn."""

from dataclasses import replace

from kiosk.core.door import asking, turns, undoing, visiting
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import Moment
from kiosk.core.protocol import OpenElsewhere
from kiosk.core.school import Student
from kiosk.sim.campaign.wearing import Mutant, Piece


def _read_as(*, round_trip: bool) -> list[Piece]:
    really = visiting.out_elsewhere

    def out_elsewhere(
        state: DoorState, who: Student, out: OpenElsewhere, moment: Moment
    ) -> asking.Step:
        return really(state, who, replace(out, round_trip=round_trip), moment)

    return [(visiting, "out_elsewhere", out_elsewhere)]


def _undo_unrecorded() -> list[Piece]:
    def start(_state: DoorState, _turn: turns.Out, _moment: Moment) -> asking.Step:
        return turns.Idle(), []

    return [(undoing, "start", start)]


VISIT_MUTANTS = (
    Mutant("check_in_ends_all", "Visits: a round trip goes on", lambda: _read_as(round_trip=False)),
    Mutant("one_way_goes_on", "Visits: one way ends there", lambda: _read_as(round_trip=True)),
    Mutant("undo_unrecorded", "Undo: a go taken back is over", _undo_unrecorded),
)
