"""Arabic is read from the right: the pages are laid out so, and what is on them stays readable."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtQuick import QQuickItem

from kiosk.ui.gallery import gallery
from tests.ui.screen import DoorScreen, place_of

ENGLISH, ARABIC = gallery("en"), gallery("ar")
# Controls as wide as the page wants them, whatever is written on them.
PLACED = ("tile-", "urgent", "cancel", "undo", "end-my-pass", "leave-line", "other-place", "pin")
TURNED_ROUND = {"to", "out", "counselor"}


def from_the_left(screen: DoorScreen) -> dict[str, float]:
    """How far in each control begins; how far down depends on the words above it."""
    return {
        item.objectName(): place_of(item).left()
        for item in screen.items()
        if item.objectName().startswith(PLACED)
    }


def from_the_right(screen: DoorScreen) -> dict[str, float]:
    width = screen.door.window.width()
    return {
        item.objectName(): width - place_of(item).right()
        for item in screen.items()
        if item.objectName().startswith(PLACED)
    }


def icons(screen: DoorScreen) -> Iterator[tuple[str, QQuickItem]]:
    for item in screen.items():
        # PySide knows an Icon by its file only.
        if item.metaObject().className().startswith("Icon_QMLTYPE"):
            yield str(item.property("name")), item


def is_turned_round(item: QQuickItem) -> bool:
    return item.mapToScene(QPointF(1, 0)).x() < item.mapToScene(QPointF(0, 0)).x()


@pytest.mark.parametrize(
    "name", ["choose", "ask teacher", "in line", "out", "refused", "out elsewhere"]
)
def test_in_arabic_every_control_stands_on_the_other_side(screen: DoorScreen, name: str) -> None:
    screen.show(ENGLISH[name])
    expected = from_the_left(screen)
    assert expected
    screen.show(ARABIC[name])
    for item, place in from_the_right(screen).items():
        assert place == pytest.approx(expected[item], abs=1), item


def test_no_word_is_turned_round_and_no_symbol_but_those_that_point(screen: DoorScreen) -> None:
    symbols = set()
    for name, scene in ARABIC.items():
        screen.show(scene)
        assert [t.text for t in screen.texts() if is_turned_round(t.item)] == [], name
        for symbol, item in icons(screen):
            assert is_turned_round(item) == (symbol in TURNED_ROUND), (name, symbol)
            symbols.add(symbol)
    assert symbols > TURNED_ROUND


def test_words_begin_at_the_right(screen: DoorScreen) -> None:
    screen.show(ARABIC["idle"])
    room = next(found for found in screen.texts() if found.item.objectName() == "room")
    assert room.place.right() == pytest.approx(place_of(room.item).right(), abs=1)
    screen.show(ENGLISH["idle"])
    room = next(found for found in screen.texts() if found.item.objectName() == "room")
    assert room.place.left() == pytest.approx(place_of(room.item).left(), abs=1)


def test_the_time_left_shrinks_towards_the_right(screen: DoorScreen) -> None:
    screen.show(ARABIC["choose"])
    left = screen.item("time-left")
    bar = left.parentItem()
    assert place_of(left).right() == pytest.approx(place_of(bar).right())
    assert place_of(left).width() < place_of(bar).width()


def test_the_keypad_stays_as_on_every_telephone(screen: DoorScreen) -> None:
    screen.show(ARABIC["pin"])
    row = [place_of(screen.item(f"key-{digit}")).left() for digit in (1, 2, 3)]
    assert row == sorted(row)
    assert place_of(screen.item("key-0")).left() == row[1]
    screen.touch("key-3")
    assert "DigitPressed()" in map(str, screen.inputs)


def test_after_an_arabic_turn_the_next_page_is_as_ever(screen: DoorScreen) -> None:
    screen.show(ENGLISH["idle"])
    before = [(found.text, found.place) for found in screen.texts()]
    screen.show(ARABIC["choose"])
    screen.show(ENGLISH["idle"])
    assert [(found.text, found.place) for found in screen.texts()] == before
