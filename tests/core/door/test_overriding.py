"""An adult lets a student go in spite of a refusal, at the door."""

import pytest

from kiosk.core.door.inputs import (
    Cancelled,
    DigitPressed,
    LinkChanged,
    OverrideChosen,
    PinPressed,
    Touched,
)
from kiosk.core.door.scene import Screen, Toast
from kiosk.core.events import OverrideReason, Started
from kiosk.core.policy import WhenAlone
from kiosk.core.protocol import Hold, Pin, PinResult, Refusal, Request, WireRuling
from tests.core.door_bench import (
    BADGE,
    MAYA,
    MAYAS_CARD,
    OMARS_CARD,
    RESTROOM,
    TEACHER,
    DoorBench,
    alone_policy,
    grant,
    refusal,
    school,
)

MEDICAL = OverrideChosen(OverrideReason.MEDICAL)


def refused(bench: DoorBench, reason: str = "hall_full", *, place: int | None = None) -> Request:
    """Ask, be refused or put in line, and return the request."""
    asked = bench.ask()
    answer = refusal(asked, WireRuling.WAIT, reason)
    bench.wait(100)
    bench.hear(Refusal(id=asked.id, ruling=answer.ruling, reason=reason, place=place, epoch=1))
    return asked


def last_started(bench: DoorBench) -> Started:
    event = bench.events[-1]
    assert isinstance(event, Started)
    return event


# --- the page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [None, 2], ids=["refused", "in line"])
def test_a_badge_on_a_refusal_asks_why_the_student_goes_anyway(place: int | None) -> None:
    bench = DoorBench()
    refused(bench, place=place)
    bench.tap(BADGE)
    bench.must_show(Screen.OVERRIDE)
    assert (bench.scene.student, bench.scene.destination) == ("Maya L.", RESTROOM)


def test_a_badge_tapped_before_the_refusal_asks_nothing() -> None:
    bench = DoorBench()
    refused(bench)
    bench.tap(BADGE, at_ms=99)
    bench.must_show(Screen.REFUSED)


@pytest.mark.parametrize("reason", ["hold", "already_out", "unknown_destination", "dead"])
def test_what_nobody_can_go_past_asks_nothing(reason: str) -> None:
    bench = DoorBench()
    refused(bench, reason)
    bench.tap(BADGE)
    bench.must_show(Screen.REFUSED)


def test_the_page_closes_and_can_be_left() -> None:
    bench = DoorBench()
    refused(bench)
    bench.tap(BADGE)
    bench.give(Cancelled())
    bench.must_show(Screen.IDLE)
    bench.wait(3_000)
    refused(bench)
    bench.tap(BADGE)
    bench.wait(19_000)
    bench.give(Touched())
    bench.wait(19_999)
    bench.must_show(Screen.OVERRIDE)
    bench.wait(1)
    bench.must_show(Screen.IDLE)


def test_another_students_card_does_not_take_it_away_nor_does_ones_own() -> None:
    bench = DoorBench()
    refused(bench)
    bench.tap(BADGE)
    bench.tap(OMARS_CARD)
    assert (bench.screen, bench.scene.toast) == (Screen.OVERRIDE, Toast("busy"))
    bench.wait(3_000)
    bench.tap(MAYAS_CARD)
    bench.must_show(Screen.OVERRIDE)


def test_without_a_badge_nobody_goes_past_anything() -> None:
    bench = DoorBench()
    refused(bench)
    bench.give(MEDICAL)
    assert (bench.screen, len(bench.requests)) == (Screen.REFUSED, 1)


# --- the request ---------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [None, 2], ids=["refused", "in line"])
def test_an_override_is_a_new_request_in_the_adults_name(place: int | None) -> None:
    bench = DoorBench()
    first = refused(bench, place=place)
    bench.tap(BADGE)
    bench.give(MEDICAL)
    asked = bench.requests[-1]
    assert (asked.student, asked.destination, asked.after) == (MAYA, RESTROOM, first.id)
    assert (asked.override, asked.approved_by, asked.note) == (True, TEACHER, "medical")
    bench.must_show(Screen.CHECKING)


def test_its_start_bears_the_mark_for_good() -> None:
    bench = DoorBench()
    refused(bench, place=2)
    bench.tap(BADGE)
    bench.give(MEDICAL)
    bench.hear(grant(bench.requests[-1]))
    started = last_started(bench)
    assert (started.override, started.approved_by, started.note) == (True, TEACHER, "medical")
    assert not started.offline
    assert (bench.screen, bench.scene.waiting) == (Screen.OUT, 0)


def test_a_pass_that_was_only_approved_bears_none() -> None:
    bench = DoorBench()
    asked = bench.ask()
    bench.hear(refusal(asked, WireRuling.APPROVE, "daily_limit"))
    bench.tap(BADGE)
    bench.hear(grant(bench.requests[-1]))
    started = last_started(bench)
    assert (started.override, started.approved_by, started.note) == (False, TEACHER, "")


def test_a_room_that_sees_only_itself_goes_past_its_own_rules() -> None:
    bench = DoorBench(of=school(out_max=1))
    bench.go(OMARS_CARD)
    bench.wait(7_000)
    refused(bench, "room_limit", place=1)
    bench.tap(BADGE)
    bench.give(LinkChanged(up=False))
    bench.give(MEDICAL)
    started = last_started(bench)
    assert (started.override, started.offline, started.note) == (True, True, "medical")


def test_where_nobody_may_go_alone_an_override_does_not_go_either() -> None:
    bench = DoorBench(of=school(alone_policy(WhenAlone.REFUSE)))
    refused(bench)
    bench.tap(BADGE)
    bench.give(LinkChanged(up=False))
    bench.give(MEDICAL)
    assert (bench.screen, bench.kinds[-1]) == (Screen.REFUSED, "abandoned")


def test_a_hold_that_has_come_meanwhile_stands() -> None:
    bench = DoorBench()
    refused(bench)
    bench.tap(BADGE)
    bench.hear(Hold(on=True, epoch=1))
    bench.give(MEDICAL)
    assert (bench.screen, bench.scene.notice is not None) == (Screen.REFUSED, True)
    assert len(bench.requests) == 1


# --- with a PIN -----------------------------------------------------------------------------------


def type_pin(bench: DoorBench, *, right: bool) -> None:
    for digit in (1, 2, 3, 4, 5, 6):
        bench.give(DigitPressed(digit))
    asked = next(m for m in reversed(bench.sent) if isinstance(m, Pin))
    bench.hear(PinResult(id=asked.id, staff=TEACHER if right else None, label="Ms. Case"))


def test_a_pin_goes_past_a_refusal_as_a_badge_does() -> None:
    bench = DoorBench()
    first = refused(bench)
    bench.give(PinPressed())
    bench.must_show(Screen.PIN)
    type_pin(bench, right=True)
    bench.must_show(Screen.OVERRIDE)
    bench.give(MEDICAL)
    again = bench.requests[-1]
    assert (again.after, again.approved_by, again.override) == (first.id, TEACHER, True)


def test_a_wrong_pin_goes_past_nothing_and_cancel_leads_back_to_the_refusal() -> None:
    bench = DoorBench()
    refused(bench)
    bench.give(PinPressed())
    type_pin(bench, right=False)
    bench.must_show(Screen.PIN)
    bench.give(Cancelled())
    bench.must_show(Screen.REFUSED)
    assert len(bench.requests) == 1


def test_a_badge_on_the_keypad_of_a_refusal_is_one_on_the_refusal() -> None:
    bench = DoorBench()
    refused(bench)
    bench.give(PinPressed())
    bench.ms += 100
    bench.tap(BADGE)
    bench.must_show(Screen.OVERRIDE)


def test_what_no_adult_can_go_past_takes_no_pin() -> None:
    bench = DoorBench()
    refused(bench, "already_out")
    bench.give(PinPressed())
    bench.must_show(Screen.REFUSED)
