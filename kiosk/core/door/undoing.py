"""What a student takes back within seconds: a start that was a mistake, a return that was none."""

from kiosk.core.door import asking, turns
from kiosk.core.door.commands import Record
from kiosk.core.door.doorbook import OpenPass
from kiosk.core.door.doorstate import VISITORS_MAX, DoorState
from kiosk.core.door.inputs import Moment
from kiosk.core.events import EndedHow
from kiosk.core.rule import Ask


def start(state: DoorState, turn: turns.Out, moment: Moment) -> asking.Step:
    """End the pass whose go stands on the screen, as one that never was: it counts for nothing."""
    if turn.id not in state.open:
        return turns.Idle(), []
    changes = state.end(turn.id, EndedHow.VOID, moment, undone=True)
    return turns.Idle(), [Record(tuple(changes))]


def not_back(
    state: DoorState, turn: turns.WelcomeBack, ended: OpenPass, moment: Moment
) -> asking.Step:
    """Ask for a pass that goes on with `ended`: its place may be another student's by now."""
    state.resuming[ended.id] = ended
    while len(state.resuming) > VISITORS_MAX:
        del state.resuming[next(iter(state.resuming))]
    ask = Ask(moment.fresh_id, turn.who.id, ended.destination, state.room, resumes=ended.id)
    return asking.ask_for(state, ask, turn.who, moment)
