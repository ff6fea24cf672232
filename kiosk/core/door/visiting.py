"""A student who is out from another room taps here: what follows by where the pass leads (D4)."""

from kiosk.core.door import asking, turns
from kiosk.core.door.commands import DoorCommand, Record
from kiosk.core.door.doorstate import VISITORS_MAX, DoorState
from kiosk.core.door.inputs import Moment
from kiosk.core.events import Arrived, CheckedIn
from kiosk.core.protocol import OpenElsewhere
from kiosk.core.school import Student

AT_DESTINATION_MS = 6_000
"""Long enough to read that the pass goes on; the next student's card takes the page away."""


def out_elsewhere(
    state: DoorState, who: Student, out: OpenElsewhere, moment: Moment
) -> asking.Step:
    """Take an arrival at the destination's own kiosk at once; anywhere else offer to end the pass.

    A second tap at the destination offers that too: who is done there need not go back first.
    """
    if not _is_here(state, out):
        now = moment.mono_ms
        return turns.OutElsewhere(who, out, now, now + asking.CHOICE_MS), []
    if not out.round_trip:
        return _at_destination(who, out, moment, over=True), [_arrived(state, who, out, moment)]
    event = CheckedIn(**state.event_head(out.id, moment), student=who.id)
    state.checked_in[out.id] = None
    while len(state.checked_in) > VISITORS_MAX:
        del state.checked_in[next(iter(state.checked_in))]
    recorded = Record((state.append(event),))
    return _at_destination(who, out, moment, over=False), [recorded]


def end(state: DoorState, turn: turns.OutElsewhere, moment: Moment) -> list[DoorCommand]:
    """End the pass here, as the student wants."""
    return [_arrived(state, turn.who, turn.out, moment)]


def _is_here(state: DoorState, out: OpenElsewhere) -> bool:
    """Say whether this kiosk checks arrivals in for that pass, and has not done so yet."""
    place = state.known_school.roster.destinations.get(out.destination)
    seen = out.round_trip and (out.checked_in or out.id in state.checked_in)
    return place is not None and place.room == state.room and not seen


def _arrived(state: DoorState, who: Student, out: OpenElsewhere, moment: Moment) -> Record:
    event = Arrived(**state.event_head(out.id, moment), student=who.id)
    return Record((state.append(event),))


def _at_destination(
    who: Student, out: OpenElsewhere, moment: Moment, *, over: bool
) -> turns.AtDestination:
    closes_ms = moment.mono_ms + AT_DESTINATION_MS
    return turns.AtDestination(who, out.destination, over, closes_ms)
