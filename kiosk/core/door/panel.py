"""The staff panel at a door: who waits for a yes, who is out, and this room's pause.

What the record can take back is recorded at once, as events of this door, and can be undone for a
few seconds; what it can't is asked about on a page of its own (`sheets`) and held for those seconds
(`holding`).
"""

from collections.abc import Iterable
from dataclasses import replace

from kiosk.core.door import asking, holding, panelrows, turns
from kiosk.core.door.commands import DoorCommand, Record
from kiosk.core.door.doorbook import DoorChange, PutOpen, PutPaused
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import Moment, PanelAct, PanelPressed
from kiosk.core.door.scene import Done
from kiosk.core.events import Approved, Declined, Extended, Paused
from kiosk.core.ids import MoreMinutes, PassId, StaffId

OPEN_MS = 20_000
MORE_MINUTES = MoreMinutes(5)


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
        return replace(turn, first=panelrows.next_first(state, turn, now)), []
    if touch.act is PanelAct.UNDO:
        return _undo(state, turn, moment)
    # What was held before goes first: the door's events are numbered in order.
    commands = holding.carry_out(state, moment)
    done = Done(touch.act, _label(state, touch.id), len(state.asked))
    changes, undo = _do(state, turn.staff, touch, moment)
    if not changes:
        return turn, commands
    left = turns.Undo(done, undo, now + holding.HELD_MS)
    return replace(turn, undo=left, first=0), [*commands, Record(tuple(changes))]


def wakes_ms(turn: turns.Panel, now_ms: int) -> int:
    """Return when time alone changes something here."""
    found = [turn.closes_ms]
    found += [turn.undo.until_ms] if turn.undo else []
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
    left = replace(turn, undo=None)
    if state.held is not None:
        state.held = None
        return left, []
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
        if holding.take_asked(state, asked):
            event = Approved(**state.event_head(asked, moment), staff=staff)
            changes.append(state.append(event))
            undo.append(PanelPressed(PanelAct.DECLINE, asked))
    return changes, tuple(undo)


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


def _label(state: DoorState, pass_id: PassId | None) -> str:
    """Return whom a row is about."""
    asked = next((waiting.label for waiting in state.asked if waiting.id == pass_id), "")
    out = state.open.get(pass_id) if pass_id is not None else None
    return out.label if out is not None else asked
