"""Example scenes of the pages of staff: the keypad, the panel, its questions, its list."""

from dataclasses import replace
from datetime import timedelta

from kiosk.core.door.inputs import PanelAct
from kiosk.core.door.prefs import DoorPrefs
from kiosk.core.door.scene import (
    Banner,
    Done,
    Notice,
    PanelPage,
    PanelRow,
    PickPage,
    PickRow,
    Scene,
    Screen,
    SheetKind,
    SheetPage,
    Signal,
    Step,
)
from kiosk.core.ids import PassId, StudentId
from kiosk.ui.gallery_names import CROWD, LONG_NAME, MONO_MS, NOW, PLACE_LONG, PLACES


def staff_pages(idle: Scene) -> dict[str, Scene]:
    """Return the pages of staff."""
    page = replace(idle, opened_at_ms=MONO_MS - 10_000, closes_at_ms=MONO_MS + 20_000)
    return {**_pins(page), **_panels(page), **_sheets(page), **_picks(page)}


def _pins(page: Scene) -> dict[str, Scene]:
    pin = replace(page, screen=Screen.PIN, signal=Signal.ASK, digits=3)
    closed, anew = replace(pin, digits=None), replace(pin, digits=0)
    later = NOW + timedelta(minutes=4)
    return {
        "pin": pin,
        "pin, checking": closed,
        "pin, wrong": replace(anew, notice=Notice("pin_wrong")),
        "pin, wait": replace(anew, notice=Notice("pin_wait", later)),
        "pin, no answer": replace(anew, notice=Notice("pin_silent")),
        "pin, alone": replace(
            closed, notice=Notice("pin_alone"), banners=frozenset({Banner.ALONE})
        ),
    }


def _panels(page: Scene) -> dict[str, Scene]:
    place, since = PLACES[page.language][0], NOW - timedelta(minutes=9)
    due_at = NOW - timedelta(minutes=4)
    out = PanelRow(PassId("p-1"), "Noah B.", place, asked=False, since=since, due_at=due_at)
    asks = replace(out, id=PassId("p-2"), label="Sofía R.", asked=True, due_at=None)
    long = replace(asks, id=PassId("p-3"), label=LONG_NAME, destination=PLACE_LONG[page.language])
    late = replace(out, label=LONG_NAME)
    rows = (long, late, replace(out, id=PassId("p-4")))
    back = replace(out, id=PassId("p-5"), back_at=NOW - timedelta(minutes=2))
    corrected = replace(
        back, id=PassId("p-6"), label=LONG_NAME, corrected_at=NOW - timedelta(minutes=6)
    )
    few = PanelPage("Ms. Alvarez", (asks, out), asked=1)
    many = PanelPage("Dr. Castellanos-Featherston", rows, more=7, asked=4, paused=True)
    done = Done(PanelAct.BACK, LONG_NAME)
    full, said_no = replace(many, done=done), Done(PanelAct.DECLINE, "Sofía R.")
    panel = replace(page, screen=Screen.PANEL, panel=few)
    return {
        "panel": panel,
        "panel, nobody": replace(panel, panel=replace(few, rows=(), asked=0)),
        "panel, paused": replace(panel, panel=many),
        "panel, some back": replace(panel, panel=replace(few, rows=(out, back, corrected))),
        "panel, said no": replace(panel, panel=replace(few, rows=(out,), done=said_no)),
        "panel, full": replace(panel, panel=full),
        "panel, full, everything wrong": replace(panel, panel=full, banners=frozenset(Banner)),
    }


def _sheets(page: Scene) -> dict[str, Scene]:
    sheet = replace(page, screen=Screen.SHEET)
    steps = tuple(Step(by, possible=True) for by in (-5, -1, 1, 5))
    first = (*steps[:2], *(replace(step, possible=False) for step in steps[2:]))
    why = SheetPage(SheetKind.REFUSE, "Sofía R.")
    back = SheetPage(SheetKind.RETURN, "Noah B.", NOW, steps=first)
    earlier = replace(back, chosen_at=NOW - timedelta(minutes=6), steps=steps)
    correct = replace(back, kind=SheetKind.CORRECT, steps=steps)
    long = replace(earlier, kind=SheetKind.CORRECT, label=LONG_NAME)
    wrong = frozenset(Banner)
    light = (Step(-20, possible=True), Step(20, possible=True))
    dim = DoorPrefs(page.language, sound=False, brightness=60)
    set_so = SheetPage(SheetKind.SETTINGS, steps=light, prefs=dim)
    settings = replace(sheet, sheet=set_so)
    return {
        "sheet, why not": replace(sheet, sheet=why),
        "sheet, why not, everything wrong": replace(
            sheet, sheet=replace(why, label=LONG_NAME), banners=wrong
        ),
        "sheet, back now": replace(sheet, sheet=back),
        "sheet, back earlier": replace(sheet, sheet=earlier),
        "sheet, correct": replace(sheet, sheet=correct),
        "sheet, correct, everything wrong": replace(sheet, sheet=long, banners=wrong),
        "sheet, settings": replace(settings, sheet=replace(set_so, prefs=DoorPrefs(page.language))),
        "sheet, settings, everything wrong": replace(settings, banners=wrong),
        "sheet, no clock": replace(sheet, sheet=replace(back, steps=())),
    }


def _picks(page: Scene) -> dict[str, Scene]:
    names = (*CROWD, "Emily T.", "Ximena-Guadalupe V.", "Ana B.")
    rows = tuple(
        PickRow(StudentId(f"s-{n}"), name, marked=n in {1, 2, 5}) for n, name in enumerate(names)
    )
    none = tuple(replace(row, marked=False) for row in rows[4:])
    pick = replace(page, screen=Screen.PICK, pick=PickPage(none))
    full = replace(pick, pick=PickPage(rows, more=21, marked=12))
    return {
        "pick": pick,
        "pick, nobody": replace(pick, pick=PickPage()),
        "pick, letters": replace(pick, pick=PickPage(rows[:3], more=21, marked=3, typed="")),
        "pick, found": replace(pick, pick=PickPage(rows[2:3], marked=3, typed="wil")),
        "pick, nobody found": replace(pick, pick=PickPage(typed="zq")),
        "pick, letters, everything wrong": replace(
            pick, pick=PickPage(rows[:3], more=21, typed="m"), banners=frozenset(Banner)
        ),
        "pick, full": full,
        "pick, full, everything wrong": replace(full, banners=frozenset(Banner)),
    }
