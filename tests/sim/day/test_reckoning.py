"""Each way in which the record and the students can differ, and each rule, broken on purpose."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk.core.aggregator.passes import Granted, PassRecord
from kiosk.core.events import CheckedIn, Ended, EndedHow, EventHead, IdentifiedBy, Started
from kiosk.core.ids import (
    BootId,
    DestinationId,
    DoorId,
    OccurrenceId,
    PassId,
    RoomId,
    StudentId,
)
from kiosk.core.protocol import Request
from kiosk.sim.day.bells import periods
from kiosk.sim.day.diary import Outing
from kiosk.sim.day.people import Group, SchoolPlan, plan_school
from kiosk.sim.day.reckoning import Matched, ends_as_told, matched, rules_kept
from kiosk.sim.day.spec import DaySpec

LESSONS = periods(2)
NINE = LESSONS[0].opens + timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
SLACK = timedelta(seconds=1)
ROOM, OTHER = RoomId("101"), RoomId("102")
REST, WATER = DestinationId("restroom-0"), DestinationId("fountain-0")
MAYA, OMAR = StudentId("s-00001"), StudentId("s-00002")
SCHOOL: SchoolPlan = replace(
    plan_school(DaySpec(students=40, doors=2)), groups=(Group((MAYA, OMAR), anywhere=False),)
)


def outing(
    who: StudentId = MAYA,
    goal: DestinationId = WATER,
    at: datetime = NINE,
    minutes: int = 4,
    origin: RoomId = ROOM,
) -> Outing:
    back = at + minutes * MINUTE
    return Outing(
        student=who,
        origin=origin,
        destination=goal,
        urgent=False,
        chosen=at,
        shown=at,
        returned=back,
        tapped=back,
        welcomed=back,
    )


def record_of(lived: Outing, number: int = 1) -> PassRecord:
    """The record as it must be."""
    asked = _request(lived, number)
    started = Started(
        **_head(asked, 1, lived.shown),
        student=lived.student,
        destination=lived.destination,
        origin=lived.origin,
        identified_by=IdentifiedBy.CARD,
        approved_by=None,
        urgent=False,
        offline=False,
        override=False,
        minutes=5,
    )
    ended = Ended(**_head(asked, 2, lived.tapped), how=EndedHow.TAP)
    record = PassRecord(asked.id, Granted(asked, 1, 5, lived.chosen))
    return record.with_event(started, lived.shown).with_event(ended, lived.returned)


def undone_record(lived: Outing) -> PassRecord:
    """The record of a go that was taken back."""
    record = record_of(lived)
    asked = _request(lived, 1)
    start = record.started
    assert start is not None
    ended = Ended(**_head(asked, 2, lived.undone), how=EndedHow.VOID, undone=True)
    return PassRecord(asked.id, record.granted).with_event(start, NINE).with_event(ended, NINE)


def marked(record: PassRecord, **marks: object) -> PassRecord:
    """The same record with another mark on its start."""
    start = record.started
    assert start is not None
    changed = replace(start, **marks)  # type: ignore[arg-type] # the caller names fields of a start
    key = (start.door, start.boot, start.seq)
    return replace(record, taken={**record.taken, key: replace(record.taken[key], event=changed)})


def _request(lived: Outing, number: int) -> Request:
    return Request(
        door=DoorId(f"door-{lived.origin}"),
        boot=BootId(f"b-{number}"),
        id=PassId(f"p{number}"),
        student=lived.student,
        destination=lived.destination,
        origin=lived.origin,
        identified_by=IdentifiedBy.CARD,
        mono_ms=1,
        at=lived.chosen,
        epoch=1,
    )


def _head(asked: Request, seq: int, at: datetime | None) -> EventHead:
    return EventHead(door=asked.door, boot=asked.boot, seq=seq, id=asked.id, mono_ms=seq, at=at)


def broken(*lived: Outing) -> list[str]:
    pairs = [Matched(record_of(one, n), one) for n, one in enumerate(lived)]
    return rules_kept(pairs, SCHOOL, LESSONS)


def test_two_equal_accounts_are_without_fault() -> None:
    lived = outing()
    pairs, faults = matched([lived], [record_of(lived)], SLACK)
    assert faults == []
    assert ends_as_told(pairs, SLACK) == []
    assert broken(lived) == []


def test_a_pass_that_the_record_has_not_is_a_fault() -> None:
    _, faults = matched([outing()], [], SLACK)
    assert len(faults) == 1


def test_a_pass_that_the_record_has_twice_is_a_fault() -> None:
    lived = outing()
    _, faults = matched([lived], [record_of(lived, 1), record_of(lived, 2)], SLACK)
    assert faults


def test_a_pass_that_nobody_went_with_is_a_fault() -> None:
    _, faults = matched([], [record_of(outing())], SLACK)
    assert len(faults) == 1


@pytest.mark.parametrize(
    "other", [outing(OMAR), outing(goal=REST), outing(at=NINE + MINUTE), outing(origin=OTHER)]
)
def test_another_student_place_time_or_room_is_a_fault(other: Outing) -> None:
    _, faults = matched([outing()], [record_of(other)], SLACK)
    assert len(faults) == 2


def test_another_time_of_return_is_a_fault() -> None:
    lived = outing()
    wrong = record_of(replace(lived, tapped=NINE + 2 * MINUTE))
    pairs, _ = matched([lived], [wrong], SLACK)
    assert len(ends_as_told(pairs, SLACK)) == 1


def test_a_forgotten_pass_that_was_ended_by_a_tap_is_a_fault() -> None:
    lived = outing()
    pairs = [Matched(record_of(lived), replace(lived, tapped=None, welcomed=None))]
    assert len(ends_as_told(pairs, SLACK)) == 1


def test_two_of_an_encounter_group_in_one_place_are_a_fault() -> None:
    near = broken(outing(MAYA, REST), outing(OMAR, REST, origin=OTHER))
    far = broken(outing(MAYA, REST), outing(OMAR, WATER, origin=OTHER))
    assert [fault.split(":")[0] for fault in near] == ["encounter"]
    assert far == []


def test_a_place_with_more_than_it_takes_is_a_fault() -> None:
    others = [StudentId("s-00003"), StudentId("s-00004")]
    found = broken(outing(others[0]), outing(others[1], origin=OTHER))
    assert [fault.split(":")[0] for fault in found] == ["capacity"]
    assert broken(outing(others[0]), outing(others[1], at=NINE + 4 * MINUTE)) == []


def test_one_student_with_two_passes_at_once_is_a_fault() -> None:
    found = broken(outing(goal=REST), outing(at=NINE + MINUTE))
    assert [fault.split(":")[0] for fault in found] == ["two passes at once"]


def test_a_pass_too_many_for_one_day_is_a_fault() -> None:
    lived = [outing(goal=REST, at=NINE + hour * 5 * MINUTE) for hour in range(4)]
    assert [fault.split(":")[0] for fault in broken(*lived)] == ["daily limit"]


def test_a_pass_in_a_no_fly_time_is_a_fault() -> None:
    found = broken(outing(at=LESSONS[0].starts + MINUTE))
    assert [fault.split(":")[0] for fault in found] == ["no-fly time"]


def test_a_go_that_was_taken_back_is_one_in_both_accounts() -> None:
    lived = replace(outing(), tapped=None, welcomed=None, undone=NINE)
    pairs, faults = matched([lived], [undone_record(lived)], SLACK)
    assert (faults, ends_as_told(pairs, SLACK)) == ([], [])


def test_a_go_taken_back_that_the_record_has_as_a_pass_is_a_fault() -> None:
    lived = replace(outing(), tapped=None, welcomed=None, undone=NINE)
    _, faults = matched([lived], [record_of(outing())], SLACK)
    assert len(faults) == 2
    _, faults = matched([outing()], [undone_record(lived)], SLACK)
    assert len(faults) == 2


def test_a_check_in_is_one_in_both_accounts() -> None:
    lived = outing()
    at = NINE + MINUTE
    told = replace(lived, checked_in=at, greeted=at)
    event = CheckedIn(**_head(_request(lived, 1), 3, at), student=MAYA)
    kept = record_of(lived).with_event(event, at)
    assert ends_as_told([Matched(kept, told)], SLACK) == []
    assert ends_as_told([Matched(kept, lived)], SLACK)
    assert ends_as_told([Matched(record_of(lived), told)], SLACK)
    assert ends_as_told(
        [Matched(kept, replace(told, checked_in=at + MINUTE, greeted=at + MINUTE))], SLACK
    )


@pytest.mark.parametrize(
    ("mark", "lived"),
    [
        ({"override": True}, replace(outing(), override=True)),
        ({"appointment": OccurrenceId("a-1")}, replace(outing(), appointed=True)),
    ],
)
def test_an_exception_is_one_in_both_accounts(mark: dict[str, object], lived: Outing) -> None:
    assert matched([lived], [marked(record_of(lived), **mark)], SLACK)[1] == []
    assert len(matched([lived], [record_of(lived)], SLACK)[1]) == 2
    assert len(matched([outing()], [marked(record_of(lived), **mark)], SLACK)[1]) == 2


def test_a_rule_that_the_teacher_went_past_binds_nobody() -> None:
    early = replace(outing(at=LESSONS[0].starts + MINUTE), override=True)
    assert broken(early) == []


def test_an_appointment_uses_up_no_pass_of_the_day_nor_waits_for_the_time() -> None:
    lived = [outing(goal=REST, at=NINE + hour * 5 * MINUTE) for hour in range(3)]
    appointed = replace(outing(at=LESSONS[0].starts + MINUTE), appointed=True)
    assert broken(appointed, *lived) == []
