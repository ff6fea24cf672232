"""The pages of staff: what each says, what each key is for, and what is left of them afterwards."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtQuick import QQuickItem

from kiosk.core.door.inputs import (
    Cancelled,
    DigitPressed,
    ErasePressed,
    KeyPressed,
    LanguageChosen,
    OverrideChosen,
    PanelAct,
    PanelPressed,
    PinPressed,
    RefusalChosen,
    Stepped,
    StudentMarked,
    Touched,
)
from kiosk.core.door.scene import Done
from kiosk.core.events import OverrideReason, RefusalReason
from kiosk.core.ids import PassId, StudentId
from kiosk.ui.gallery import gallery
from kiosk.ui.panel_face import done_words
from kiosk.ui.phrases.languages import phrases_in
from tests.ui.screen import DoorScreen

ENGLISH = gallery("en")

# What a person must be able to read on each screen.
SHOWS = {
    "pin": ("Type your PIN", "Clear"),
    "pin, wrong": ("not known",),
    "pin, wait": ("Try again after 10:46",),
    "pin, alone": ("use your badge",),
    "panel": ("Ms. Alvarez", "1 waits for your yes", "Sofía R.", "Restroom, 9 min", "+5 min"),
    "panel, full": ("Noting the return of", "Resume", "Undo", "Yes to all", "More"),
    "panel, said no": ("Saying no to Sofía R.", "Undo"),
    "panel, paused": ("No new passes: paused",),
    "panel, some back": ("back 10:40", "back 10:40, really 10:36", "Correct"),
    "sheet, why not": ("Why not? Sofía R.", "The student is told", "Later", "Talk to me first"),
    "sheet, back now": ("When was Noah B. back?", "Now, 10:42", "Recorded: 10:42", "End pass"),
    "sheet, back earlier": ("10:36", "Recorded: 10:42, really back: 10:36", "+5 min"),
    "sheet, correct": ("10:42", "Recorded: 10:42", "Back"),
    "sheet, correct, everything wrong": ("10:36", "Correct"),
    "override, urgent": ("Why urgent?", "recorded with your name", "Medical"),
    "sheet, settings": ("English", "Español", "Sound is on", "Light 100 %", "Darker"),
    "sheet, settings, everything wrong": ("Sound is off", "Light 60 %", "Brighter"),
    "pick, letters": ("Type a name", "A", "Z", "Del", "All", "Christopher M."),
    "pick, found": ("WIL", "Wilhelmina-Josephine O.", "Send 3"),
    "pick, nobody found": ("Nobody is called that.",),
    "pick, letters, everything wrong": ("M\nAll",),
    "sheet, no clock": ("only now can be recorded", "Now, 10:42", "End pass"),
    "pick": ("Pass for a student", "Touch each who is to go", "Noah B.", "Back"),
    "pick, full": ("Send 12", "More"),
    "pick, nobody": ("No student is here",),
    "panel, nobody": ("Nobody waits and nobody is out",),
}


@pytest.mark.parametrize("name", SHOWS)
def test_each_screen_says_what_it_must(screen: DoorScreen, name: str) -> None:
    screen.show(ENGLISH[name])
    said = screen.words()
    assert [words for words in SHOWS[name] if words not in said] == []


@pytest.mark.parametrize(
    ("scene", "item", "happens"),
    [
        ("pin", "key-7", DigitPressed(7)),
        ("pin", "key-erase", ErasePressed()),
        ("pin", "cancel", Cancelled()),
        ("panel", "approve-p-2", PanelPressed(PanelAct.APPROVE, PassId("p-2"))),
        ("panel", "decline-p-2", PanelPressed(PanelAct.DECLINE, PassId("p-2"))),
        ("panel", "extend-p-1", PanelPressed(PanelAct.EXTEND, PassId("p-1"))),
        ("panel", "end-p-1", PanelPressed(PanelAct.END, PassId("p-1"))),
        ("panel, some back", "correct-p-5", PanelPressed(PanelAct.CORRECT, PassId("p-5"))),
        ("sheet, why not", "panel-refuse-declined_talk", RefusalChosen(RefusalReason.TALK)),
        ("sheet, why not", "panel-close", Cancelled()),
        ("override, urgent", "override-medical", OverrideChosen(OverrideReason.MEDICAL)),
        ("panel", "panel-settings", PanelPressed(PanelAct.SETTINGS)),
        ("sheet, settings", "panel-language-es", LanguageChosen("es")),
        ("sheet, settings", "panel-sound", PanelPressed(PanelAct.SOUND)),
        ("sheet, settings, everything wrong", "panel-step--20", Stepped(-20)),
        ("pick", "panel-find", PanelPressed(PanelAct.FIND)),
        ("pick, letters", "panel-letter-w", KeyPressed("w")),
        ("pick, letters", "panel-erase", ErasePressed()),
        ("pick, letters", "panel-list", PanelPressed(PanelAct.LIST)),
        ("pick, letters", "panel-send", PanelPressed(PanelAct.SEND)),
        ("pick, found", "pick-s-2", StudentMarked(StudentId("s-2"))),
        ("sheet, back earlier", "panel-step--5", Stepped(-5)),
        ("sheet, back earlier", "panel-step-1", Stepped(1)),
        ("sheet, back earlier", "panel-back", PanelPressed(PanelAct.BACK)),
        ("sheet, correct, everything wrong", "panel-back", PanelPressed(PanelAct.BACK)),
        ("panel", "panel-pause", PanelPressed(PanelAct.PAUSE)),
        ("panel", "panel-close", Cancelled()),
        ("panel", "panel-pick", PanelPressed(PanelAct.PICK)),
        ("pick", "pick-s-5", StudentMarked(StudentId("s-5"))),
        ("pick", "panel-close", Cancelled()),
        ("pick, full", "pick-s-2", StudentMarked(StudentId("s-2"))),
        ("pick, full", "panel-more", PanelPressed(PanelAct.MORE)),
        ("pick, full", "panel-send", PanelPressed(PanelAct.SEND)),
        ("panel, full", "panel-resume", PanelPressed(PanelAct.RESUME)),
        ("panel, full", "panel-undo", PanelPressed(PanelAct.UNDO)),
        ("panel, full", "panel-approve_all", PanelPressed(PanelAct.APPROVE_ALL)),
        ("panel, full", "panel-more", PanelPressed(PanelAct.MORE)),
    ],
)
def test_each_control_says_what_it_is_for(
    screen: DoorScreen, scene: str, item: str, happens: object
) -> None:
    screen.show(ENGLISH[scene])
    screen.touch(item)
    assert screen.inputs == [Touched(), happens]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (PanelAct.APPROVE, "Yes to Sofía R."),
        (PanelAct.APPROVE_ALL, "Yes to 2"),
        (PanelAct.EXTEND, "+5 min for Sofía R."),
        (PanelAct.PAUSE, "No new passes: paused"),
        (PanelAct.RESUME, "Passes can start again"),
        (PanelAct.DECLINE, "Saying no to Sofía R."),
        (PanelAct.BACK, "Noting the return of Sofía R."),
    ],
)
def test_the_panel_says_which_act_can_be_taken_back(act: PanelAct, said: str) -> None:
    assert done_words(Done(act, "Sofía R.", 2), phrases_in("en").panel) == said


def test_a_door_that_can_not_set_its_light_darkens_the_picture(screen: DoorScreen) -> None:
    screen.show(ENGLISH["idle"])
    assert "darkness" not in screen.named()
    screen.show(replace(ENGLISH["idle"], brightness=40))
    dim = screen.item("darkness").opacity()
    screen.show(replace(ENGLISH["idle"], brightness=20))
    assert 0 < dim < screen.item("darkness").opacity() < 1
    screen.show(replace(ENGLISH["idle"], brightness=100))
    assert "darkness" not in screen.named()


def test_a_darkened_picture_is_touched_as_before(screen: DoorScreen) -> None:
    screen.show(replace(ENGLISH["idle"], brightness=20))
    screen.touch("staff-pin")
    assert screen.inputs == [Touched(), PinPressed()]


STAFF_SCENES = (
    "pin",
    "panel, full",
    "pick, full",
    "pick, found",
    "sheet, back earlier",
    "sheet, why not, everything wrong",
)


@pytest.mark.parametrize("name", STAFF_SCENES)
@pytest.mark.parametrize("after", ["idle", "choose"])
def test_what_staff_have_seen_is_kept_nowhere_once_they_leave(
    screen: DoorScreen, name: str, after: str
) -> None:
    screen.show(ENGLISH[name])
    screen.show(replace(ENGLISH[after], out_now=()))
    root = screen.door.window.contentItem()
    assert not [text for text in hidden_texts(root) if SECRETS.search(text)]


# Names and words that only the scenes of staff have.
SECRETS = re.compile("Castellanos|Maximiliano|Wilhelmina|Noah|Sofía|10:36|Send 12")


def hidden_texts(item: QQuickItem) -> Iterator[str]:
    """Return every text of the window, also of pages that are not shown."""
    text = item.property("text")
    if isinstance(text, str):
        yield text
    for child in item.childItems():
        yield from hidden_texts(child)
