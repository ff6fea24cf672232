"""What fingers do on the pages about cards, and what those pages leave behind."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication

from kiosk.core.door.inputs import (
    ErasePressed,
    ForgotCardPressed,
    IdTyped,
    KeyPressed,
    KeysSwitched,
    MyPassesPressed,
    PanelAct,
    PanelPressed,
    StudentMarked,
    Touched,
    UndoPressed,
    YesPressed,
)
from kiosk.core.ids import StudentId
from kiosk.ui.gallery import gallery
from kiosk.ui.looks import Page
from tests.ui.screen import DoorScreen

ENGLISH = gallery()


@pytest.fixture
def screen(qapp: QCoreApplication) -> Iterator[DoorScreen]:  # noqa: ARG001 - Qt must be there first
    made = DoorScreen()
    made.open()
    yield made
    made.door.close()


@pytest.mark.parametrize(
    ("page", "item", "said"),
    [
        ("idle", "forgot-card", ForgotCardPressed()),
        ("type ID", "key-7", KeyPressed("7")),
        ("type ID, letters", "key-Q", KeyPressed("Q")),
        ("type ID", "key-erase", ErasePressed()),
        ("type ID", "switch-keys", KeysSwitched()),
        ("type ID", "typed-done", IdTyped()),
        ("whose card", "pick-s-3", StudentMarked(StudentId("s-3"))),
        ("whose card", "panel-type", PanelPressed(PanelAct.TYPE)),
        ("enrol", "yes", YesPressed()),
        ("enrolled", "undo", UndoPressed()),
        ("choose", "own-record", MyPassesPressed()),
    ],
)
def test_a_touch_says_what_it_is_for(
    screen: DoorScreen, page: str, item: str, said: object
) -> None:
    screen.show(ENGLISH[page])
    screen.touch(item)
    assert [i for i in screen.inputs if i != Touched()] == [said]


def test_without_the_building_nobody_is_asked_for_an_id(screen: DoorScreen) -> None:
    screen.show(ENGLISH["idle, alone"])
    assert "forgot-card" not in screen.named()


@pytest.mark.parametrize("page", ["type ID", "own passes"])
def test_the_models_forget_what_was_typed_and_whose_passes_stood_there(
    screen: DoorScreen, page: str
) -> None:
    screen.show(ENGLISH[page])
    screen.show(ENGLISH["idle"])
    models = screen.door._models
    assert models is not None
    assert models.record_rows.rowCount() == 0
    assert [str(models.turns[kind].name) for kind in (Page.TYPE, Page.RECORD)] == ["", ""]
    assert [str(models.turns[kind].headline) for kind in (Page.TYPE, Page.RECORD)] == ["", ""]
