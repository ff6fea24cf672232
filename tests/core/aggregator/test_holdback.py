from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.core.aggregator.acts import SaidYes
from kiosk.core.aggregator.buildingbook import PutPrevented
from kiosk.core.aggregator.coordination import BeatDue, DoorSaid, Record
from kiosk.core.ids import GroupId, StaffId, StudentId
from kiosk.core.protocol import Call, Grant
from kiosk.core.school import EncounterGroup, OnHoldBack
from tests.core.building_bench import (
    BOOTH,
    DOOR_118,
    IVY,
    MAYA,
    NOAH,
    OMAR,
    BuildingBench,
    apart,
    beat,
    replies,
    school,
)

MINUTE = timedelta(minutes=1)
TEACHER = StaffId("t-1")


def held(
    *members: StudentId, minutes: int = 12, on_hold_back: OnHoldBack = OnHoldBack.ALERT
) -> EncounterGroup:
    group = replace(apart(*members), id=GroupId(f"held-{minutes}"), on_hold_back=on_hold_back)
    return replace(group, hold_back_max=minutes * MINUTE)


class HoldBench(BuildingBench):
    """Maya is out, and Omar has asked at the other door and was told to wait."""

    def __init__(self, *groups: EncounterGroup, hall: int | None = None) -> None:
        super().__init__(school(*groups, hall=hall))
        self.start_pass(self.grant(MAYA))
        self.told = self.ask_again()

    def ask_again(self, *, yes: StaffId | None = None) -> tuple[str, str, int | None]:
        """Let Omar ask; return ruling, reason and place."""
        said = self.answer(replace(self.ask(OMAR, BOOTH, DOOR_118), approved_by=yes))
        if isinstance(said, Grant):
            return "grant", "", None
        assert said.retry_at is None
        return said.ruling, said.reason, said.place


WAITS, ASKS = ("wait", "hall_full", 1), ("approve", "hall_full", 1)


def after(bench: HoldBench, minutes: float) -> list[str]:
    """Let time pass; return what staff have been told of hold-backs by then."""
    bench.now += minutes * MINUTE
    bench.give(DoorSaid(DOOR_118, beat(DOOR_118)), BeatDue())
    return [alert.text for alert in bench.alerts("held_back")]


def test_after_the_longest_hold_back_staff_are_told_once_and_not_why() -> None:
    bench = HoldBench(held(MAYA, OMAR))
    assert after(bench, 11) == []
    assert after(bench, 1) == ["Omar L. has been waiting 12 min"]
    assert len(after(bench, 10)) == 1
    (alert,) = bench.alerts("held_back")
    assert "Maya" not in repr(alert)
    assert "held-12" not in repr(alert)


def test_a_student_in_several_groups_is_told_of_by_the_first_that_is_due() -> None:
    bench = HoldBench(held(MAYA, OMAR, minutes=20), held(OMAR, MAYA, IVY, minutes=5))
    assert len(after(bench, 6)) == 1
    assert len(after(bench, 20)) == 1


def test_a_group_whose_members_are_all_in_is_no_cause() -> None:
    bench = HoldBench(apart(MAYA, OMAR), held(OMAR, NOAH, minutes=5))
    assert after(bench, 30) == []


def test_who_waits_for_a_hall_that_is_full_is_no_hold_back() -> None:
    bench = HoldBench(held(OMAR, NOAH), hall=1)
    assert after(bench, 30) == []


def test_asking_again_goes_on_with_the_same_wait() -> None:
    bench = HoldBench(held(MAYA, OMAR))
    after(bench, 8)
    bench.ask_again()
    assert len(after(bench, 4)) == 1
    bench.ask_again()
    assert len(after(bench, 4)) == 1


def test_a_start_does_not_tell_staff_again() -> None:
    bench = HoldBench(held(MAYA, OMAR))
    after(bench, 13)
    bench.start()
    assert len(after(bench, 1)) == 1


def test_who_has_left_the_line_and_waits_anew_is_a_new_hold_back() -> None:
    bench = HoldBench(held(MAYA, OMAR))
    after(bench, 13)
    bench.mind.building.line.drop(OMAR)
    bench.ask_again()
    assert len(after(bench, 11)) == 1
    assert len(after(bench, 2)) == 2


def test_where_the_group_has_it_so_an_adult_is_asked_and_the_place_in_line_stays() -> None:
    bench = HoldBench(held(MAYA, OMAR, on_hold_back=OnHoldBack.ASK))
    assert bench.told == WAITS
    after(bench, 13)
    assert bench.ask_again() == ASKS
    assert bench.ask_again(yes=TEACHER) == ("grant", "", None)


@pytest.mark.parametrize("restarts", [True, False])
def test_a_yes_from_before_the_longest_hold_back_does_not_go_past_it(*, restarts: bool) -> None:
    bench = HoldBench(held(MAYA, OMAR, on_hold_back=OnHoldBack.ASK))
    bench.ask_again(yes=TEACHER)
    if restarts:
        bench.start()
    after(bench, 13)
    waiting = bench.mind.building.line.of(OMAR)
    assert waiting is not None
    assert (waiting.until, waiting.request.approved_by) == (None, TEACHER)


def test_a_yes_from_the_board_after_the_longest_hold_back_calls_the_student() -> None:
    bench = HoldBench(held(MAYA, OMAR, on_hold_back=OnHoldBack.ASK))
    after(bench, 13)
    bench.ask_again()
    (asked,) = bench.mind.building.approvals.in_order()
    bench.commands.clear()
    bench.give(SaidYes((asked.request.id,), TEACHER), BeatDue())
    assert [m.id for m in replies(bench.commands) if isinstance(m, Call)] == [asked.request.id]
    bench.start()
    waiting = bench.mind.building.line.of(OMAR)
    assert waiting is not None
    assert waiting.joined < waiting.yes_at if waiting.yes_at else False


def test_a_full_hall_that_asks_goes_on_waiting_after_the_yes() -> None:
    asking = held(IVY, NOAH, on_hold_back=OnHoldBack.ASK)
    bench = HoldBench(asking, hall=1)
    assert bench.told == WAITS
    after(bench, 13)
    assert bench.ask_again() == ASKS
    assert bench.ask_again(yes=TEACHER) == WAITS


def test_every_refusal_of_one_wait_is_kept_with_when_the_wait_began() -> None:
    bench = HoldBench(held(MAYA, OMAR))
    began = bench.now
    after(bench, 3)
    commands = bench.give(DoorSaid(DOOR_118, bench.ask(OMAR, BOOTH, DOOR_118)))
    (kept,) = [
        change
        for record in commands
        if isinstance(record, Record)
        for change in record.changes
        if isinstance(change, PutPrevented)
    ]
    assert (kept.destination, kept.since, kept.at) == (BOOTH, began, bench.now)
