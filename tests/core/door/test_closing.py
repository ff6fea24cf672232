"""Pages that time out: they warn before, and a touch gives more time on every one."""

from dataclasses import fields
from datetime import timedelta

import pytest

from kiosk.core.door import cardturns, turns
from kiosk.core.door.inputs import Tick, Touched
from kiosk.core.door.scene import Notice, Screen
from kiosk.core.door.scenery import CLOSING_MS
from kiosk.core.door.touching import READ_MS, more_time
from kiosk.core.ids import OccurrenceId, PassId, StaffId
from kiosk.core.protocol import NearAppointment, OpenElsewhere
from kiosk.core.school import Student
from tests.core.door_bench import MAYA, MAYAS_CARD, NOON, OFFICE, RESTROOM, ROOM, DoorBench

WHO = Student(id=MAYA, first_name="Maya", last_name="Reyes")
CHOICE_MS = 20_000
CLOSES_MS = 6_000
"""When the pages below would close."""


def test_the_choice_warns_in_its_last_five_seconds() -> None:
    bench = DoorBench()
    bench.tap(MAYAS_CARD)
    bench.wait(CHOICE_MS - CLOSING_MS - 1)
    assert not bench.scene.closing
    bench.wait(1)
    assert (bench.screen, bench.scene.closing) == (Screen.CHOOSE, True)


def test_the_door_wakes_up_in_time_to_warn() -> None:
    bench = DoorBench()
    bench.tap(MAYAS_CARD)
    warned = []
    while bench.screen is Screen.CHOOSE:
        bench.ms = bench.wakes_ms
        bench.give(Tick())
        warned.append((bench.ms, bench.scene.closing))
    assert (CHOICE_MS - CLOSING_MS, True) in warned


def test_a_touch_takes_the_warning_away_and_it_comes_again() -> None:
    bench = DoorBench()
    bench.tap(MAYAS_CARD)
    bench.wait(CHOICE_MS - 1)
    assert bench.scene.closing
    bench.give(Touched())
    assert bench.scenes[-1].closing is False
    bench.wait(CHOICE_MS - CLOSING_MS)
    assert (bench.screen, bench.scene.closing) == (Screen.CHOOSE, True)


def test_a_page_without_an_end_does_not_warn() -> None:
    bench = DoorBench()
    bench.wait(60_000)
    assert (bench.screen, bench.scene.closing) == (Screen.IDLE, False)


def staff_pages() -> list[turns.Turn]:
    """One turn of each kind that staff have open."""
    return [
        turns.Panel(StaffId("t"), "Ms. Case", 0, CLOSES_MS),
        turns.Refusing(StaffId("t"), "Ms. Case", 0, CLOSES_MS, PassId("p"), WHO.label),
        turns.Returning(
            *(StaffId("t"), "Ms. Case", 0, CLOSES_MS, PassId("p"), WHO.label),
            started_at=NOON,
            seen_at=NOON,
            over=False,
        ),
        turns.Setting(StaffId("t"), "Ms. Case", 0, CLOSES_MS),
        cardturns.Enrolling(MAYAS_CARD, StaffId("t"), cardturns.EnrolStage.WHOSE, 0, CLOSES_MS),
        turns.Picking(StaffId("t"), "Ms. Case", 0, CLOSES_MS),
    ]


def every_page() -> list[turns.Turn]:
    """One turn of each kind that closes by itself and waits for somebody's finger or eyes."""
    bench = DoorBench()
    near = NearAppointment(
        id=OccurrenceId("a"),
        student=MAYA,
        label=WHO.label,
        destination=OFFICE,
        at=bench.moment().now + timedelta(minutes=1),
        approved_by=StaffId("t"),
        minutes=None,
    )
    out = OpenElsewhere(id=PassId("p"), destination=OFFICE, origin=ROOM)
    notice = Notice("needs_approval")
    return [
        turns.Choosing(WHO, "q", 0, CLOSES_MS),
        turns.Offered(WHO, near, "q", 0, CLOSES_MS),
        turns.AskTeacher(WHO, RESTROOM, notice, 0, CLOSES_MS, refused=PassId("p")),
        turns.TypingId(0, CLOSES_MS),
        cardturns.OwnRecord(WHO, "q", cardturns.OwnStage.ASK, 0, CLOSES_MS),
        turns.Vouching(WHO, out, 0, CLOSES_MS),
        turns.WelcomeBack(WHO, CLOSES_MS),
        turns.Denied(WHO, RESTROOM, notice, waits=False, closes_ms=CLOSES_MS, refused=PassId("p")),
        turns.InLine(WHO, PassId("p"), RESTROOM, 1, 0, CLOSES_MS),
        turns.Urging(WHO, StaffId("t"), 0, CLOSES_MS),
        turns.Overriding(WHO, RESTROOM, PassId("p"), StaffId("t"), 0, CLOSES_MS),
        turns.OutElsewhere(WHO, out, 0, CLOSES_MS),
        turns.AtDestination(WHO, OFFICE, over=True, closes_ms=CLOSES_MS),
        turns.PinPad(None, 0, CLOSES_MS),
        *staff_pages(),
        turns.CardUnknown(CLOSES_MS),
        turns.NotRecorded(CLOSES_MS),
    ]


BY_THEMSELVES = (turns.Out, turns.Summoned)
"""Pages that must give way to the next student, whoever still touches them."""


@pytest.mark.parametrize("page", every_page(), ids=lambda page: type(page).__name__)
def test_a_touch_gives_more_time_on_every_page_that_times_out(page: turns.Turn) -> None:
    bench = DoorBench()
    bench.ms = CLOSES_MS - 1
    longer = more_time(page, bench.moment())
    assert longer.closes_ms >= bench.ms + READ_MS  # type: ignore[union-attr] # each has it


def test_no_page_that_times_out_is_forgotten_here() -> None:
    timed = {
        kind
        for kind in turns.Turn.__args__
        if "closes_ms" in {field.name for field in fields(kind)}
    }
    assert timed == {type(page) for page in every_page()} | set(BY_THEMSELVES)
