"""The staff panel at a door: who waits for a yes, who is out, and this room's pause.

What is done here is recorded at once, as events of this door; what the record can take back can be
undone for a few seconds, and what it can't is asked for twice.
"""

from collections.abc import Iterable
from dataclasses import replace

from kiosk.core.door import asking, turns
from kiosk.core.door.commands import DoorCommand, Record
from kiosk.core.door.doorbook import DoorChange, PutOpen, PutPaused
from kiosk.core.door.doorstate import DoorState, due_at
from kiosk.core.door.inputs import Moment, PanelAct, PanelPressed
from kiosk.core.door.scene import PanelPage, PanelRow
from kiosk.core.events import Approved, Declined, EndedHow, Extended, Paused
from kiosk.core.ids import MoreMinutes, PassId, StaffId

OPEN_MS = 20_000
UNDO_MS = 8_000
"""How long the last act can be taken back: long enough to see on the screen what it did."""
SURE_MS = 4_000
"""How long a first press waits for the second, for what can't be taken back."""
MORE_MINUTES = MoreMinutes(5)
ROWS_SHOWN = 3
"""Rows on the smallest screen; the rest is a touch away."""
ASK_TWICE = frozenset({PanelAct.DECLINE, PanelAct.END})


def opened(staff: StaffId, label: str, moment: Moment) -> turns.Panel:
    """Open the panel for somebody with a badge or a PIN."""
    return turns.Panel(staff, label, moment.mono_ms, moment.mono_ms + OPEN_MS)


def pressed(
    state: DoorState, turn: turns.Panel, touch: PanelPressed, moment: Moment
) -> asking.Step:
    """Do what was touched, or ask whether it is meant."""
    now = moment.mono_ms
    turn = replace(turn, opened_ms=now, closes_ms=now + OPEN_MS)
    if touch.act is PanelAct.MORE:
        return replace(turn, first=_next_first(state, turn), sure=None), []
    if touch.act is PanelAct.UNDO:
        return _undo(state, turn, moment)
    if touch.act in ASK_TWICE and not _is_sure(turn, touch, now):
        return replace(turn, sure=turns.Sure(touch.act, touch.id, now + SURE_MS)), []
    changes, undo = _do(state, turn.staff, touch, moment)
    if not changes:
        return replace(turn, sure=None), []
    left = turns.Undo(undo, now + UNDO_MS) if undo else None
    return replace(turn, sure=None, undo=left, first=0), [Record(tuple(changes))]


def page(state: DoorState, turn: turns.Panel, moment: Moment) -> PanelPage:
    """Return the panel as it stands."""
    rows = _rows(state)
    shown = rows[turn.first : turn.first + ROWS_SHOWN]
    sure = turn.sure if turn.sure and moment.mono_ms < turn.sure.until_ms else None
    undo = turn.undo is not None and moment.mono_ms < turn.undo.until_ms
    return PanelPage(
        staff=turn.label,
        rows=tuple(
            replace(row, sure=sure.act if sure and sure.id == row.id else None) for row in shown
        ),
        more=len(rows) - len(shown),
        asked=sum(row.asked for row in rows),
        paused=state.paused,
        undo=undo,
    )


def wakes_ms(turn: turns.Panel, now_ms: int) -> int:
    """Return when time alone changes something here."""
    found = [turn.closes_ms]
    found += [turn.undo.until_ms] if turn.undo else []
    found += [turn.sure.until_ms] if turn.sure else []
    return min((ms for ms in found if ms > now_ms), default=turn.closes_ms)


def _do(
    state: DoorState, staff: StaffId, touch: PanelPressed, moment: Moment
) -> tuple[list[DoorChange], tuple[PanelPressed, ...]]:
    """Return what to record, and what takes it back."""
    match touch.act:
        case PanelAct.APPROVE if touch.id is not None:
            return _approve(state, staff, [touch.id], moment)
        case PanelAct.APPROVE_ALL:
            return _approve(state, staff, [waiting.id for waiting in state.asked], moment)
        case PanelAct.DECLINE if touch.id is not None and _take_asked(state, touch.id):
            return [_declined(state, staff, touch.id, moment)], ()
        case PanelAct.END if touch.id in state.open and touch.id is not None:
            return state.end(touch.id, EndedHow.STAFF, moment, staff), ()
        case PanelAct.EXTEND if touch.id is not None:
            return _extend(state, staff, touch.id, MORE_MINUTES, moment)
        case PanelAct.PAUSE if not state.paused:
            return _pause(state, staff, moment, paused=True)
        case PanelAct.RESUME if state.paused:
            return _pause(state, staff, moment, paused=False)
        case _:
            return [], ()


def _undo(state: DoorState, turn: turns.Panel, moment: Moment) -> asking.Step:
    undo = turn.undo
    left = replace(turn, undo=None, sure=None)
    if undo is None or moment.mono_ms >= undo.until_ms:
        return left, []
    changes: list[DoorChange] = []
    for touch in undo.touches:
        match touch.act:
            case PanelAct.DECLINE if touch.id is not None:
                # A yes is taken back by a no: whoever waits in line as approved leaves it.
                changes.append(_declined(state, turn.staff, touch.id, moment))
            case PanelAct.EXTEND if touch.id is not None:
                less = MoreMinutes(-MORE_MINUTES)
                changes += _extend(state, turn.staff, touch.id, less, moment)[0]
            case _:
                changes += _do(state, turn.staff, touch, moment)[0]
    commands: list[DoorCommand] = [Record(tuple(changes))] if changes else []
    return left, commands


def _approve(
    state: DoorState, staff: StaffId, ids: Iterable[PassId], moment: Moment
) -> tuple[list[DoorChange], tuple[PanelPressed, ...]]:
    changes: list[DoorChange] = []
    undo: list[PanelPressed] = []
    for asked in ids:
        if _take_asked(state, asked):
            event = Approved(**state.event_head(asked, moment), staff=staff)
            changes.append(state.append(event))
            undo.append(PanelPressed(PanelAct.DECLINE, asked))
    return changes, tuple(undo)


def _take_asked(state: DoorState, asked: PassId) -> bool:
    """Count a request as answered here; the aggregator says so too with the next sync."""
    left = tuple(waiting for waiting in state.asked if waiting.id != asked)
    found = len(left) != len(state.asked)
    state.asked = left
    return found


def _declined(state: DoorState, staff: StaffId, asked: PassId, moment: Moment) -> DoorChange:
    return state.append(Declined(**state.event_head(asked, moment), staff=staff))


def _extend(
    state: DoorState, staff: StaffId, pass_id: PassId, minutes: MoreMinutes, moment: Moment
) -> tuple[list[DoorChange], tuple[PanelPressed, ...]]:
    opened = state.open.get(pass_id)
    if opened is None or opened.minutes is None:
        return [], ()
    longer = replace(opened, minutes=max(1, opened.minutes + minutes))
    state.open[pass_id] = longer
    event = Extended(**state.event_head(pass_id, moment), staff=staff, minutes=minutes)
    undo = (PanelPressed(PanelAct.EXTEND, pass_id),)
    return [PutOpen(longer), state.append(event)], undo


def _pause(
    state: DoorState, staff: StaffId, moment: Moment, *, paused: bool
) -> tuple[list[DoorChange], tuple[PanelPressed, ...]]:
    state.paused = paused
    event = Paused(**state.event_head(moment.fresh_id, moment), staff=staff, paused=paused)
    back = PanelAct.RESUME if paused else PanelAct.PAUSE
    return [PutPaused(paused), state.append(event)], (PanelPressed(back),)


def _is_sure(turn: turns.Panel, touch: PanelPressed, now_ms: int) -> bool:
    sure = turn.sure
    return (
        sure is not None
        and (sure.act, sure.id) == (touch.act, touch.id)
        and (now_ms < sure.until_ms)
    )


def _next_first(state: DoorState, turn: turns.Panel) -> int:
    following = turn.first + ROWS_SHOWN
    return following if following < len(_rows(state)) else 0


def _rows(state: DoorState) -> list[PanelRow]:
    """Return who waits for a yes, then who is out, each longest first."""
    places = state.known_school.roster.destinations

    def place(token: str) -> str:
        found = next((p for p in places.values() if p.id == token), None)
        return found.name_in("en") if found else token

    asked = [
        PanelRow(w.id, w.label, place(w.destination), asked=True, since=w.since)
        for w in state.asked
    ]
    out = [
        PanelRow(
            *(p.id, p.label, place(p.destination)),
            asked=False,
            since=p.started_at,
            due_at=due_at(p),
        )
        for p in sorted(state.open.values(), key=lambda p: (p.started_at, p.id))
    ]
    return asked + out
