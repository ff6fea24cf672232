"""An adult lets a student go in spite of a refusal, or makes an urgent pass: it is said why."""

from kiosk.core.door import asking, turns
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import Moment
from kiosk.core.events import OverrideReason
from kiosk.core.ids import StaffId
from kiosk.core.rule import Ask
from kiosk.core.rulebook import OVERRIDABLE


def offered(
    turn: turns.Denied | turns.InLine, staff: StaffId, moment: Moment
) -> turns.Overriding | None:
    """Return the page that asks why, after a badge on a refusal; None if none can go past it.

    A place in line stands for a full place, which an adult can go past.
    """
    if isinstance(turn, turns.Denied) and not may_go_past(turn):
        return None
    refused = turn.refused if isinstance(turn, turns.Denied) else turn.id
    now = moment.mono_ms
    closes_ms = now + asking.CHOICE_MS
    return turns.Overriding(
        turn.who, turn.destination, refused, staff, now, closes_ms, turn.known_by
    )


def may_go_past(turn: turns.Denied) -> bool:
    """Say whether an adult can let this student go anyway; of shared words each rule allows it."""
    return turn.notice.code in OVERRIDABLE


def chosen(
    state: DoorState, turn: turns.Overriding, why: OverrideReason, moment: Moment
) -> asking.Step:
    """Ask anew, in the name of the adult: what can't be overridden still stands."""
    ask = Ask(
        moment.fresh_id,
        turn.who.id,
        turn.destination,
        state.room,
        turn.known_by,
        approved_by=turn.staff,
        override=True,
        note=why.value,
    )
    return asking.ask_for(state, ask, turn.who, moment, after=turn.refused)


def urging(turn: turns.Choosing, staff: StaffId, moment: Moment) -> turns.Urging:
    """Return the page that asks why, once staff call the pass that they make urgent."""
    now = moment.mono_ms
    return turns.Urging(turn.who, staff, now, now + asking.CHOICE_MS)


def urgent(turn: turns.Urging, why: OverrideReason, moment: Moment) -> turns.Choosing:
    """Offer every place at once, in the name of the adult and with the reason."""
    now = moment.mono_ms
    closes_ms = now + asking.CHOICE_MS
    return turns.Choosing(turn.who, "", now, closes_ms, urgent=True, made_by=turn.staff, why=why)
