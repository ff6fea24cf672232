"""Staff set a door's language, sound and light: at once, and for every start after."""

from dataclasses import replace

from kiosk.core.door.inputs import Cancelled, LanguageChosen, PanelAct, PanelPressed, Stepped
from kiosk.core.door.prefs import BRIGHTNESS_MIN, DoorPrefs
from kiosk.core.door.scene import Screen, SheetKind, SheetPage
from tests.core.door_bench import BADGE, LATER_BOOT, MAYA, MAYAS_CARD, DoorBench, school


def opened(bench: DoorBench | None = None) -> DoorBench:
    bench = bench or DoorBench()
    bench.tap(BADGE)
    bench.give(PanelPressed(PanelAct.SETTINGS))
    return bench


def sheet(bench: DoorBench) -> SheetPage:
    bench.must_show(Screen.SHEET)
    assert bench.scene.sheet is not None
    return bench.scene.sheet


def test_the_settings_show_how_the_door_is_set() -> None:
    page = sheet(opened())
    assert (page.kind, page.prefs) == (SheetKind.SETTINGS, DoorPrefs("en", True, 100))


def test_a_language_is_taken_over_at_once_and_by_every_start_after() -> None:
    bench = opened()
    bench.give(LanguageChosen("es"))
    assert bench.scene.language == "es"
    bench.give(Cancelled())
    bench.must_show(Screen.PANEL)
    bench.give(Cancelled())
    assert (bench.screen, bench.scene.language) == (Screen.IDLE, "es")
    bench.begin(LATER_BOOT)
    bench.link()
    assert bench.scene.language == "es"


def test_a_students_own_page_keeps_the_students_language() -> None:
    known = school()
    students = known.roster.students
    hers = {**students, MAYA: replace(students[MAYA], language="en")}
    bench = opened(DoorBench(of=replace(known, roster=replace(known.roster, students=hers))))
    bench.give(LanguageChosen("es"))
    bench.give(Cancelled())
    bench.give(Cancelled())
    bench.tap(MAYAS_CARD)
    assert (bench.screen, bench.scene.language) == (Screen.CHOOSE, "en")


def test_a_language_without_words_changes_nothing() -> None:
    bench = opened()
    records = len(bench.records)
    bench.give(LanguageChosen("xx"))
    assert bench.scene.language == "en"
    assert len(bench.records) == records


def test_the_sound_goes_off_and_on_again() -> None:
    bench = opened()
    bench.give(PanelPressed(PanelAct.SOUND))
    assert not bench.scene.sound
    assert bench.journal.prefs == DoorPrefs("en", sound=False)
    bench.give(PanelPressed(PanelAct.SOUND))
    assert bench.scene.sound


def test_the_light_goes_no_lower_than_can_be_read_and_no_higher_than_it_can() -> None:
    bench = opened()
    assert [step.by for step in sheet(bench).steps if step.possible] == [-20]
    for _ in range(9):
        bench.give(Stepped(-20))
    assert bench.scene.brightness == BRIGHTNESS_MIN
    assert [step.by for step in sheet(bench).steps if step.possible] == [20]
    bench.give(Stepped(20))
    assert bench.journal.prefs.brightness == bench.scene.brightness == BRIGHTNESS_MIN + 20


def test_without_the_panel_nothing_is_set() -> None:
    bench = DoorBench()
    bench.give(PanelPressed(PanelAct.SETTINGS))
    bench.give(LanguageChosen("es"))
    bench.give(PanelPressed(PanelAct.SOUND))
    bench.give(Stepped(-20))
    assert bench.journal.prefs == DoorPrefs()
    bench.must_show(Screen.IDLE)
