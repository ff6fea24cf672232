"""What stands on the staff panel: who waits for a yes, who is out, who has lately come back."""

from collections.abc import Iterator

from kiosk.core.door import turns
from kiosk.core.door.doorbook import OpenPass
from kiosk.core.door.doorstate import DoorState, due_at
from kiosk.core.door.heldact import HeldRefusal
from kiosk.core.door.inputs import Moment, PanelAct
from kiosk.core.door.scene import Done, PanelPage, PanelRow
from kiosk.core.ids import DestinationId

ROWS_SHOWN = 3
"""Rows on the smallest screen; the rest is a touch away."""


def page(state: DoorState, turn: turns.Panel, moment: Moment) -> PanelPage:
    """Return the panel as it stands."""
    rows = list(_rows(state, moment.mono_ms))
    first = turn.first if turn.first < len(rows) else 0
    shown = rows[first : first + ROWS_SHOWN]
    return PanelPage(
        staff=turn.label,
        rows=tuple(shown),
        more=len(rows) - len(shown),
        asked=sum(row.asked for row in rows),
        paused=state.paused,
        done=_done(state, turn, moment),
    )


def next_first(state: DoorState, turn: turns.Panel, now_ms: int) -> int:
    """Return the first row of those after the ones shown; after the last come the first again."""
    following = turn.first + ROWS_SHOWN
    return following if following < sum(1 for _ in _rows(state, now_ms)) else 0


def _done(state: DoorState, turn: turns.Panel, moment: Moment) -> Done | None:
    """Return what can be taken back now."""
    held = state.held
    if held is not None:
        act = PanelAct.DECLINE if isinstance(held, HeldRefusal) else PanelAct.BACK
        return Done(act, held.label)
    undo = turn.undo
    return undo.done if undo is not None and moment.mono_ms < undo.until_ms else None


def _rows(state: DoorState, now_ms: int) -> Iterator[PanelRow]:
    """Return who waits for a yes and who is out, longest first, then who is back, newest first.

    Not whom the act is about that is held: as if it were done.
    """
    held = state.held.id if state.held is not None else None
    for waiting in state.asked:
        if waiting.id != held:
            place = _place(state, waiting.destination)
            yield PanelRow(waiting.id, waiting.label, place, asked=True, since=waiting.since)
    for going in sorted(state.open.values(), key=lambda p: (p.started_at, p.id)):
        if going.id != held:
            yield _out(state, going)
    for back in state.back.newest_first(now_ms):
        ended = back.opened
        if ended.id != held:
            yield PanelRow(
                *(ended.id, ended.label, _place(state, ended.destination)),
                asked=False,
                since=ended.started_at,
                back_at=back.seen_at,
                corrected_at=back.corrected_at,
            )


def _out(state: DoorState, going: OpenPass) -> PanelRow:
    return PanelRow(
        *(going.id, going.label, _place(state, going.destination)),
        asked=False,
        since=going.started_at,
        due_at=due_at(going),
    )


def _place(state: DoorState, destination: DestinationId) -> str:
    place = state.known_school.roster.destinations.get(destination)
    return place.name_in(state.prefs.language) if place else destination
