import copy
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.core.aggregator.coordination import BarrierWaved, Broadcast, BuildingCommand, DoorSaid
from kiosk.core.door.doorbook import PutMarks, Requeue
from kiosk.core.door.inputs import Heard
from kiosk.core.ids import BootId, DoorId, StaffId
from kiosk.core.protocol import (
    RECOVERING,
    DoorCommand,
    EpochBeat,
    Grant,
    Heartbeat,
    Refusal,
    Request,
)
from tests.core.building_bench import (
    BOOT,
    DOOR_118,
    DOOR_214,
    IVY,
    LATER_BOOT,
    MAYA,
    OMAR,
    RESTROOM,
    BuildingBench,
    abandoned,
    apart,
    beat,
    ended,
    replies,
    request,
    school,
    started,
    sync_in,
)
from tests.core.door_bench import NOON, DoorBench

STAFF = StaffId("t-case")


def why(answer: Grant | Refusal) -> str:
    return answer.reason if isinstance(answer, Refusal) else "granted"


def told(bench: BuildingBench) -> list[str]:
    return [alert.text for alert in bench.alerts("rollback")]


class Restored:
    """Maya was granted a pass at 214 and started it; then the aggregator came back from before."""

    def __init__(self) -> None:
        self.bench = BuildingBench(school(apart(MAYA, OMAR)))
        self.bench.grant(IVY)
        backup = copy.deepcopy(self.bench.journal)
        self.asked = self.bench.grant(MAYA)
        self.started = self.bench.start_pass(self.asked)
        self.bench.journal = backup
        self.bench.start()

    def beat(self, door: DoorId, *, seq: int = 0, fence: int = 0, epoch: int = 1) -> Heartbeat:
        return replace(beat(door, last_seq={BOOT: seq}), max_fence=fence, epoch=epoch)

    def give(self, heartbeat: Heartbeat) -> list[BuildingCommand]:
        return self.bench.give(DoorSaid(heartbeat.door, heartbeat))

    def notice(self) -> list[BuildingCommand]:
        return self.give(self.beat(DOOR_214, seq=1, fence=2))

    def everything_told(self) -> None:
        self.bench.take(self.started)
        self.give(self.beat(DOOR_214, seq=1, fence=2, epoch=2))

    def try_omar(self) -> str:
        return why(self.bench.answer(self.bench.ask(OMAR, RESTROOM, DOOR_118)))


# --- the aggregator's record ---------------------------------------------------------------------


def test_a_fence_above_ours_begins_a_new_epoch_with_higher_fences() -> None:
    restored = Restored()
    commands = restored.notice()
    building = restored.bench.mind.building
    assert (building.epoch, building.fence) == (2, 2)
    assert [c.message for c in commands if isinstance(c, Broadcast)] == [
        EpochBeat(epoch=2, now=restored.bench.now)
    ]
    assert sync_in(commands).epoch == 2
    assert "gone back" in told(restored.bench)[0]


def test_the_new_epoch_is_above_any_that_a_door_has_seen() -> None:
    restored = Restored()
    restored.give(restored.beat(DOOR_118, epoch=6))
    assert restored.bench.mind.building.epoch == 7
    assert restored.try_omar() == RECOVERING


def test_a_request_of_a_later_epoch_begins_one_too() -> None:
    restored = Restored()
    asked = replace(restored.bench.ask(OMAR, RESTROOM, DOOR_118), epoch=3)
    restored.bench.give(DoorSaid(DOOR_118, asked))
    assert restored.bench.mind.building.epoch == 4
    assert restored.try_omar() == RECOVERING


def test_a_start_with_a_grant_that_we_never_gave_begins_one_too() -> None:
    restored = Restored()
    restored.bench.take(restored.started)
    assert restored.bench.mind.building.epoch == 2
    assert restored.try_omar() == RECOVERING


def test_a_pass_that_started_alone_begins_none() -> None:
    bench = BuildingBench()
    bench.start_pass(bench.ask(MAYA), offline=True)
    assert bench.mind.building.barrier is None


def test_after_a_start_a_door_says_what_it_knows_before_it_is_granted_anything() -> None:
    restored = Restored()
    asked = restored.bench.ask(OMAR, RESTROOM, DOOR_118)
    (order,) = replies(restored.bench.give(DoorSaid(DOOR_118, asked)))
    assert isinstance(order, DoorCommand)
    restored.give(restored.beat(DOOR_118))
    assert why(restored.bench.answer(asked)) == "granted"


def test_behind_the_barrier_nothing_is_granted_and_nothing_is_remembered() -> None:
    restored = Restored()
    restored.notice()
    asked = restored.bench.ask(IVY, RESTROOM, DOOR_118)
    assert why(restored.bench.answer(asked)) == RECOVERING
    assert asked.id not in restored.bench.mind.building.answers
    restored.bench.give(BarrierWaved(STAFF))
    restored.give(restored.beat(DOOR_118, epoch=2))
    assert why(restored.bench.answer(asked)) == "already_out"


def test_a_remembered_answer_and_a_dead_id_stand_behind_the_barrier_too() -> None:
    restored = Restored()
    bench = restored.bench
    first = next(iter(bench.mind.building.answers.values())).request
    gone = bench.ask(OMAR, RESTROOM, DOOR_118)
    bench.take(abandoned(gone, bench.next_seq(DOOR_118)))
    restored.notice()
    assert why(bench.answer(first)) == "granted"
    assert why(bench.answer(gone)) == "dead"


def test_a_lost_grant_is_held_again_before_the_barrier_falls() -> None:
    restored = Restored()
    restored.notice()
    restored.give(restored.beat(DOOR_118, fence=2, epoch=2))
    assert restored.try_omar() == RECOVERING
    restored.everything_told()
    assert restored.bench.record(restored.asked.id).held
    assert restored.try_omar() == "hall_full"
    assert "Every door has reported" in told(restored.bench)[-1]


def test_a_heartbeat_from_before_the_new_epoch_clears_no_door() -> None:
    restored = Restored()
    restored.notice()
    restored.give(restored.beat(DOOR_118, fence=2, epoch=1))
    restored.everything_told()
    assert restored.try_omar() == RECOVERING


def test_a_door_whose_events_are_missing_clears_nothing() -> None:
    restored = Restored()
    restored.notice()
    restored.give(restored.beat(DOOR_118, fence=2, epoch=2))
    restored.give(restored.beat(DOOR_214, seq=1, fence=2, epoch=2))
    assert restored.try_omar() == RECOVERING


def test_a_door_never_heard_of_is_not_waited_for_until_it_is_there() -> None:
    bench = BuildingBench(heard=[DOOR_214])
    bench.say(replace(beat(DOOR_214), max_fence=9))
    bench.say(replace(beat(DOOR_118), epoch=1))
    bench.say(replace(beat(DOOR_214), max_fence=9, epoch=2))
    assert bench.mind.building.barrier is not None
    bench.say(replace(beat(DOOR_118), epoch=2))
    assert bench.mind.building.barrier is None


def test_the_barrier_and_its_fence_stand_over_a_restart() -> None:
    restored = Restored()
    restored.notice()
    restored.give(restored.beat(DOOR_118, fence=2, epoch=2))
    restored.bench.start()
    building = restored.bench.mind.building
    assert (building.epoch, building.fence) == (2, 2)
    restored.give(restored.beat(DOOR_118, seq=0, fence=2, epoch=2))
    assert restored.try_omar() == RECOVERING
    restored.everything_told()
    assert building.barrier is None


def test_a_later_fence_behind_the_barrier_is_taken_without_another_epoch() -> None:
    restored = Restored()
    restored.notice()
    restored.give(restored.beat(DOOR_118, fence=5, epoch=1))
    restored.bench.start()
    assert (restored.bench.mind.building.epoch, restored.bench.mind.building.fence) == (2, 5)


def test_a_second_restore_begins_the_barrier_anew() -> None:
    restored = Restored()
    restored.notice()
    restored.give(restored.beat(DOOR_118, fence=2, epoch=2))
    restored.give(restored.beat(DOOR_118, fence=2, epoch=3))
    barrier = restored.bench.mind.building.barrier
    assert barrier is not None
    assert barrier.in_step == frozenset()
    assert restored.bench.mind.building.epoch == 4


def test_a_backup_made_behind_the_barrier_counts_no_door_that_had_reported_by_then() -> None:
    restored = Restored()
    bench = restored.bench
    restored.notice()
    restored.everything_told()
    backup = copy.deepcopy(bench.journal)
    restored.give(restored.beat(DOOR_118, fence=2, epoch=2))
    assert bench.mind.building.barrier is None
    # Grant 3 goes to 214, which starts the pass; then the backup is put back.
    bench.journal = backup
    bench.start()
    restored.give(restored.beat(DOOR_214, seq=2, fence=3, epoch=2))
    restored.give(restored.beat(DOOR_118, fence=3, epoch=2))
    assert restored.try_omar() == RECOVERING
    assert bench.mind.building.epoch == 3


def test_staff_wave_it_through_by_name() -> None:
    restored = Restored()
    restored.notice()
    restored.bench.give(BarrierWaved(STAFF))
    restored.give(restored.beat(DOOR_118, epoch=2))
    assert restored.try_omar() == "granted"
    assert told(restored.bench)[-1].startswith("Passes are granted again on the word of t-case")
    before = len(told(restored.bench))
    restored.bench.give(BarrierWaved(STAFF))
    assert len(told(restored.bench)) == before


# --- a door ---------------------------------------------------------------------------------------


def test_a_door_takes_a_new_epoch_durably_and_reports_at_once() -> None:
    bench = DoorBench()
    before = len(bench.heartbeats)
    bench.hear(EpochBeat(epoch=2, now=NOON))
    assert bench.heartbeats[before].epoch == 2
    assert any(PutMarks(2, 0) in record.changes for record in bench.records)


def test_a_door_sends_again_what_the_new_epoch_lacks() -> None:
    bench = DoorBench()
    bench.go()
    bench.ack_all()
    bench.ms += 1_000
    bench.give(Heard(EpochBeat(epoch=2, now=NOON)))
    bench.rows.clear()
    bench.sync(epoch=2, upto={bench.boot: 0})
    assert Requeue(bench.boot, (1,)) in bench.records[-1].changes
    assert bench.rows == [(bench.boot, 1)]


def test_a_door_knows_of_grants_to_others() -> None:
    bench = DoorBench()
    bench.sync(fence=17)
    bench.wait(5_000)
    assert bench.heartbeats[-1].max_fence == 17


# --- a door's card -------------------------------------------------------------------------------


def lives(**seqs: int) -> dict[BootId, int]:
    return {BootId(boot.replace("_", "-")): seq for boot, seq in seqs.items()}


def ended_pass(bench: BuildingBench) -> Request:
    asked = bench.grant(MAYA)
    bench.start_pass(asked)
    bench.end_pass(asked)
    return asked


@pytest.mark.parametrize(
    ("found", "lost"),
    [
        (lives(boot_1=2, boot_2=0), 0),
        (lives(boot_1=1, boot_2=0), 1),
        (lives(boot_2=0), 2),
    ],
)
def test_a_new_life_that_knows_less_than_the_last_is_told_to_staff(
    found: dict[BootId, int], lost: int
) -> None:
    bench = BuildingBench()
    ended_pass(bench)
    bench.say(beat(DOOR_214, LATER_BOOT, found))
    assert [f"has lost {lost} " in text for text in told(bench)] == [True] * (lost > 0)
    bench.say(beat(DOOR_214, LATER_BOOT, found))
    assert len(told(bench)) == (lost > 0)


def test_what_only_a_heartbeat_had_named_counts_too() -> None:
    bench = BuildingBench()
    bench.say(beat(DOOR_214, BOOT, {BOOT: 3}))
    bench.say(beat(DOOR_214, LATER_BOOT, {BOOT: 1, LATER_BOOT: 0}))
    assert "Door r-214 has lost 2 or more" in told(bench)[0]


def test_a_life_of_which_only_events_came_counts_too() -> None:
    bench = BuildingBench(heard=[])
    bench.take(abandoned(bench.ask(MAYA), 2))
    bench.say(beat(DOOR_214, LATER_BOOT, {LATER_BOOT: 0}))
    assert "has lost 2 or more" in told(bench)[0]


def test_a_late_heartbeat_of_an_earlier_life_tells_of_no_loss() -> None:
    bench = BuildingBench()
    bench.say(beat(DOOR_214, LATER_BOOT, {LATER_BOOT: 0}))
    bench.take(replace(abandoned(bench.ask(MAYA), 1), boot=LATER_BOOT))
    bench.say(beat(DOOR_214, BOOT, {BOOT: 0}))
    bench.say(beat(DOOR_214, LATER_BOOT, {LATER_BOOT: 1}))
    assert told(bench) == []


def test_a_life_forgotten_after_a_long_holiday_is_no_loss() -> None:
    bench = BuildingBench()
    ended_pass(bench)
    bench.now += timedelta(days=3)
    bench.say(beat(DOOR_214, LATER_BOOT, {LATER_BOOT: 0}))
    assert told(bench) == []


def test_a_request_and_an_event_of_the_lost_time_are_taken_when_they_come_late() -> None:
    restored = Restored()
    restored.notice()
    late = request(restored.asked.id, MAYA)
    assert why(restored.bench.answer(late)) == RECOVERING
    restored.bench.take(ended(restored.asked, 2, restored.bench.now))
    restored.bench.take(started(restored.asked, 1, restored.bench.now))
    assert why(restored.bench.answer(late)) == "dead"
