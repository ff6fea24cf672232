"""How a pass starts at a door, whoever gave the word for it: what is recorded, and how long it has.

The one place that makes a `started` event.
"""

from kiosk.core.allowance import minutes_left
from kiosk.core.door.doorbook import DoorChange
from kiosk.core.door.doorstate import DoorState, due_at
from kiosk.core.door.inputs import Moment
from kiosk.core.events import Started
from kiosk.core.protocol import Grant, Request
from kiosk.core.rule import Ask
from kiosk.core.school import Student


def start(
    state: DoorState,
    ask: Ask,
    who: Student,
    moment: Moment,
    *,
    asked: Request | None = None,
    granted: Grant | None = None,
) -> list[DoorChange]:
    """Open the pass; return what to record.

    What was asked for and not granted starts without the building; what is urgent is not asked for.
    An adult's yes to a pass that the building could not be asked about is an override too.
    """
    offline = asked is not None and granted is None
    minutes = _minutes(state, ask, who, moment)
    started = Started(
        **state.event_head(ask.id, moment),
        student=ask.student,
        destination=ask.destination,
        origin=ask.origin,
        identified_by=ask.identified_by,
        approved_by=ask.approved_by,
        urgent=ask.urgent,
        offline=offline,
        override=ask.override or (offline and ask.approved_by is not None),
        minutes=granted.minutes if granted else minutes,
        round_trip=round_trip(state, ask),
        note=ask.note,
        resumes=ask.resumes,
        appointment=ask.appointment,
    )
    if ask.appointment is not None:
        state.near.done(ask.appointment, moment)
    return state.start(started, who.label, moment)


def round_trip(state: DoorState, ask: Ask) -> bool:
    """Say whether the student is expected back: neither the place nor an appointment says no."""
    near = state.near.get(ask.appointment)
    return not state.one_way(ask.destination) and (near is None or near.round_trip)


def _minutes(state: DoorState, ask: Ask, who: Student, moment: Moment) -> int | None:
    """Return the allowance that counts without a grant."""
    goes_on = state.resuming.pop(ask.resumes, None) if ask.resumes else None
    if goes_on is not None:
        return minutes_left(due_at(goes_on), moment.now)
    near = state.near.get(ask.appointment)
    if near is not None and not who.limit_exempt:
        return near.minutes
    return state.minutes_for(ask.destination, accommodated=who.limit_exempt)
