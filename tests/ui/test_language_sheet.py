"""Whoever can't read the page finds the own language on it, in its own script."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QCoreApplication

from kiosk.core.door.inputs import LanguageChosen
from kiosk.core.words import LANGUAGES
from kiosk.ui.gallery import gallery
from kiosk.ui.phrases.languages import PHRASES
from tests.ui.screen import DoorScreen, holds, place_of
from tests.ui.test_layout import CONTROL_UNITS, SIZES, SLACK, is_cut, is_inside, is_small

ENGLISH = gallery()
STUDENTS_PAGES = ("choose", "urgent", "ask teacher", "refused", "in line", "appointment")


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def sized(
    request: pytest.FixtureRequest,
    qapp: QCoreApplication,  # noqa: ARG001 - Qt must be there first
) -> Iterator[DoorScreen]:
    screen = DoorScreen(request.param)
    screen.open()
    yield screen
    screen.door.close()


@pytest.mark.parametrize("name", STUDENTS_PAGES)
def test_a_page_says_its_language_and_leads_to_the_others(screen: DoorScreen, name: str) -> None:
    screen.show(ENGLISH["idle"])
    screen.show(ENGLISH[name])
    assert "English" in screen.words()
    screen.touch("language")
    screen.draw()
    assert {f"language-{code}" for code in LANGUAGES} <= screen.named()
    screen.touch("language-zh")
    assert LanguageChosen("zh") in screen.inputs
    screen.draw()
    assert "language-zh" not in screen.named()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_offered_in_its_own_script_whatever_the_page_is_in(
    sized: DoorScreen, language: str
) -> None:
    sized.show(gallery(language)["idle"])
    sized.show(gallery(language)["choose"])
    sized.touch("language")
    sized.draw()
    offered = [sized.item(f"language-{code}") for code in LANGUAGES]
    texts = [t for t in sized.texts() if any(holds(key, t.item) for key in offered)]
    assert [t.text for t in texts] == [words.writing.own_name for words in PHRASES.values()]
    assert [
        t.text for t in texts if is_cut(t) or is_small(t, sized) or not is_inside(t, sized)
    ] == []
    least = CONTROL_UNITS * sized.unit - SLACK
    window = place_of(sized.door.window.contentItem())
    for key in offered:
        assert min(key.width(), key.height()) >= least
        assert window.contains(place_of(key))
    for a, b in combinations(offered, 2):
        assert not place_of(a).intersects(place_of(b))


def test_a_touch_beside_the_languages_changes_none(screen: DoorScreen) -> None:
    screen.show(ENGLISH["choose"])
    screen.touch("language")
    screen.draw()
    screen.touch_at(place_of(screen.item("language-en")).topLeft().toPoint() / 2)
    screen.draw()
    assert "language-en" not in screen.named()
    assert not [given for given in screen.inputs if isinstance(given, LanguageChosen)]


def test_no_touch_on_the_languages_reaches_the_page_below(screen: DoorScreen) -> None:
    screen.show(ENGLISH["choose"])
    below = place_of(screen.item("tile-nurse")).center().toPoint()
    screen.touch("language")
    screen.draw()
    screen.touch_at(below)
    assert {type(given).__name__ for given in screen.inputs} <= {"Touched", "LanguageChosen"}


@pytest.mark.parametrize("then", ["idle", "out", "welcome back"])
def test_the_languages_give_way_when_the_turn_goes_on(screen: DoorScreen, then: str) -> None:
    screen.show(ENGLISH["ask teacher"])
    screen.touch("language")
    screen.draw()
    screen.show(ENGLISH[then])
    assert not [name for name in screen.named() if name.startswith("language-")]
    screen.show(replace(ENGLISH["choose"], student="Ana B."))
    assert not [name for name in screen.named() if name.startswith("language-")]
