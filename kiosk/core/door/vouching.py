"""An adult vouches for a student whose ID was typed: a card would have ended the pass by itself."""

from kiosk.core.door import approving, asking, cardturns, greeting, ownrecord, turns, visiting
from kiosk.core.door.commands import Record
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import Moment
from kiosk.core.events import EndedHow
from kiosk.core.ids import StaffId


def yes(state: DoorState, turn: turns.AsksAdult, staff: StaffId, moment: Moment) -> asking.Step:
    """Do what the page waits for an adult with; a page that is not theirs stays as it is."""
    if isinstance(turn, turns.AskTeacher):
        return approving.badge(state, turn, staff, moment) or (turn, [])
    if isinstance(turn, cardturns.OwnRecord):
        return ownrecord.yes(turn, staff, moment)
    if turn.out is not None:
        return visiting.out_elsewhere(state, turn.who, turn.out, moment)
    opened = state.open_of(turn.who.id)
    if opened is None:
        return turns.Idle(), []
    changes = state.end(opened.id, EndedHow.STAFF, moment, staff)
    return greeting.welcome(turn.who, moment), [Record(tuple(changes))]
