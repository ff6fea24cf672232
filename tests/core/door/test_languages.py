"""Whose pages are in which language: the student's, else the door's, and for one turn any other."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from kiosk.core.door.doorkeeper import Doorkeeper
from kiosk.core.door.inputs import Chose, LanguageChosen, Touched
from kiosk.core.door.scene import Screen
from kiosk.core.school import School
from tests.core.door_bench import (
    BOOT,
    DOOR,
    LIBRARY,
    MAYA,
    MAYAS_CARD,
    OMARS_CARD,
    RESTROOM,
    ROOM,
    DoorBench,
    school,
)

NAMES = {"en": "Library", "es": "Biblioteca", "ar": "المكتبة"}


def speaking(language: str, names: Mapping[str, str] = NAMES) -> School:
    """Return a school in which Maya's language is this one."""
    known = school()
    roster = known.roster
    return replace(
        known,
        roster=replace(
            roster,
            students={
                **roster.students,
                MAYA: replace(roster.students[MAYA], language=language),
            },
            destinations={
                **roster.destinations,
                LIBRARY: replace(roster.destinations[LIBRARY], name=names),
            },
        ),
    )


class Door(DoorBench):
    """A door with a language of its own."""

    def __init__(self, language: str, of: School) -> None:
        super().__init__(of=of, linked=False)
        self.keeper = Doorkeeper(
            DOOR, ROOM, self.journal.memory(BOOT, unclean=False), language=language
        )
        self._carry_out(self.keeper.begin(self.moment()))
        self._carry_out(self.keeper.settle(self.moment()))
        self.link()


def test_the_idle_page_is_in_the_doors_language() -> None:
    door = Door("es", speaking("ar"))
    door.must_show(Screen.IDLE)
    assert door.scene.language == "es"


@pytest.mark.parametrize(("roster", "shown"), [("ar", "ar"), ("", "es"), ("tlh", "es")])
def test_a_turn_is_in_the_students_language_or_else_the_doors(roster: str, shown: str) -> None:
    door = Door("es", speaking(roster))
    door.tap(MAYAS_CARD)
    door.must_show(Screen.CHOOSE)
    assert door.scene.language == shown
    library = next(tile for tile in door.scene.tiles if tile.destination == LIBRARY)
    assert library.name == NAMES[shown]


def test_a_student_reads_the_whole_turn_in_the_language_chosen() -> None:
    door = Door("en", speaking(""))
    door.tap(MAYAS_CARD)
    door.give(LanguageChosen("ar"))
    door.must_show(Screen.CHOOSE)
    assert door.scene.language == "ar"
    door.give(Touched())
    assert door.scene.language == "ar"
    door.give(Chose(RESTROOM))
    door.must_show(Screen.CHECKING)
    assert door.scene.language == "ar"


def test_the_language_chosen_is_for_this_turn_alone() -> None:
    door = Door("en", speaking(""))
    door.tap(MAYAS_CARD)
    door.give(LanguageChosen("zh"))
    door.wait(60_000)
    door.must_show(Screen.IDLE)
    assert door.scene.language == "en"
    door.tap(OMARS_CARD)
    assert door.scene.language == "en"
    door.wait(60_000)
    door.tap(MAYAS_CARD)
    assert door.scene.language == "en"


def test_a_language_chosen_while_nobody_has_a_turn_changes_nothing() -> None:
    door = Door("en", speaking(""))
    door.give(LanguageChosen("zh"))
    door.must_show(Screen.IDLE)
    assert door.scene.language == "en"
