"""Staff type a PIN at a door."""

from datetime import timedelta

from kiosk.core.door.inputs import Cancelled, DigitPressed, ErasePressed, LinkChanged, PinPressed
from kiosk.core.door.scene import Screen
from kiosk.core.events import Started
from kiosk.core.ids import StaffId
from kiosk.core.protocol import Pin, PinResult, WireRuling
from tests.core.door_bench import (
    BADGE,
    NOON,
    OFFICE,
    OMARS_CARD,
    TEACHER,
    DoorBench,
    refusal,
)

SUB = StaffId("sub-1")
OPEN_MS = 30_000


def asking(bench: DoorBench) -> None:
    """Let Maya ask for the office, and somebody open the keypad."""
    made = bench.ask(to=OFFICE)
    bench.hear(refusal(made, WireRuling.APPROVE, "needs_approval"))
    bench.give(PinPressed())
    bench.must_show(Screen.PIN)


def type_pin(bench: DoorBench, digits: str = "271828") -> None:
    for digit in digits:
        bench.give(DigitPressed(int(digit)))


def pins(bench: DoorBench) -> list[Pin]:
    return [m for m in bench.sent if isinstance(m, Pin)]


def code(bench: DoorBench) -> str | None:
    return bench.scene.notice.code if bench.scene.notice else None


def test_six_digits_ask_whose_they_are_and_a_yes_is_one() -> None:
    bench = DoorBench()
    asking(bench)
    type_pin(bench, "27182")
    assert (bench.scene.digits, pins(bench)) == (5, [])
    type_pin(bench, "8")
    (pin,) = pins(bench)
    assert (pin.pin, bench.scene.digits) == ("271828", None)
    bench.hear(PinResult(id=pin.id, staff=SUB, label="Mr. Sub"))
    assert bench.requests[-1].approved_by == SUB
    bench.must_show(Screen.CHECKING)


def test_the_digits_stand_in_nothing_that_is_shown_kept_or_written_about_it() -> None:
    bench = DoorBench()
    asking(bench)
    type_pin(bench)
    bench.hear(PinResult(id=pins(bench)[0].id))
    told = repr(bench.scenes) + repr(bench.records) + repr(bench.keeper.session.turn)
    assert "271828" not in told + repr(pins(bench))


def test_a_wrong_one_says_so_and_the_next_may_be_typed() -> None:
    bench = DoorBench()
    asking(bench)
    type_pin(bench)
    bench.hear(PinResult(id=pins(bench)[0].id))
    assert (code(bench), bench.scene.digits) == ("pin_wrong", 0)
    type_pin(bench, "1")
    assert (code(bench), bench.scene.digits) == (None, 1)


def test_who_has_to_wait_is_told_until_when() -> None:
    bench = DoorBench()
    asking(bench)
    type_pin(bench)
    until = NOON + timedelta(seconds=30)
    bench.hear(PinResult(id=pins(bench)[0].id, wait_until=until))
    assert bench.scene.notice is not None
    assert (bench.scene.notice.code, bench.scene.notice.retry_at) == ("pin_wait", until)


def test_an_answer_to_an_older_one_means_nothing() -> None:
    bench = DoorBench()
    asking(bench)
    type_pin(bench)
    bench.hear(PinResult(id="another", staff=TEACHER))
    bench.must_show(Screen.PIN)
    assert len(bench.requests) == 1


def test_it_is_asked_once_more_under_one_id_and_then_given_up() -> None:
    bench = DoorBench()
    asking(bench)
    type_pin(bench)
    bench.wait(1_500)
    first, second = pins(bench)
    assert first == second
    bench.wait(2_500)
    assert (code(bench), bench.scene.digits) == ("pin_silent", 0)


def test_clear_forgets_what_was_typed() -> None:
    bench = DoorBench()
    asking(bench)
    type_pin(bench, "27")
    bench.give(ErasePressed())
    assert bench.scene.digits == 0


def test_without_the_building_only_a_badge_serves_and_that_is_said() -> None:
    bench = DoorBench()
    asking(bench)
    bench.give(LinkChanged(up=False))
    type_pin(bench, "2")
    assert (code(bench), bench.scene.digits) == ("pin_alone", None)
    bench.ms += 1_000
    bench.tap(BADGE)
    started = bench.events[-1]
    assert isinstance(started, Started)
    assert started.approved_by == TEACHER


def test_cancel_leads_back_to_the_page_that_asks() -> None:
    bench = DoorBench()
    asking(bench)
    bench.give(Cancelled())
    bench.must_show(Screen.ASK_TEACHER)


def test_a_keypad_that_nobody_uses_closes() -> None:
    bench = DoorBench()
    asking(bench)
    bench.wait(OPEN_MS)
    bench.must_show(Screen.IDLE)


def test_a_request_that_waits_behind_it_is_given_up_with_it() -> None:
    bench = DoorBench()
    bench.ask()
    bench.wait(2_000)
    bench.must_show(Screen.ASK_TEACHER)
    bench.give(PinPressed())
    bench.wait(OPEN_MS)
    assert bench.kinds == ["abandoned"]


def test_another_students_card_waits_its_turn() -> None:
    bench = DoorBench()
    asking(bench)
    bench.tap(OMARS_CARD)
    bench.must_show(Screen.PIN)


def test_on_the_idle_page_a_pin_opens_the_panel() -> None:
    bench = DoorBench()
    bench.give(PinPressed())
    type_pin(bench)
    bench.hear(PinResult(id=pins(bench)[0].id, staff=SUB, label="Mr. Sub"))
    bench.must_show(Screen.PANEL)
    assert bench.scene.panel is not None
    assert bench.scene.panel.staff == "Mr. Sub"
