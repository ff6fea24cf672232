"""Staff at a door: a badge, the keypad, the panel and its list, whichever page stands."""

from dataclasses import replace

from kiosk.core.door import (
    approving,
    asking,
    cardturns,
    enrolling,
    overriding,
    panel,
    picking,
    pinpad,
    sheets,
    turns,
    vouching,
)
from kiosk.core.door.commands import DoorCommand
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import (
    Cancelled,
    DigitPressed,
    ErasePressed,
    KeyPressed,
    LanguageChosen,
    Moment,
    OverrideChosen,
    PanelAct,
    PanelPressed,
    PinPressed,
    RefusalChosen,
    SessionInput,
    Stepped,
    StudentMarked,
    UrgentPressed,
)
from kiosk.core.ids import StaffId
from kiosk.core.protocol import PinResult


def badge(state: DoorState, turn: turns.Turn, staff: StaffId, moment: Moment) -> asking.Step | None:
    """Take a badge as the answer to the page that stands; None: it answers nothing here."""
    match turn:
        case turns.PinPad(back=back) if back is not None:
            return badge(state, back, staff, moment)
        case turns.AskTeacher() as asks:
            return approving.badge(state, asks, staff, moment)
        case turns.Vouching() | cardturns.OwnRecord(stage=cardturns.OwnStage.ASK) as asks_who:
            return vouching.yes(state, asks_who, staff, moment)
        case turns.CardUnknown() as unknown:
            listed = enrolling.opened(unknown, staff, moment)
            return None if listed is None else (listed, [])
        case turns.Denied() | turns.InLine():
            page = overriding.offered(turn, staff, moment)
            return None if page is None else (page, [])
        case turns.Idle() | turns.TypingId() | turns.PinPad():
            return panel.opened(staff, state.staff_label(staff), moment), []
        case _:
            return None


def take(
    state: DoorState, turn: turns.Turn, happened: SessionInput, moment: Moment
) -> asking.Step | None:
    """Take what concerns staff on this page; None: it does not."""
    match happened, turn:
        case PinPressed(), (
            turns.AskTeacher()
            | turns.Vouching()
            | cardturns.OwnRecord(stage=cardturns.OwnStage.ASK)
        ) as page:
            return pinpad.opened(state, page, moment), []
        case PinPressed(), turns.Denied() as page if overriding.may_go_past(page):
            return pinpad.opened(state, page, moment), []
        case OverrideChosen(why), turns.Overriding() as page:
            return overriding.chosen(state, page, why, moment)
        case UrgentPressed(), turns.Choosing(made_by=staff) as page if staff is not None:
            return overriding.urging(page, staff, moment), []
        case OverrideChosen(why), turns.Urging() as page:
            return overriding.urgent(page, why, moment), []
        case PinPressed(), turns.Idle():
            return pinpad.opened(state, None, moment), []
        case (DigitPressed() | ErasePressed()) as key, turns.PinPad() as pad:
            return pinpad.digit(state, pad, key, moment)
        case PinResult() as result, turns.PinPad() as pad:
            return pin_answered(state, pad, result, moment)
        case Cancelled(), turns.PinPad(back=back) if back is not None:
            now = moment.mono_ms
            if isinstance(back, turns.Denied):
                return replace(back, closes_ms=now + asking.DENIED_MS), []
            return replace(back, opened_ms=now, closes_ms=now + asking.TEACHER_MS), []
        case _ if isinstance(turn, turns.StaffPage):
            return _behind(state, turn, happened, moment)
        case _:
            return None


def pin_answered(
    state: DoorState, pad: turns.PinPad, result: PinResult, moment: Moment
) -> asking.Step:
    """Take the aggregator's word on a PIN: whose it is does what that badge would."""
    if result.id != pad.pin_id or result.staff is None:
        return pinpad.refused(pad, result, moment), []
    if pad.back is None:
        return panel.opened(result.staff, result.label or "", moment), []
    return badge(state, pad.back, result.staff, moment) or (pad.back, [])


def _behind(
    state: DoorState, turn: turns.StaffPage, happened: SessionInput, moment: Moment
) -> asking.Step | None:
    """Take what is touched on the panel and the pages that it leads to."""
    match happened, turn:
        case Cancelled(), turns.Panel():
            return None
        case Cancelled(), page:
            return sheets.back_to_panel(page, moment), []
        case PanelPressed(act=act) as touch, turns.Panel() as shown if act in sheets.OPENED_BY:
            return sheets.opened(state, shown, touch, moment), []
        case PanelPressed(PanelAct.PICK), turns.Panel() as shown:
            return picking.opened(shown, moment), []
        case PanelPressed() as press, turns.Panel() as shown:
            return panel.pressed(state, shown, press, moment)
        case (
            (PanelPressed() | StudentMarked() | KeyPressed() | ErasePressed()) as touch,
            turns.Picking() as listed,
        ):
            return picking.touched(state, listed, touch, moment), []
        case (
            (RefusalChosen() | Stepped() | LanguageChosen() | PanelPressed()) as touch,
            (turns.Refusing() | turns.Returning() | turns.Setting()) as sheet,
        ):
            return sheets.touched(state, sheet, touch, moment)
        case _:
            return None


def more_time(turn: turns.PinPad | turns.StaffPage, moment: Moment) -> turns.Turn:
    """Let the page stand longer."""
    now = moment.mono_ms
    stays_ms = pinpad.OPEN_MS if isinstance(turn, turns.PinPad) else panel.OPEN_MS
    return replace(turn, opened_ms=now, closes_ms=now + stays_ms)


def left(
    state: DoorState, turn: turns.AskTeacher | turns.PinPad, moment: Moment
) -> list[DoorCommand]:
    """Nobody said yes in time: a request that is still open is given up."""
    page = turn.back if isinstance(turn, turns.PinPad) else turn
    if not isinstance(page, turns.AskTeacher) or page.pending is None:
        return []
    return asking.give_up(state, page.pending, moment)
