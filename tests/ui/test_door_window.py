from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QPoint

from kiosk.core.door.inputs import (
    Cancelled,
    Chose,
    EndMyPassPressed,
    LeaveLinePressed,
    NotBackPressed,
    OtherPlacePressed,
    OverrideChosen,
    PinPressed,
    Touched,
    UndoPressed,
    UrgentPressed,
)
from kiosk.core.door.scene import Notice, Scene, Screen, Signal
from kiosk.core.events import OverrideReason
from kiosk.core.ids import DestinationId
from kiosk.core.rulebook import REASONS
from kiosk.ui.gallery import gallery
from kiosk.ui.gallery_names import MONO_MS, NOW
from tests.ui.screen import DoorScreen

ENGLISH = gallery("en")
SPANISH = gallery("es")

# What a person must be able to read on each screen.
SHOWS = {
    "starting": ("Room 214", "Starting"),
    "settings wrong": (
        "The settings have a fault",
        "/boot/firmware/smartpass.toml: 2 faults",
        'Line 2: room = "Room 214"',
        "letters, digits, - and _ only",
        "did you mean language?",
        "Mend the file",
    ),
    "not enrolled, no network": ("214", "No connection", "check the network"),
    "not enrolled, no answer": ("214", "No answer", "the aggregator runs"),
    "not enrolled, room unknown": ("Not set up yet", "room 214 is in the school's files"),
    "idle": ("Room 214", "10:42", "Tap your ID", "1 | place left", "Next bell 10:55", "Noah B."),
    "idle, nobody out": ("Everyone is here", "3 | places left"),
    "idle, hold": ("Hold", "Stay in your room", "Noah B.", "Called back"),
    "idle, frozen": ("No passes now",),
    "idle, reader unplugged": ("No card reader", "Tell your teacher"),
    "idle, alone": ("Offline: your teacher can say yes", "Tap your ID"),
    "idle, clock not set": ("Offline", "No clock"),
    "idle, everything wrong": (
        "Hold",
        "No reader",
        "Paused",
        "Offline",
        "No clock",
    ),
    "idle, card not read": ("Card not read. Tap it again.", "Tap your ID"),
    "choose": ("Maya R.", "Where to?", "Restroom", "Free", "Tap to go", "Opens 11:00", "14 s"),
    "choose, someone else comes back": ("Welcome back, Maximiliano-Alexander W.", "Maya R."),
    "choose, told while alone": ("someone else's turn", "Offline"),
    "urgent": ("Maya R.", "An adult is told", "Go at once"),
    "checking": ("Maya R.", "Restroom", "Checking"),
    "checking whose card": ("Checking",),
    "ask teacher": ("Maya R.", "Restroom", "Ask your teacher", "tap your badge"),
    "ask teacher, limit": ("Your passes for this week are used up",),
    "ask teacher, alone": ("The building can't be asked", "tap your badge"),
    "out": ("Maya R.", "Restroom", "10:00", "Back by 10:52", "Tap your ID when you are back"),
    "out, overtime": ("Overtime", "+2:13", "Come back now"),
    "out, no limit": ("No time limit", "Take the time you need"),
    "out, urgent": ("An adult has been told", "5:00"),
    "welcome back": ("Welcome back", "Maya R.", "Not back yet"),
    "idle, go undone": ("Undone, Maximiliano-Alexander W.", "Tap your ID"),
    "refused": ("Not now", "Maya R.", "Try again at about 11:00"),
    "refused, wait": ("Please wait", "another student's turn"),
    "idle, some waiting": ("1 | place left, 2\N{NO-BREAK SPACE}waiting",),
    "idle, waiting without a limit": ("1\N{NO-BREAK SPACE}waiting",),
    "choose, someone is called": (
        "Your turn, Maximiliano-Alexander W.",
        "Maya R.",
        "2 waiting",
        "About 6 min",
    ),
    "in line": (
        "Maya R.",
        "Restroom",
        "In line: 2\N{NO-BREAK SPACE}ahead",
        "In about 6 minutes",
        "This screen calls you",
    ),
    "in line, next": ("You are next", "Other place", "Leave line"),
    "override": ("Maya R.", "Restroom", "Go anyway?", "recorded with your name", "Medical"),
    "your turn": ("Maya R.", "Restroom", "Your turn", "Tap your ID to go"),
    "arrived": ("Maya R.", "Library", "You have arrived", "Your pass has ended"),
    "checked in": ("Maya R.", "Library", "You are here", "Your pass goes on", "in your own room"),
    "out, one way": ("Tap your ID when you get there", "Be there by 10:52"),
    "card unknown, alone": ("Unknown card", "The building can't be asked"),
    "out elsewhere": ("Maya R.", "open pass from another room", "End my pass"),
    "card unknown": ("Unknown card", "Ask your teacher or the office"),
    "not recorded": ("Not saved", "it has not started"),
}


@pytest.mark.parametrize("name", SHOWS)
def test_each_screen_says_what_it_must(screen: DoorScreen, name: str) -> None:
    screen.show(ENGLISH[name])
    said = screen.words()
    assert [words for words in SHOWS[name] if words not in said] == []


def test_the_gallery_has_every_screen() -> None:
    assert {scene.screen for scene in ENGLISH.values()} == set(Screen)


def test_touching_a_tile_chooses_once(screen: DoorScreen) -> None:
    screen.show(ENGLISH["choose"])
    screen.touch("tile-restroom")
    assert screen.inputs == [Touched(), Chose(DestinationId("restroom"))]


def test_a_tile_that_says_not_now_can_still_be_asked_why(screen: DoorScreen) -> None:
    screen.show(ENGLISH["choose"])
    screen.touch("tile-library")
    assert screen.inputs[-1] == Chose(DestinationId("library"))


@pytest.mark.parametrize(
    ("scene", "item", "happens"),
    [
        ("choose", "urgent", UrgentPressed()),
        ("choose", "cancel", Cancelled()),
        ("urgent", "cancel", Cancelled()),
        ("ask teacher", "cancel", Cancelled()),
        ("ask teacher", "urgent", UrgentPressed()),
        ("refused", "cancel", Cancelled()),
        ("refused", "urgent", UrgentPressed()),
        ("refused, wait", "urgent", UrgentPressed()),
        ("in line", "cancel", Cancelled()),
        ("in line", "urgent", UrgentPressed()),
        ("in line", "leave-line", LeaveLinePressed()),
        ("in line", "other-place", OtherPlacePressed()),
        ("out elsewhere", "cancel", Cancelled()),
        ("out elsewhere", "end-my-pass", EndMyPassPressed()),
        ("ask teacher", "pin", PinPressed()),
        ("idle", "staff-pin", PinPressed()),
        ("out", "undo", UndoPressed()),
        ("out, long", "undo", UndoPressed()),
        ("welcome back", "not-back", NotBackPressed()),
        ("override", "override-medical", OverrideChosen(OverrideReason.MEDICAL)),
        ("override", "override-errand", OverrideChosen(OverrideReason.ERRAND)),
        ("override", "override-other", OverrideChosen(OverrideReason.OTHER)),
        ("override", "cancel", Cancelled()),
        ("welcome back", "cancel", Cancelled()),
    ],
)
def test_each_control_says_what_it_is_for(
    screen: DoorScreen, scene: str, item: str, happens: object
) -> None:
    screen.show(ENGLISH[scene])
    screen.touch(item)
    assert screen.inputs == [Touched(), happens]


def test_a_touch_beside_everything_only_gives_more_time(screen: DoorScreen) -> None:
    screen.show(ENGLISH["choose"])
    screen.touch_at(QPoint(700, 440))
    assert screen.inputs == [Touched()]


def test_more_places_are_a_touch_away_and_come_round_again(screen: DoorScreen) -> None:
    screen.show(ENGLISH["choose, many places"])
    seen = set()
    for _ in range(2):
        seen |= {name for name in screen.named() if name.startswith("tile-")}
        screen.touch("more-places")
        screen.draw()
    assert seen == {f"tile-{tile.destination}" for tile in ENGLISH["choose, many places"].tiles}
    assert "tile-restroom-1" in screen.named()
    assert set(screen.inputs) == {Touched()}


def test_the_next_turn_begins_at_the_first_places(screen: DoorScreen) -> None:
    screen.show(ENGLISH["choose, many places"])
    screen.touch("more-places")
    screen.show(ENGLISH["idle"])
    screen.show(ENGLISH["choose, many places"])
    assert "tile-restroom-1" in screen.named()


def test_the_language_follows_the_scene(screen: DoorScreen) -> None:
    screen.show(ENGLISH["choose"])
    screen.show(SPANISH["choose"])
    assert "¿Adónde?" in screen.words()
    assert "Where to?" not in screen.words()


def test_a_language_without_words_is_shown_in_english(screen: DoorScreen) -> None:
    screen.show(replace(ENGLISH["choose"], language="xx"))
    assert "Where to?" in screen.words()


def test_a_turn_that_is_over_leaves_no_name(screen: DoorScreen) -> None:
    screen.show(ENGLISH["choose"])
    screen.show(ENGLISH["idle"])
    assert "Maya" not in screen.words()


def test_a_code_without_words_still_gives_an_answer(screen: DoorScreen) -> None:
    screen.show(replace(ENGLISH["refused"], notice=Notice("not-in-this-version")))
    assert "Ask your teacher what to do." in screen.words()


@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_reason_is_shown_in_full(screen: DoorScreen, code: str) -> None:
    scene = replace(ENGLISH["refused"], notice=Notice(code))
    screen.show(scene)
    phrase = REASONS[code].phrase("en")
    assert phrase.for_student(destination="Restroom", time=None) in screen.words()


def test_the_countdown_runs_and_becomes_overtime(screen: DoorScreen) -> None:
    screen.show(ENGLISH["out"])
    screen.now = NOW + timedelta(seconds=59, milliseconds=300)
    screen.door.tick()
    assert "9:01" in screen.words()
    screen.now = NOW + timedelta(minutes=10)
    screen.door.tick()
    assert "+0:00" in screen.words()
    assert "Overtime" in screen.words()


def test_the_bar_shows_what_is_left_of_the_turn(screen: DoorScreen) -> None:
    screen.show(ENGLISH["choose"])
    bar = screen.item("time-left")
    whole = bar.parentItem().width()
    assert bar.width() / whole == pytest.approx(0.7)
    screen.mono_ms = MONO_MS + 12_000
    screen.door.tick()
    assert bar.width() / whole == pytest.approx(0.1)
    assert "2 s" in screen.words()


def test_times_follow_the_schools_zone(screen: DoorScreen) -> None:
    screen.show(ENGLISH["idle"])
    screen.door.set_time_zone(ZoneInfo("America/New_York"))
    assert "11:42" in screen.words()
    assert "Next bell 11:55" in screen.words()


def frames(screen: DoorScreen, act: Callable[[], None]) -> int:
    drawn: list[None] = []
    count: Callable[[], None] = lambda: drawn.append(None)  # noqa: E731 - disconnected below
    screen.door.window.frameSwapped.connect(count)
    act()
    for _ in range(5):
        QCoreApplication.processEvents()
    screen.door.window.frameSwapped.disconnect(count)
    return len(drawn)


def test_an_equal_scene_draws_nothing(screen: DoorScreen) -> None:
    screen.show(ENGLISH["idle"])
    frames(screen, lambda: None)
    again = gallery("en")["idle"]
    assert frames(screen, lambda: screen.door.show(again)) == 0


def test_a_second_in_which_nothing_changes_draws_nothing(screen: DoorScreen) -> None:
    screen.show(ENGLISH["idle"])
    screen.now = NOW + timedelta(seconds=1)
    frames(screen, lambda: None)
    assert frames(screen, screen.door.tick) == 0


def test_a_tap_is_on_the_very_next_frame(screen: DoorScreen) -> None:
    screen.show(ENGLISH["idle"])
    frames(screen, lambda: None)
    seen: list[str] = []
    look: Callable[[], None] = lambda: seen.append(screen.words())  # noqa: E731 - disconnected below
    screen.door.window.frameSwapped.connect(look)
    frames(screen, lambda: screen.door.show(ENGLISH["choose"]))
    screen.door.window.frameSwapped.disconnect(look)
    assert "Maya R." in seen[0]


@pytest.mark.usefixtures("qapp")
def test_a_scene_shown_before_the_window_is_there_when_it_opens() -> None:
    screen = DoorScreen()
    screen.door.show(ENGLISH["idle"])
    screen.open()
    assert "Tap your ID" in screen.words()
    screen.door.close()


def test_a_window_can_be_closed_and_opened_again(screen: DoorScreen) -> None:
    screen.door.close()
    with pytest.raises(RuntimeError, match="not open"):
        _ = screen.door.window
    screen.door.close()
    screen.open()
    assert "Starting" in screen.words()


@pytest.mark.usefixtures("qapp")
def test_closing_what_is_not_open_does_nothing() -> None:
    DoorScreen().door.close()


def test_a_window_held_past_its_door_is_gone_and_harms_nothing(screen: DoorScreen) -> None:
    held, items = screen.door.window, list(screen.items())
    screen.door.close()
    screen.door.tick()
    screen.door.show(ENGLISH["choose"])
    assert not any(shiboken6.isValid(thing) for thing in (held, *items))


def test_a_door_may_be_closed_by_its_own_windows_closing(screen: DoorScreen) -> None:
    screen.door.window.visibleChanged.connect(screen.door.close)
    screen.door.close()
    with pytest.raises(RuntimeError, match="not open"):
        _ = screen.door.window


def test_a_page_without_an_end_shows_no_bar(screen: DoorScreen) -> None:
    screen.show(Scene(Screen.CHECKING, Signal.CHECKING, room="Room 214", student="Maya R."))
    assert "time-left" not in screen.named()
