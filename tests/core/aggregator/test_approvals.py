"""Requests that wait for a yes, in the aggregator: who may say it, and what follows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.core.aggregator.acts import ActAnswered, SaidNo, SaidYes
from kiosk.core.aggregator.coordination import (
    ActAsked,
    BeatDue,
    BuildingCommand,
    PublishEvent,
    Reply,
)
from kiosk.core.events import Approved, Corrected, Declined, EventHead, RefusalReason
from kiosk.core.ids import DoorId, OccurrenceId, PassId, StaffId, StudentId
from kiosk.core.protocol import Call, DoorCommand, Grant, Refusal, Request, Sync, WireRuling
from kiosk.core.school import Approval, School, Staff
from tests.core.building_bench import (
    BOOT,
    BOOTH,
    DOOR_118,
    DOOR_214,
    IVY,
    MAYA,
    NOAH,
    OMAR,
    ROOM_118,
    BuildingBench,
    beat,
    school,
    sync_in,
)

STONE = StaffId("t-stone")
NOBODY = StaffId("t-nobody")
SECOND = timedelta(seconds=1)


def asking_school(
    approval: Approval = Approval.ORIGIN, capacity: int | None = None, **more: object
) -> School:
    """The booth needs a yes; its kiosk is the one of room 118."""
    plain = school(booth=capacity, **more)  # type: ignore[arg-type] # numbers of the policy
    booth = replace(
        plain.roster.destinations[BOOTH], needs_approval=True, approval=approval, room=ROOM_118
    )
    staff = {STONE: Staff(STONE, "Ms. Stone")}
    destinations = {**plain.roster.destinations, BOOTH: booth}
    return replace(plain, roster=replace(plain.roster, staff=staff, destinations=destinations))


class YesBench(BuildingBench):
    """Students ask for the booth; staff say yes or no to it."""

    def __init__(self, of: School | None = None) -> None:
        super().__init__(of or asking_school())

    def waits(self, who: StudentId, door: DoorId = DOOR_214) -> Request:
        asked = self.ask(who, BOOTH, door)
        said = self.answer(asked)
        assert isinstance(said, Refusal)
        assert said.ruling is WireRuling.APPROVE
        return asked

    def waiting(self) -> list[StudentId]:
        return [w.request.student for w in self.mind.building.approvals.in_order()]

    def say_yes(self, *asked: Request) -> list[BuildingCommand]:
        return self.give(SaidYes(tuple(a.id for a in asked), STONE))

    def approved_at(self, door: DoorId, asked: Request, staff: StaffId = STONE) -> None:
        self.take(Approved(**self.head(door, asked.id), staff=staff))

    def declined_at(
        self, door: DoorId, asked: Request, staff: StaffId | None, student: StudentId | None = None
    ) -> None:
        self.take(Declined(**self.head(door, asked.id), staff=staff, student=student))

    def head(self, door: DoorId, pass_id: PassId) -> EventHead:
        seq = self.next_seq(door)
        return EventHead(
            door=door, boot=BOOT, seq=seq, id=pass_id, mono_ms=seq * 1_000, at=self.now
        )

    def calls(self) -> list[Call]:
        found = [c.message for c in self.commands if isinstance(c, Reply)]
        self.commands.clear()
        return [m for m in found if isinstance(m, Call)]

    def accept(self, asked: Request, staff: StaffId | None = STONE) -> Grant | Refusal:
        again = self.ask(asked.student, asked.destination, asked.door)
        return self.answer(replace(again, after=asked.id, approved_by=staff))

    def told(self, door: DoorId = DOOR_214) -> Sync:
        self.commands.clear()
        self.say(beat(door, last_seq={BOOT: self.seqs.get((door, BOOT), 0)}))
        return sync_in(self.commands)


def answer(commands: list[BuildingCommand]) -> ActAnswered:
    return next(c for c in commands if isinstance(c, ActAnswered))


# --- waiting --------------------------------------------------------------------------------------


def test_who_needs_a_yes_waits_for_it_over_a_restart() -> None:
    bench = YesBench()
    bench.waits(MAYA)
    assert bench.waiting() == [MAYA]
    bench.start()
    assert bench.waiting() == [MAYA]


def test_a_yes_to_who_names_an_appointment_that_is_none_counts_as_it_is() -> None:
    bench = YesBench()
    named = replace(
        bench.ask(MAYA, BOOTH), appointment=OccurrenceId("none"), approved_by=StaffId("t-none")
    )
    assert isinstance(bench.answer(named), Refusal)
    bench.say_yes(named)
    assert [(c.id, c.approved_by) for c in bench.calls()] == [(named.id, STONE)]
    assert isinstance(bench.accept(named), Grant)


def test_a_newer_answer_takes_the_place_of_the_wait() -> None:
    bench = YesBench()
    bench.waits(MAYA)
    bench.grant(MAYA)
    assert bench.waiting() == []


def test_a_wait_ends_with_the_time_that_nobody_stands_there_any_more() -> None:
    bench = YesBench()
    asked = bench.waits(MAYA)
    bench.now += timedelta(hours=1)
    bench.give(BeatDue())
    assert bench.waiting() == []
    bench.say_yes(asked)
    assert bench.calls() == []


def test_a_student_who_takes_it_back_waits_no_more() -> None:
    bench = YesBench()
    asked = bench.waits(MAYA)
    bench.declined_at(DOOR_118, asked, None, MAYA)
    assert bench.waiting() == [MAYA]
    bench.declined_at(DOOR_214, asked, None, MAYA)
    assert bench.waiting() == []


def test_its_own_door_and_the_destinations_are_told_who_waits() -> None:
    bench = YesBench()
    asked = bench.waits(MAYA)
    for door in (DOOR_214, DOOR_118):
        told = bench.told(door).asked
        assert told is not None
        assert [(a.id, a.label, a.destination) for a in told] == [(asked.id, "Maya L.", BOOTH)]


def test_a_door_that_has_no_part_in_it_is_told_nothing() -> None:
    bench = YesBench(replace(asking_school()))
    bench.waits(OMAR, DOOR_118)
    assert bench.told(DOOR_214).asked == ()


# --- yes ------------------------------------------------------------------------------------------


def test_a_yes_on_the_board_calls_the_student_who_then_is_granted() -> None:
    bench = YesBench()
    asked = bench.waits(MAYA)
    commands = bench.say_yes(asked)
    assert any(isinstance(c, PublishEvent) and c.event.kind == "approved" for c in commands)
    assert any(isinstance(c, Reply) and isinstance(c.message, DoorCommand) for c in commands)
    (call,) = bench.calls()
    assert (call.id, call.approved_by) == (asked.id, STONE)
    assert isinstance(bench.accept(asked), Grant)
    assert bench.waiting() == []


def test_several_yeses_at_once_go_one_by_one_as_limits_allow() -> None:
    bench = YesBench(asking_school(capacity=1))
    first, second, third = bench.waits(MAYA), bench.waits(IVY), bench.waits(NOAH)
    bench.say_yes(first, second, third)
    assert [call.id for call in bench.calls()] == [first.id]
    granted = bench.accept(first)
    assert isinstance(granted, Grant)
    out = bench.mind.building.answers[granted.id].request
    bench.start_pass(out)
    assert bench.calls() == []
    bench.end_pass(out)
    assert [call.id for call in bench.calls()] == [second.id]


def test_a_yes_is_in_the_line_over_a_restart() -> None:
    bench = YesBench(asking_school(capacity=1))
    first, second = bench.waits(MAYA), bench.waits(IVY)
    bench.say_yes(first, second)
    bench.start()
    for door in (DOOR_214, DOOR_118):
        bench.told(door)
    bench.give(BeatDue())
    assert [call.id for call in bench.calls()] == [first.id]
    told = bench.told().in_line
    assert told is not None
    assert [(p.id, p.approved_by) for p in told] == [(first.id, STONE), (second.id, STONE)]


def test_a_yes_at_the_door_or_at_the_destinations_kiosk_is_one_too() -> None:
    for door in (DOOR_214, DOOR_118):
        bench = YesBench()
        asked = bench.waits(MAYA)
        bench.approved_at(door, asked)
        assert [call.id for call in bench.calls()] == [asked.id]


def test_a_yes_at_a_door_that_has_no_part_in_it_is_none() -> None:
    bench = YesBench()
    asked = bench.waits(OMAR, DOOR_118)
    bench.approved_at(DOOR_214, asked)
    assert bench.calls() == []
    assert bench.waiting() == [OMAR]


def test_a_yes_of_staff_whom_nobody_knows_is_kept_and_alerted_and_does_nothing() -> None:
    bench = YesBench()
    asked = bench.waits(MAYA)
    bench.approved_at(DOOR_214, asked, NOBODY)
    assert bench.calls() == []
    assert bench.waiting() == [MAYA]
    assert [a.staff for a in bench.alerts("unknown_staff")] == [NOBODY]
    assert len(bench.record(asked.id).taken) == 1


def test_a_door_hears_the_reason_that_staff_gave_for_a_no_and_of_none_if_they_gave_none() -> None:
    bench = YesBench()
    maya, omar = bench.waits(MAYA), bench.waits(OMAR)
    why = RefusalReason.LESSON.value
    bench.take(Declined(**bench.head(DOOR_214, maya.id), staff=STONE, why=why))
    bench.declined_at(DOOR_214, omar, STONE)
    sync = bench.told()
    assert set(sync.declined) == {maya.id, omar.id}
    assert sync.declined_why == {maya.id: why}


def test_a_correction_by_staff_whom_nobody_knows_is_alerted() -> None:
    bench = YesBench()
    asked = bench.waits(MAYA)
    event = Corrected(
        **bench.head(DOOR_214, asked.id), staff=NOBODY, returned_at=bench.now, note=""
    )
    bench.take(event)
    assert [a.staff for a in bench.alerts("unknown_staff")] == [NOBODY]


def test_where_the_destination_says_yes_the_origin_can_not() -> None:
    bench = YesBench(asking_school(Approval.DESTINATION))
    asked = bench.waits(MAYA)
    bench.approved_at(DOOR_214, asked)
    assert bench.waiting() == [MAYA]
    refused = bench.accept(asked)
    assert isinstance(refused, Refusal)
    assert refused.ruling is WireRuling.APPROVE
    asked = bench.waits(MAYA)
    bench.approved_at(DOOR_118, asked)
    assert [call.id for call in bench.calls()] == [asked.id]
    assert isinstance(bench.accept(asked), Grant)


def test_where_the_destination_says_yes_nobody_can_lend_that_yes_another_name() -> None:
    bench = YesBench(asking_school(Approval.DESTINATION))
    asked = bench.waits(MAYA)
    bench.say_yes(asked)
    assert isinstance(bench.accept(asked, StaffId("t-other")), Refusal)


# --- no -------------------------------------------------------------------------------------------


def test_a_no_is_told_to_the_students_door_for_a_while() -> None:
    bench = YesBench()
    asked = bench.waits(MAYA)
    commands = bench.give(SaidNo(asked.id, "After the test.", STONE))
    assert any(isinstance(c, Reply) and isinstance(c.message, DoorCommand) for c in commands)
    assert bench.waiting() == []
    assert bench.told(DOOR_214).declined == (asked.id,)
    assert bench.told(DOOR_118).declined == ()
    bench.now += timedelta(minutes=3)
    bench.give(BeatDue())
    assert bench.told(DOOR_214).declined == ()


# --- acts -----------------------------------------------------------------------------------------


def test_a_yes_for_several_says_which_did_not_wait() -> None:
    bench = YesBench()
    asked = bench.waits(MAYA)
    gone = PassId("p-gone")
    commands = bench.give(ActAsked(SaidYes((asked.id, gone), STONE), "1"))
    assert answer(commands).told == {"approved": [asked.id], "not_waiting": [gone]}


@pytest.mark.parametrize(
    "act", [SaidYes((PassId("p-1"),), STONE), SaidNo(PassId("p-1"), "", STONE)]
)
def test_an_act_on_what_does_not_wait_is_refused(act: SaidYes | SaidNo) -> None:
    fault = answer(YesBench().give(ActAsked(act, "1"))).fault
    assert fault is not None
    assert "waits for a yes" in fault.why
