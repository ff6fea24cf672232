"""A student keeps an appointment, or declines it: what follows at the door."""

from kiosk.core.door import asking, turns
from kiosk.core.door.commands import Record
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import Moment
from kiosk.core.events import Declined
from kiosk.core.protocol import NearAppointment
from kiosk.core.rule import Ask
from kiosk.core.school import Student


def offer(who: Student, near: NearAppointment, asked_as: str, moment: Moment) -> turns.Offered:
    """Return the page that offers to go there now."""
    now = moment.mono_ms
    return turns.Offered(who, near, asked_as, now, now + asking.CHOICE_MS)


def go(state: DoorState, turn: turns.Offered, moment: Moment) -> asking.Step:
    """Ask to go now; whoever made the appointment has said yes."""
    near = turn.near
    ask = Ask(
        moment.fresh_id,
        turn.who.id,
        near.destination,
        state.room,
        approved_by=near.approved_by,
        appointment=near.id,
    )
    return asking.ask_for(state, ask, turn.who, moment)


def decline(state: DoorState, turn: turns.Offered, moment: Moment) -> asking.Step:
    """Note, durably, that the student will not go; the staff who made it are told."""
    event = Declined(
        **state.event_head(moment.fresh_id, moment),
        student=turn.who.id,
        appointment=turn.near.id,
    )
    state.near.done(turn.near.id, moment)
    return turns.Idle(), [Record((state.append(event),))]
