"""A yes or a no that comes from elsewhere to a student who waits, or waited, at this door."""

from kiosk.core.door import asking, turns
from kiosk.core.door.commands import DoorCommand, Record
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import Moment
from kiosk.core.door.scene import Notice
from kiosk.core.events import Declined
from kiosk.core.ids import StaffId
from kiosk.core.protocol import Sync
from kiosk.core.words import DECLINED


def badge(
    state: DoorState, turn: turns.AskTeacher, staff: StaffId, moment: Moment
) -> asking.Step | None:
    """An adult at this door says yes; None where that is for the destination's own staff."""
    if turn.pending is None and state.asks_destination(turn.destination):
        return None
    return asking.approve(state, turn, staff, moment)


def called(state: DoorState, turn: turns.AskTeacher, staff: StaffId, moment: Moment) -> asking.Step:
    """Go on by itself with the page that waits for just this: the student stands before it."""
    if turn.refused is not None:
        state.asked_here.pop(turn.refused, None)
    return asking.approve(state, turn, staff, moment)


def told(turn: turns.AskTeacher, sync: Sync, moment: Moment) -> turns.Turn:
    """Show a no to the page that waits for it, in words that blame nobody."""
    if turn.refused is None or turn.refused not in sync.declined:
        return turn
    closes_ms = moment.mono_ms + asking.DENIED_MS
    return turns.Denied(
        turn.who,
        turn.destination,
        Notice(sync.declined_why.get(turn.refused, DECLINED.code)),
        waits=False,
        closes_ms=closes_ms,
        refused=turn.refused,
        known_by=turn.known_by,
    )


def withdrawn(state: DoorState, turn: turns.AskTeacher, moment: Moment) -> list[DoorCommand]:
    """The student does not want it any more: nobody need say yes or no."""
    if turn.refused is None:
        return []
    state.asked_here.pop(turn.refused, None)
    event = Declined(**state.event_head(turn.refused, moment), student=turn.who.id)
    return [Record((state.append(event),))]
