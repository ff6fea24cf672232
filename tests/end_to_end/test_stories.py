"""Whole stories at doors whose windows are on a real display: touches and cards in, the record out.

One building plays them all, one after the other, while somebody who went out first forgets to come
back: the clock is the real one, and a minute passes over the others' stories.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.core.rules.destination_hours import DestinationHours
from kiosk.core.words import ALONE
from kiosk.ui.phrases.english import ENGLISH
from tests.end_to_end.building import (
    TEACHER,
    Building,
    Door,
    Page,
    cards_of,
    is_alone,
    second_card,
)
from tests.end_to_end.display import display
from tests.end_to_end.patience import await_that

AMINA, NOAH, ETHAN, YUKI, OMAR, ZARA, KOFI, EMMA = (
    ("s-003", "0006548011"),
    ("s-004", "0006548048"),
    ("s-006", "0006548122"),
    ("s-007", "0006548159"),
    ("s-008", "0006548196"),
    ("s-011", "0006548307"),
    ("s-017", "0006548529"),
    ("s-021", "0006548677"),
)
FORGETFUL, FORGETFULS_LABEL = NOAH, "Noah K."


# Half a day away, whenever this runs.
LIBRARY_OPENS = (datetime.now(ZoneInfo("America/Chicago")) + timedelta(hours=12)).time()


def arranged(school: str) -> str:
    """A minute for the office, one place at the water, a yes for the nurse, no library now."""
    school = school.replace("minutes = 10\nneeds_approval = true", "minutes = 1\n")
    school = school.replace("minutes = 5\ncapacity = 20", "minutes = 5\ncapacity = 1")
    closes = LIBRARY_OPENS.replace(second=59)
    hours = f'hours = [{{ opens = "{LIBRARY_OPENS:%H:%M}", closes = "{closes:%H:%M:%S}" }}]'
    school = school.replace("minutes = 15\n", f"minutes = 15\n{hours}\n")
    return school.replace("# No minutes:", "needs_approval = true\n# No minutes:")


@pytest.fixture(scope="module")
def building(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Building]:
    with display() as on:
        made = Building(
            tmp_path_factory.mktemp("b"),
            edit=arranged,
            display=on,
        )
        made.start()
        out(made.doors["214"], FORGETFUL[1], "office")
        yield made
        made.close()


@pytest.fixture
def door(building: Building) -> Door:
    return idle(building.doors["214"])


@pytest.fixture
def other(building: Building) -> Door:
    return idle(building.doors["118"])


def idle(door: Door) -> Door:
    """Leaves whatever stands there, as the next student would."""

    def left() -> bool:
        return door.page() is Page.IDLE or (door.try_touch("cancel") and False)

    await_that(left, "an idle page", door.look)
    return door


def ask(door: Door, card: str, place: str) -> None:
    door.tap(card)
    door.await_page(Page.CHOOSE)
    door.touch(f"tile-{place}")


def out(door: Door, card: str, place: str) -> None:
    ask(door, card, place)
    assert door.await_page(Page.OUT).light == "green"


def back(door: Door, card: str) -> None:
    door.tap(card)
    door.await_page(Page.WELCOME)


def test_out_and_back(building: Building, door: Door) -> None:
    student, card = AMINA
    out(door, card, "restroom")
    idle(door)
    back(door, second_card(card))
    ended = building.staff.await_event("ended", student)
    assert ended["pass"] == building.staff.await_event("started", student)["pass"]


def test_a_teachers_badge_lets_go(building: Building, door: Door) -> None:
    student, card = YUKI
    ask(door, card, "nurse")
    asked = door.await_page(Page.ASK_TEACHER)
    assert ENGLISH.ask_teacher.step in asked.texts
    door.tap("0007103039")
    assert door.await_page(Page.OUT).light == "green"
    assert building.staff.await_event("started", student)["approved_by"] == "t-003"
    idle(door)
    back(door, second_card(card))


def test_a_refusal_says_when_to_try_again(building: Building, door: Door) -> None:
    student, card = ETHAN
    ask(door, card, "library")
    refused = door.await_page(Page.REFUSED)
    opens = f"{LIBRARY_OPENS.hour % 12 or 12}:{LIBRARY_OPENS:%M}"
    timed = DestinationHours.reason.phrase("en").timed or ""
    assert timed.format(destination="Library", time=opens) in refused.texts
    assert refused.light == "red"
    assert building.staff.await_event("refused", student)["reason"] == "destination_hours"


def test_a_line_moves_up_when_the_place_is_free(
    building: Building, door: Door, other: Door
) -> None:
    out(door, OMAR[1], "water")
    ask(other, KOFI[1], "water")
    other.await_page(Page.IN_LINE)
    idle(other)
    assert "Omar" not in " ".join(other.await_page(Page.IDLE).texts)
    idle(door)
    back(door, second_card(OMAR[1]))
    called = other.await_page(Page.YOUR_TURN)
    assert "Kofi M." in called.texts
    other.tap(second_card(KOFI[1]))
    assert other.await_page(Page.OUT).light == "green"
    idle(other)
    back(other, cards_of(KOFI[1])[2])
    assert building.staff.await_event("ended", KOFI[0])["student"] == KOFI[0]


def test_urgent_goes_at_once(building: Building, other: Door) -> None:
    card = EMMA[1]
    other.tap(card)
    other.touch("urgent")
    other.touch("tile-nurse")
    gone = other.await_sight(lambda sight: sight.light == "green", "an urgent go")
    assert ENGLISH.out.adult_told in gone.texts
    building.staff.await_alert("urgent", "Emma L.")
    idle(other)
    back(other, second_card(card))


def test_who_forgot_is_over_time_until_a_teacher_ends_the_pass(
    building: Building, door: Door
) -> None:
    student, _ = FORGETFUL
    started = building.staff.await_event("started", student)
    over = door.await_sight(lambda sight: ENGLISH.idle.overtime in sight.texts, "overtime")
    assert FORGETFULS_LABEL in over.texts
    door.tap(TEACHER)
    door.touch(f"end-{started['pass']}")
    # It asks when that was; what staff did can be taken back for some seconds, and then stands.
    door.touch("panel-back")
    ended = building.staff.await_event("ended", student)
    assert (ended["pass"], ended["staff"]) == (started["pass"], "t-001")
    idle(door)
    door.await_sight(lambda sight: FORGETFULS_LABEL not in sight.texts, "nobody out")


def test_a_door_alone_has_a_teacher_decide_and_says_it_all_later(
    building: Building, door: Door
) -> None:
    student, card = ZARA
    building.broker.kill()
    door.await_sight(is_alone, "a door that knows it is alone")
    ask(door, card, "restroom")
    asked = door.await_page(Page.ASK_TEACHER)
    assert any(ALONE.phrase("en").student in text for text in asked.texts), asked.texts
    door.tap("0007102026")
    assert door.await_page(Page.OUT).light == "green"
    building.broker.start()
    started = building.staff.await_event("started", student)
    assert (started["approved_by"], started["offline"], started["override"]) == (
        "t-002",
        True,
        True,
    )
    building.await_online()
    back(door, second_card(card))
    books = building.check()
    assert books.passes_of(student) == [("started", "ended")]
    assert books.passes_of(AMINA[0]) == [("started", "ended")]
