"""Draws the pages of staff: the keypad, the panel, its questions and its list of students."""

from dataclasses import replace

from kiosk.core.door import panelrows, picking, pinpad, sheets, turns
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import Moment
from kiosk.core.door.scene import Scene, Screen, Signal


def draw_for_staff(
    standing: Scene,
    state: DoorState,
    turn: turns.PinPad | turns.StaffPage,
    moment: Moment,
) -> Scene:
    """Return the page; `standing` is the idle page that it is a variation of."""
    page = replace(standing, opened_at_ms=turn.opened_ms, closes_at_ms=turn.closes_ms)
    if isinstance(turn, turns.Panel):
        return replace(page, screen=Screen.PANEL, panel=panelrows.page(state, turn, moment))
    if isinstance(turn, turns.Picking):
        return replace(page, screen=Screen.PICK, pick=picking.page(state, turn))
    if isinstance(turn, sheets.Sheet):
        return replace(page, screen=Screen.SHEET, sheet=sheets.page(state, turn, moment))
    serves = turn.pin_id is None and turn.told != pinpad.ALONE
    return replace(
        page,
        screen=Screen.PIN,
        signal=Signal.ASK,
        digits=len(turn.typed) if serves else None,
        notice=turn.told,
    )
