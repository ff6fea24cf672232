from datetime import timedelta

from kiosk.core.aggregator.buildingbook import PutEvent
from kiosk.core.aggregator.coordination import (
    BarrierWaved,
    BeatDue,
    PublishEvent,
    Record,
    StaffAct,
    StaffCorrected,
    StaffEnded,
    StaffExtended,
    StaffInput,
)
from kiosk.core.aggregator.ownhand import OwnHand
from kiosk.core.aggregator.staffing import EXTENDED_MINUTES_MAX, act
from kiosk.core.events import Corrected, Extended, PassEvent
from kiosk.core.ids import BootId, MoreMinutes, PassId, StaffId
from kiosk.core.protocol import DoorCommand, Request, Sync
from tests.core.building_bench import MAYA, SECOND, BuildingBench, beat, replies, sync_in

STAFF = StaffId("t-case")
MINUTE = timedelta(minutes=1)
NOBODYS = PassId("p-none")


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


def made(bench: BuildingBench, act: StaffAct) -> PassEvent:
    """Let staff do it; return the event that was kept and told."""
    commands = bench.give(act)
    (kept,) = [c for r in commands if isinstance(r, Record) for c in r.changes][:1]
    (told,) = [c.event for c in commands if isinstance(c, PublishEvent)]
    assert isinstance(kept, PutEvent)
    assert kept.event == told
    assert any(isinstance(m, DoorCommand) for m in replies(commands))
    return told


def test_staff_extend_a_pass_and_its_door_learns_the_minutes() -> None:
    bench = BuildingBench()
    asked = out(bench)
    event = made(bench, StaffExtended(asked.id, 5, STAFF))
    assert isinstance(event, Extended)
    assert (event.staff, event.minutes) == (STAFF, 5)
    assert answer_to_beat(bench, asked).allowances == {asked.id: 10}


def test_an_extended_pass_is_overtime_only_past_all_its_minutes() -> None:
    bench = BuildingBench()
    asked = out(bench)
    bench.give(StaffExtended(asked.id, 5, STAFF))
    pass_time(bench, 6)
    assert bench.alerts("overtime") == []
    pass_time(bench, 5)
    assert len(bench.alerts("overtime")) == 1


def test_staff_correct_a_return_with_their_name_to_it() -> None:
    bench = BuildingBench()
    asked = out(bench)
    bench.end_pass(asked)
    event = made(bench, StaffCorrected(asked.id, bench.now - SECOND, "seen in class", STAFF))
    assert isinstance(event, Corrected)
    assert (event.staff, event.note) == (STAFF, "seen in class")


def test_what_does_not_fit_the_pass_does_nothing() -> None:
    bench = BuildingBench()
    asked = out(bench)
    acts: list[StaffAct] = [
        StaffCorrected(asked.id, bench.now, "still out", STAFF),
        StaffExtended(asked.id, 0, STAFF),
        StaffExtended(NOBODYS, 5, STAFF),
    ]
    assert bench.give(*acts) == []
    bench.give(StaffEnded(asked.id, STAFF))
    assert bench.give(StaffExtended(asked.id, 5, STAFF)) == []


def test_an_act_that_does_nothing_names_the_field_and_what_is_allowed() -> None:
    bench = BuildingBench()
    asked = out(bench)
    over = EXTENDED_MINUTES_MAX + 1
    faults: dict[StaffInput, tuple[str, str]] = {
        StaffEnded(NOBODYS, STAFF): ("id", "no such pass is known"),
        StaffExtended(asked.id, over, STAFF): ("minutes", "from 1 to"),
        StaffCorrected(NOBODYS, bench.now, "", STAFF): ("id", "no such pass is known"),
        StaffCorrected(asked.id, bench.now, "", STAFF): ("id", "has not ended"),
        BarrierWaved(STAFF): ("act", "no barrier stands"),
    }
    hand = OwnHand(BootId("own"))
    for asked_for, (field, why) in faults.items():
        outcome = act(bench.mind.building, hand, asked_for, bench.now)
        assert outcome.fault is not None
        assert outcome.fault.field == field
        assert why in outcome.fault.why
        assert (outcome.events, outcome.commands) == ((), ())


def test_a_door_hears_of_minutes_that_were_taken_back() -> None:
    bench = BuildingBench()
    asked = out(bench)
    for minutes in (5, -5):
        seq = bench.next_seq(asked.door)
        bench.take(
            Extended(
                door=asked.door,
                boot=asked.boot,
                seq=seq,
                id=asked.id,
                mono_ms=seq,
                at=bench.now,
                staff=STAFF,
                minutes=MoreMinutes(minutes),
            )
        )
    bench.commands.clear()
    bench.say(beat(last_seq={asked.boot: 3}, opened=(asked.id,)))
    assert sync_in(bench.commands).allowances == {asked.id: 5}
