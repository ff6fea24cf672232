"""One pass after another through the real programs, from a card's bytes to the board and back."""

from collections.abc import Iterator
from itertools import cycle

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from playwright.sync_api import Page as BrowserPage

from kiosk.core.rules.no_fly_time import NoFlyTime
from kiosk.core.words import ALONE
from kiosk.sim.card_reader import CardFraming, card_frame
from kiosk.ui.phrases.english import ENGLISH
from tests.aggregator.web.test_page import ARGUMENTS, CHROMIUM
from tests.end_to_end.building import (
    TEACHER,
    Building,
    Door,
    Page,
    cards_of,
    is_alone,
    page_of,
    second_card,
    write_from_shell,
)
from tests.end_to_end.conftest import Build
from tests.end_to_end.patience import GIVE_UP_S, await_that

LIAM, AMINA, NOAH, ETHAN, YUKI, OMAR, ZARA = (
    ("s-002", "0006547974"),
    ("s-003", "0006548011"),
    ("s-004", "0006548048"),
    ("s-006", "0006548122"),
    ("s-007", "0006548159"),
    ("s-008", "0006548196"),
    ("s-011", "0006548307"),
)
ISABELLA = ("s-016", "0006548492")
NOBODY = "0000000042"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[BrowserPage]:
    context = browser.new_context()
    context.set_default_timeout(GIVE_UP_S * 1000)
    yield context.new_page()
    context.close()


@pytest.fixture
def door(building: Building) -> Door:
    """Room 214's, once it is nobody's turn there."""
    return idle(building.doors["214"])


def idle(door: Door) -> Door:
    """Leaves whatever answer stands there, as the next student would."""

    def left() -> bool:
        return door.page() is Page.IDLE or (door.try_touch("cancel") and False)

    await_that(left, "an idle page", door.look)
    return door


def go(door: Door, card: str, destination: str = "restroom") -> None:
    door.tap(card)
    door.await_page(Page.CHOOSE)
    door.touch(f"tile-{destination}")


def come_back(door: Door, card: str) -> None:
    door.tap(second_card(card))
    door.await_page(Page.WELCOME)


def test_a_cards_bytes_from_outside_become_a_pass_on_the_board_and_a_second_tap_ends_it(
    building: Building, door: Door, page: BrowserPage
) -> None:
    student, card = NOAH
    page.goto(building.board)
    expect(page.get_by_text("Nobody is out.")).to_be_visible(timeout=GIVE_UP_S * 1000)
    write_from_shell(door, card_frame(CardFraming.RDM6300, card))
    tiles = door.await_page(Page.CHOOSE)
    assert "Noah K." in tiles.texts
    door.touch("tile-restroom")
    go_screen = door.await_page(Page.OUT)
    assert go_screen.light == "green"
    assert {"Noah K.", "Restroom"} <= set(go_screen.texts)
    started = building.staff.await_event("started", student)
    assert started["student_name"] == "Noah Kim"
    row = page.get_by_role("row", name="Noah Kim")
    expect(row).to_contain_text("Restroom", timeout=GIVE_UP_S * 1000)
    expect(row).to_contain_text("Room 214")
    assert started["pass"] in building.staff.retained_passes()

    # The same card: no second one of anybody's is needed once the screen is idle again.
    door.await_sight(lambda sight: sight.light != "green", "the go screen's end")
    door.await_page(Page.IDLE)
    write_from_shell(door, card_frame(CardFraming.RDM6300, card))
    door.await_page(Page.WELCOME)
    ended = building.staff.await_event("ended", student)
    assert ended["pass"] == started["pass"]
    expect(page.get_by_text("Nobody is out.")).to_be_visible(timeout=GIVE_UP_S * 1000)
    assert building.check().passes_of(student) == [("started", "ended")]


def test_a_teachers_badge_approves_in_one_tap(building: Building, door: Door) -> None:
    student, card = LIAM
    go(door, card, "office")
    asked = door.await_page(Page.ASK_TEACHER)
    assert ENGLISH.ask_teacher.step in asked.texts
    door.tap(TEACHER)
    assert door.await_page(Page.OUT).light == "green"
    started = building.staff.await_event("started", student)
    assert (started["approved_by"], started["override"]) == ("t-001", False)
    come_back(door, card)


def test_urgent_goes_at_once_and_an_adult_is_told(building: Building, door: Door) -> None:
    student, card = ETHAN
    door.tap(card)
    door.touch("urgent")
    # Even where a teacher's yes is needed otherwise.
    door.touch("tile-office")
    gone = door.await_sight(lambda sight: sight.light == "green", "an urgent go")
    assert ENGLISH.out.adult_told in gone.texts
    assert building.staff.await_event("started", student)["urgent"] is True
    assert "Ethan B." in building.staff.await_alert("urgent", "Ethan B.")["text"]
    come_back(door, card)


def test_a_card_that_nobody_knows_is_told_so(door: Door) -> None:
    door.tap(NOBODY)
    assert door.await_page(Page.UNKNOWN).light == "red"


def test_half_a_card_asks_for_another_tap(door: Door) -> None:
    broken = card_frame(CardFraming.RDM6300, NOBODY)[:-3] + b"00\x03"

    def told() -> bool:
        # Just after a whole card, half a one is that card leaving: so again, as anybody would.
        door.write(broken)
        sight = door.look()
        return sight is not None and ENGLISH.toasts.try_again in sight.texts

    await_that(told, "a toast about half a card", door.look)


def test_a_student_of_another_room_is_known_by_the_building(building: Building, door: Door) -> None:
    student, card = ISABELLA
    go(door, card)
    assert "Isabella R." in door.await_page(Page.OUT).texts
    assert building.staff.await_event("started", student)["origin"] == "214"
    come_back(door, card)


def test_a_pass_from_another_room_is_ended_at_this_door(building: Building, door: Door) -> None:
    student, card = YUKI
    go(door, card)
    door.await_page(Page.OUT)
    building.staff.await_event("started", student)
    other = idle(building.doors["118"])
    other.tap(card)
    other.await_page(Page.ELSEWHERE)
    # What may have come before the start proves no return (A4): by two clocks, three seconds.
    door.await_page(Page.IDLE)
    other.touch("end-my-pass")
    other.await_page(Page.WELCOME)
    building.staff.await_event("arrived", student)
    building.check()
    assert door.look() is not None
    door.await_sight(lambda sight: "Yuki T." not in sight.texts, "Yuki no longer out")


def test_an_unplugged_reader_is_told_and_serves_again_once_it_is_back(
    building: Building, door: Door
) -> None:
    student, card = OMAR
    door.unplug()
    door.await_page(Page.NO_READER)
    door.plug_in()
    door.await_page(Page.IDLE)
    go(door, card)
    door.await_page(Page.OUT)
    come_back(door, card)
    building.staff.await_event("ended", student)


def test_two_who_must_not_meet_are_not_out_together(building: Building, door: Door) -> None:
    other = idle(building.doors["118"])
    go(door, AMINA[1])
    door.await_page(Page.OUT)
    go(other, "0006548566", "library")
    waits = other.await_page(Page.IN_LINE)
    assert not any("Amina" in text for text in waits.texts)
    come_back(door, AMINA[1])
    other.await_page(Page.YOUR_TURN)
    other.tap(second_card("0006548566"))
    other.await_page(Page.OUT)
    # Not the card of just now: that would be the same tap.
    other.tap(cards_of("0006548566")[2])
    other.await_page(Page.WELCOME)


def test_a_refusal_says_why_and_a_school_that_lifts_it_reaches_the_door(build: Build) -> None:
    building = build(
        rooms=("214",), edit=lambda text: text.replace("first_minutes = 0", "first_minutes = 1440")
    )
    door = building.doors["214"]
    go(door, NOAH[1])
    refused = door.await_page(Page.REFUSED)
    words = NoFlyTime.reason.phrase("en").student.partition(".")[0]
    assert any(text.startswith(words) for text in refused.texts), refused.texts
    assert refused.light != "green"
    assert building.staff.await_event("refused", "s-004")["reason"] == "no_fly_time"
    building.check()

    building.change_school(lambda text: text.replace("first_minutes = 1440", "first_minutes = 0"))
    building.aggregator.stop()
    building.aggregator.start()
    building.aggregator.ready()
    door.await_page(Page.IDLE)
    cards = cycle([ZARA[1], second_card(ZARA[1])])

    def free() -> bool:
        sight = door.await_page(Page.IDLE, Page.CHOOSE)
        if ENGLISH.choose.free.state in sight.texts:
            return True
        if page_of(sight) is Page.IDLE:
            # The page may have closed before the new policy came.
            door.tap(next(cards))
        return False

    await_that(free, "a free tile under the new policy", door.look)
    door.touch("tile-restroom")
    door.await_page(Page.OUT)
    building.check()


def test_a_door_alone_asks_a_teacher_and_the_board_shows_it_later(
    build: Build, page: BrowserPage
) -> None:
    building = build(rooms=("214",))
    door = building.doors["214"]
    page.goto(building.board)
    building.broker.kill()
    door.await_sight(is_alone, "a door that knows it is alone")
    go(door, NOAH[1])
    asked = door.await_page(Page.ASK_TEACHER)
    assert any(ALONE.phrase("en").student in text for text in asked.texts), asked.texts
    door.tap(TEACHER)
    assert door.await_page(Page.OUT).light == "green"
    building.broker.start()
    row = page.get_by_role("row", name="Noah Kim")
    expect(row).to_contain_text("Offline", timeout=GIVE_UP_S * 1000)
    expect(row).to_contain_text("Override")
    building.await_online()
    come_back(door, NOAH[1])
    expect(row).to_have_count(0, timeout=GIVE_UP_S * 1000)
    assert building.check().passes_of("s-004") == [("started", "ended")]
