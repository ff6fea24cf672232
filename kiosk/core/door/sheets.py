"""The pages behind the staff panel: why not, when was a student back, how is this door set."""

from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.core.door import asking, holding, panel, turns
from kiosk.core.door.commands import Record
from kiosk.core.door.doorbook import PutPrefs
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.heldact import HeldRefusal, HeldReturn
from kiosk.core.door.inputs import (
    LanguageChosen,
    Moment,
    PanelAct,
    PanelPressed,
    RefusalChosen,
    Stepped,
)
from kiosk.core.door.prefs import BRIGHTNESS_STEP
from kiosk.core.door.scene import SheetKind, SheetPage, Step

STEPS = (-5, -1, 1, 5)
"""Minutes that one touch adds to the time of a return."""
OPENED_BY = frozenset({PanelAct.DECLINE, PanelAct.END, PanelAct.CORRECT, PanelAct.SETTINGS})
MINUTE = timedelta(minutes=1)

Sheet = turns.Refusing | turns.Returning | turns.Setting


def opened(
    state: DoorState, shown: turns.Panel, touch: PanelPressed, moment: Moment
) -> turns.Panel | Sheet:
    """Return the page that asks about a row; the panel itself if the row has gone meanwhile."""
    now = moment.mono_ms
    head = (shown.staff, shown.label, now, now + panel.OPEN_MS)
    if touch.act is PanelAct.SETTINGS:
        return turns.Setting(*head)
    if touch.id is None:
        return shown
    match touch.act:
        case PanelAct.DECLINE:
            asked = next((w for w in state.asked if w.id == touch.id), None)
            return shown if asked is None else turns.Refusing(*head, asked.id, asked.label)
        case PanelAct.END if (going := state.open.get(touch.id)) is not None:
            started_at, seen_at = going.started_at, moment.now
            return turns.Returning(
                *head, going.id, going.label, started_at, max(seen_at, started_at), over=False
            )
        case PanelAct.CORRECT if (back := state.back.get(touch.id, now)) is not None:
            ended = back.opened
            return turns.Returning(
                *head, ended.id, ended.label, ended.started_at, back.seen_at, over=True
            )
        case _:
            return shown


def touched(
    state: DoorState,
    turn: Sheet,
    touch: RefusalChosen | Stepped | LanguageChosen | PanelPressed,
    moment: Moment,
) -> asking.Step:
    """Take a touch on such a page; an answer leads back to the panel, which can take it back."""
    now = moment.mono_ms
    due_ms = now + holding.HELD_MS
    match touch, turn:
        case RefusalChosen(why), turns.Refusing() as page:
            refusal = HeldRefusal(page.id, page.who, page.staff, due_ms, why)
            return back_to_panel(turn, moment), holding.hold(state, refusal, moment)
        case Stepped(by), turns.Returning() as page if Step(by, possible=True) in _steps(
            page, moment
        ):
            closes_ms, ago = now + panel.OPEN_MS, page.minutes_ago - by
            return replace(page, opened_ms=now, closes_ms=closes_ms, minutes_ago=ago), []
        case PanelPressed(PanelAct.BACK), turns.Returning() as page:
            if page.over and not page.minutes_ago:
                return back_to_panel(turn, moment), []
            back = HeldReturn(page.id, page.who, page.staff, due_ms, _chosen_at(page))
            return back_to_panel(turn, moment), holding.hold(state, back, moment)
        case _, turns.Setting() as page:
            return _set(state, page, touch, moment)
        case _:
            return turn, []


def _set(
    state: DoorState,
    turn: turns.Setting,
    touch: RefusalChosen | Stepped | LanguageChosen | PanelPressed,
    moment: Moment,
) -> asking.Step:
    """Take over a setting at once; the touch that undoes it stands on the same page."""
    match touch:
        case LanguageChosen(language):
            prefs = state.prefs.in_language(language)
        case PanelPressed(PanelAct.SOUND):
            prefs = replace(state.prefs, sound=not state.prefs.sound)
        case Stepped(by):
            prefs = state.prefs.lit(by)
        case _:
            return turn, []
    now = moment.mono_ms
    anew = replace(turn, opened_ms=now, closes_ms=now + panel.OPEN_MS)
    if prefs == state.prefs:
        return anew, []
    state.prefs = prefs
    return anew, [Record((PutPrefs(prefs),))]


def back_to_panel(turn: turns.StaffPage, moment: Moment) -> turns.Panel:
    """Return the panel of whoever has this page open."""
    return panel.opened(turn.staff, turn.label, moment)


def page(state: DoorState, turn: Sheet, moment: Moment) -> SheetPage:
    """Return the question as it stands."""
    if isinstance(turn, turns.Setting):
        prefs = state.prefs
        steps = tuple(
            Step(by, possible=prefs.lit(by) != prefs) for by in (-BRIGHTNESS_STEP, BRIGHTNESS_STEP)
        )
        return SheetPage(SheetKind.SETTINGS, steps=steps, prefs=prefs)
    if isinstance(turn, turns.Refusing):
        return SheetPage(SheetKind.REFUSE, turn.who)
    kind = SheetKind.CORRECT if turn.over else SheetKind.RETURN
    return SheetPage(kind, turn.who, turn.seen_at, _chosen_at(turn), _steps(turn, moment))


def _chosen_at(turn: turns.Returning) -> datetime | None:
    """Return staff's word; None if it is what is recorded anyway."""
    return turn.seen_at - turn.minutes_ago * MINUTE if turn.minutes_ago else None


def _steps(turn: turns.Returning, moment: Moment) -> tuple[Step, ...]:
    """Return the steps; those are possible that lead to a time from the start of the pass to now.

    None while the clock is not set: a time by staff's word needs one that they can read.
    """
    if not moment.clock_known:
        return ()
    most_ago = (turn.seen_at - turn.started_at) // MINUTE
    least_ago = -max(0, (moment.now - turn.seen_at) // MINUTE) if turn.over else 0
    return tuple(Step(by, least_ago <= turn.minutes_ago - by <= most_ago) for by in STEPS)
