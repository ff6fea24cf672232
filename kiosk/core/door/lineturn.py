"""A student in line taps, is called, leaves: what follows at the door."""

from kiosk.core.door import asking, turns
from kiosk.core.door.commands import Record
from kiosk.core.door.doorline import InLine
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import Moment
from kiosk.core.events import IdentifiedBy, LeftLine
from kiosk.core.rule import Ask
from kiosk.core.school import Student

ASKS_AGAIN_MS = 5 * 60_000
"""Who has waited this long and taps asks anew: by now it may take a teacher to answer. The place
in line stays."""


def tapped(
    state: DoorState,
    who: Student,
    waiting: InLine,
    tapped_ms: int,
    moment: Moment,
    known_by: IdentifiedBy = IdentifiedBy.CARD,
) -> asking.Step:
    """The card of a student who waits: it accepts a call, else it shows the place.

    A typed ID can do so too, but takes no yes along that was given to whoever typed it before.
    """
    typed = known_by is IdentifiedBy.TYPED
    if waiting.called_at(tapped_ms):
        ask = Ask(
            moment.fresh_id,
            who.id,
            waiting.destination,
            state.room,
            known_by,
            approved_by=None if typed else waiting.approved_by,
            appointment=None if typed else waiting.appointment,
        )
        return asking.request(state, ask, who, moment, after=waiting.id)
    if waiting.approved_by is None and moment.mono_ms - waiting.since_ms >= ASKS_AGAIN_MS:
        again = Ask(moment.fresh_id, who.id, waiting.destination, state.room, known_by)
        return asking.request(state, again, who, moment, after=waiting.id)
    now, closes_ms = moment.mono_ms, moment.mono_ms + asking.IN_LINE_MS
    page = turns.InLine(
        who, waiting.id, waiting.destination, waiting.place, now, closes_ms, known_by
    )
    return page, []


def leave(state: DoorState, turn: turns.InLine, moment: Moment) -> asking.Step:
    """The student gives the place up, durably."""
    waiting = state.line.of(turn.who.id)
    if waiting is None:
        return turns.Idle(), []
    state.line.leave(turn.who.id)
    event = LeftLine(
        **state.event_head(waiting.id, moment),
        student=waiting.student,
        destination=waiting.destination,
    )
    return turns.Idle(), [Record((state.append(event),))]
