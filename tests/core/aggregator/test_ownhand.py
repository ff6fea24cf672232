from datetime import timedelta

from kiosk.core.aggregator.coordination import BeatDue, PublishEvent, StaffExtended
from kiosk.core.events import Expired
from kiosk.core.ids import StaffId
from kiosk.core.protocol import DoorCommand, Grant, Request, Sync
from tests.core.building_bench import (
    DOOR_118,
    MAYA,
    OMAR,
    BuildingBench,
    apart,
    beat,
    ended,
    replies,
    school,
    sync_in,
)

STAFF = StaffId("t-case")
MINUTE = timedelta(minutes=1)


def out(bench: BuildingBench) -> Request:
    asked = bench.grant(MAYA)
    bench.start_pass(asked)
    return asked


def answer_to_beat(bench: BuildingBench, asked: Request) -> Sync:
    bench.commands.clear()
    bench.say(beat(last_seq={asked.boot: 1}, opened=(asked.id,)))
    return sync_in(bench.commands)


def pass_time(bench: BuildingBench, minutes: float) -> None:
    bench.now += minutes * MINUTE
    bench.give(BeatDue())


# --- forgotten passes ----------------------------------------------------------------------------


def test_a_pass_long_past_its_allowance_is_ended_and_staff_and_door_are_told() -> None:
    bench = BuildingBench()
    asked = out(bench)
    pass_time(bench, 19)
    assert bench.record(asked.id).held
    bench.commands.clear()
    pass_time(bench, 1)
    (event,) = [c.event for c in bench.commands if isinstance(c, PublishEvent)]
    assert isinstance(event, Expired)
    assert not bench.record(asked.id).held
    assert [a.pass_id for a in bench.alerts("expired")] == [asked.id]
    assert any(isinstance(m, DoorCommand) for m in replies(bench.commands))
    assert answer_to_beat(bench, asked).closed == (asked.id,)


def test_a_pass_is_forgotten_once_also_over_a_restart() -> None:
    bench = BuildingBench()
    asked = out(bench)
    pass_time(bench, 7)
    bench.start()
    pass_time(bench, 14)
    pass_time(bench, 1)
    bench.start()
    pass_time(bench, 1)
    assert [a.pass_id for a in bench.alerts("expired")] == [asked.id]


def test_an_extension_holds_the_end_of_a_forgotten_pass_off() -> None:
    bench = BuildingBench()
    asked = out(bench)
    pass_time(bench, 7)
    bench.give(StaffExtended(asked.id, 10, STAFF))
    pass_time(bench, 15)
    assert bench.record(asked.id).held
    pass_time(bench, 9)
    assert not bench.record(asked.id).held


def test_a_school_can_leave_forgotten_passes_open() -> None:
    bench = BuildingBench(school(auto_end_after=None))
    asked = out(bench)
    pass_time(bench, 600)
    assert bench.record(asked.id).held


def test_a_grant_that_was_never_used_is_not_forgotten() -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    pass_time(bench, 7)
    pass_time(bench, 60)
    assert bench.record(asked.id).held


def test_after_a_forgotten_pass_the_student_may_go_at_once() -> None:
    bench = BuildingBench(school(cooldown=15 * MINUTE))
    out(bench)
    pass_time(bench, 7)
    pass_time(bench, 15)
    assert isinstance(bench.answer(bench.ask(MAYA)), Grant)


def test_nobody_meets_a_student_whose_forgotten_pass_ended_until_that_one_is_seen() -> None:
    bench = BuildingBench(school(apart(MAYA, OMAR)))
    asked = out(bench)
    pass_time(bench, 7)
    pass_time(bench, 15)
    assert not isinstance(bench.answer(bench.ask(OMAR, door=DOOR_118)), Grant)
    bench.take(ended(asked, bench.next_seq(asked.door), bench.now))
    assert isinstance(bench.answer(bench.ask(OMAR, door=DOOR_118)), Grant)


def test_no_door_can_say_that_a_pass_was_forgotten() -> None:
    bench = BuildingBench()
    asked = out(bench)
    event = Expired(
        door=asked.door, boot=asked.boot, seq=2, id=asked.id, mono_ms=9_000, at=bench.now
    )
    bench.take(event)
    assert bench.record(asked.id).held
    assert len(bench.alerts("quarantine")) == 1
