"""Holds an act of staff for some seconds and then records it: what the record can't take back.

One act is held at a time, whatever page stands; the next act of staff lets it be recorded first. It
is in memory only: if the program stops within those seconds, the act has not been done, and the
panel shows that.
"""

from kiosk.core.door.commands import DoorCommand, Record
from kiosk.core.door.doorbook import DoorChange
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.heldact import HeldAct, HeldRefusal, HeldReturn
from kiosk.core.door.inputs import Moment
from kiosk.core.events import Corrected, Declined, EndedHow
from kiosk.core.ids import PassId

HELD_MS = 8_000
"""How long an act can be taken back: long enough to see on the screen what it will do."""


def hold(state: DoorState, act: HeldAct, moment: Moment) -> list[DoorCommand]:
    """Hold `act`; return what records the one that was held before."""
    commands = carry_out(state, moment)
    state.held = act
    return commands


def due(state: DoorState, moment: Moment) -> list[DoorCommand]:
    """Record the act whose seconds are over."""
    if state.held is None or moment.mono_ms < state.held.due_ms:
        return []
    return carry_out(state, moment)


def carry_out(state: DoorState, moment: Moment) -> list[DoorCommand]:
    """Record the act that is held, at once."""
    held, state.held = state.held, None
    if held is None:
        return []
    changes = _changes(state, held, moment)
    return [Record(tuple(changes))] if changes else []


def take_asked(state: DoorState, asked: PassId) -> bool:
    """Count a request as answered here; the aggregator says so too with the next sync."""
    left = tuple(waiting for waiting in state.asked if waiting.id != asked)
    found = len(left) != len(state.asked)
    state.asked = left
    return found


def _changes(state: DoorState, held: HeldAct, moment: Moment) -> list[DoorChange]:
    """Return what to record: nothing about what is over by another way meanwhile."""
    match held:
        case HeldRefusal(pass_id, staff=staff, why=why):
            if not take_asked(state, pass_id):
                return []
            head = state.event_head(pass_id, moment)
            return [state.append(Declined(**head, staff=staff, why=why.value))]
        case HeldReturn(pass_id, staff=staff, returned_at=returned_at):
            changes: list[DoorChange] = []
            if pass_id in state.open:
                changes += state.end(pass_id, EndedHow.STAFF, moment, staff)
            if returned_at is None or state.back.get(pass_id, moment.mono_ms) is None:
                return changes
            head = state.event_head(pass_id, moment)
            event = Corrected(**head, staff=staff, returned_at=returned_at, note="")
            state.back.corrected(pass_id, returned_at)
            return [*changes, state.append(event)]
