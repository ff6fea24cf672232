from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.core.aggregator.buildingbook import PutEvent, PutQuarantine
from kiosk.core.aggregator.coordination import (
    BeatDue,
    Broadcast,
    BuildingCommand,
    DoorSaid,
    EventCame,
    HoldsSet,
    LinkUp,
    PresenceChanged,
    PublishCounts,
    PublishDoor,
    PublishEvent,
    PublishPass,
    Record,
    Reply,
    StaffEnded,
    Unreadable,
)
from kiosk.core.aggregator.ownhand import OWN_DOOR
from kiosk.core.aggregator.streams import MISSING_MAX, QUARANTINE_MAX
from kiosk.core.doorschool import policy_document, roster_parts
from kiosk.core.events import Ended, EndedHow, PassEvent
from kiosk.core.ids import DoorId, PassId, StaffId
from kiosk.core.protocol import Ack, DoorCommand, EpochBeat, Freeze, Heartbeat, Hold
from kiosk.core.rule import Holds
from kiosk.core.schoolparts import PolicyDocument, RosterPart
from tests.core.building_bench import (
    BOOT,
    BOOTH,
    DOOR_118,
    DOOR_214,
    IVY,
    LATER_BOOT,
    MAYA,
    OMAR,
    ROOM_214,
    SECOND,
    BuildingBench,
    abandoned,
    arrived,
    beat,
    ended,
    replies,
    request,
    school,
    started,
)

STAFF = StaffId("t-case")
ASKED = request(PassId("p-1"))


def acks(commands: list[BuildingCommand]) -> list[Ack]:
    return [m for m in replies(commands) if isinstance(m, Ack)]


def took(commands: list[BuildingCommand]) -> list[PutEvent]:
    changes = [c for r in commands if isinstance(r, Record) for c in r.changes]
    return [c for c in changes if isinstance(c, PutEvent)]


# --- events (A2) ---------------------------------------------------------------------------------


def test_an_event_is_kept_as_it_came_told_once_and_acknowledged() -> None:
    bench = BuildingBench()
    event = started(ASKED, 1, bench.now, offline=True)
    commands = bench.give(EventCame(DOOR_214, event, b"raw"))
    assert [(c.n, c.raw) for c in took(commands)] == [(1, b"raw")]
    assert [c.n for c in commands if isinstance(c, PublishEvent)] == [1]
    assert acks(commands) == [Ack(boot=BOOT, upto=1, missing=(), epoch=1)]


def test_a_second_copy_is_only_acknowledged() -> None:
    bench = BuildingBench()
    event = started(ASKED, 1, bench.now, offline=True)
    bench.take(event)
    commands = bench.take(event)
    assert [type(c) for c in commands] == [Reply]
    assert acks(commands)[0].upto == 1


def test_a_copy_after_a_restart_is_only_acknowledged() -> None:
    bench = BuildingBench()
    event = started(ASKED, 1, bench.now, offline=True)
    bench.take(event)
    bench.start()
    assert took(bench.take(event)) == []


def test_a_batch_is_acknowledged_once_per_life_with_its_holes() -> None:
    bench = BuildingBench()
    events = [started(request(PassId(f"p-{n}")), n, None, offline=True) for n in (1, 4, 2, 6)]
    commands = bench.give(*(EventCame(DOOR_214, e, b"-") for e in events))
    assert acks(commands) == [Ack(boot=BOOT, upto=6, missing=(3, 5), epoch=1)]


def test_too_many_holes_are_named_by_the_end_before_the_first() -> None:
    bench = BuildingBench()
    commands = bench.take(started(ASKED, MISSING_MAX + 2, None, offline=True))
    assert acks(commands) == [Ack(boot=BOOT, upto=0, missing=(), epoch=1)]


def test_events_in_whatever_order_give_the_same_pass() -> None:
    told = []
    for order in (1, -1):
        bench = BuildingBench()
        events: list[PassEvent] = [
            started(ASKED, 1, bench.now, offline=True),
            ended(ASKED, 2, bench.now),
        ]
        for event in events[::order]:
            bench.take(event)
        told.append(bench.record(ASKED.id))
    assert told[0] == told[1]
    assert not told[0].held


def test_events_of_a_superseded_life_are_taken_in() -> None:
    bench = BuildingBench()
    bench.say(beat(boot=LATER_BOOT, last_seq={BOOT: 1, LATER_BOOT: 0}))
    commands = bench.take(started(ASKED, 1, bench.now, offline=True))
    assert len(took(commands)) == 1
    assert acks(commands)[0].boot == BOOT


def test_feed_numbers_go_on_over_a_restart() -> None:
    bench = BuildingBench()
    bench.take(started(ASKED, 1, bench.now, offline=True))
    bench.start()
    assert [c.n for c in took(bench.take(ended(ASKED, 2, bench.now)))] == [2]


# --- what can't be read --------------------------------------------------------------------------


def garbage(seq: int | None) -> Unreadable:
    return Unreadable(DOOR_214, b"{", "not JSON", BOOT if seq else None, seq)


def test_what_cannot_be_read_is_kept_reported_and_acknowledged() -> None:
    bench = BuildingBench()
    commands = bench.give(garbage(1))
    changes = [c for r in commands if isinstance(r, Record) for c in r.changes]
    assert [c.raw for c in changes if isinstance(c, PutQuarantine)] == [b"{"]
    assert acks(commands)[0].upto == 1
    assert len(bench.alerts("quarantine")) == 1


def test_nothing_unreadable_blocks_the_stream() -> None:
    bench = BuildingBench()
    bench.take(started(ASKED, 2, bench.now, offline=True))
    assert acks(bench.give(garbage(1)))[0] == Ack(boot=BOOT, upto=2, missing=(), epoch=1)


def test_a_second_copy_of_garbage_is_only_acknowledged() -> None:
    bench = BuildingBench()
    bench.give(garbage(1))
    assert [type(c) for c in bench.give(garbage(1))] == [Reply]


def test_garbage_without_a_place_cannot_fill_the_disk() -> None:
    bench = BuildingBench()
    for _ in range(QUARANTINE_MAX):
        bench.give(garbage(None))
    assert bench.give(garbage(None)) == []


def test_a_door_that_was_moved_is_not_stuck_with_its_old_events() -> None:
    bench = BuildingBench()
    event = started(ASKED, 1, bench.now, offline=True)
    commands = bench.give(EventCame(DOOR_118, event, b"raw"))
    assert took(commands) == []
    assert [c.door for c in commands if isinstance(c, Reply)] == [DOOR_118]
    assert acks(commands)[0].upto == 1
    assert not bench.record(ASKED.id).held


def test_no_door_speaks_as_the_aggregator() -> None:
    bench = BuildingBench()
    event = replace(ended(ASKED, 1, bench.now), door=OWN_DOOR)
    assert took(bench.give(EventCame(OWN_DOOR, event, b"raw"))) == []


# --- held (A3) and returns elsewhere (A4) --------------------------------------------------------


def test_what_is_held_is_held_after_a_restart() -> None:
    bench = BuildingBench()
    granted, doubtful = bench.grant(MAYA), bench.ask(OMAR)
    bench.take(abandoned(doubtful, 1, doubt=True))
    given_back = bench.grant(IVY)
    bench.take(abandoned(given_back, 2))
    bench.start()
    held = {record.id for record in bench.mind.building.held()}
    assert held == {granted.id, doubtful.id}


def test_a_return_that_is_surely_later_closes_the_pass() -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    bench.start_pass(asked)
    bench.take(arrived(asked, DOOR_118, 1, bench.now + 4 * SECOND))
    assert not bench.record(asked.id).held
    assert bench.alerts("unproved_return") == []


@pytest.mark.parametrize("seconds", [-60, 0, 3, None])
def test_a_return_that_may_have_been_earlier_closes_nothing_and_staff_are_told(
    seconds: int | None,
) -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    bench.start_pass(asked)
    at = None if seconds is None else bench.now + seconds * SECOND
    bench.take(arrived(asked, DOOR_118, 1, at))
    assert bench.record(asked.id).held
    assert len(bench.alerts("unproved_return")) == 1


def test_a_return_before_its_start_is_known_closes_nothing() -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    bench.take(arrived(asked, DOOR_118, 1, bench.now + 60 * SECOND))
    assert bench.record(asked.id).held
    bench.start_pass(asked)
    assert not bench.record(asked.id).held


# --- lives, school and holds ---------------------------------------------------------------------


def said_to(bench: BuildingBench, heartbeat: Heartbeat) -> list[str]:
    commands = bench.give(DoorSaid(heartbeat.door, heartbeat))
    return [type(message).__name__ for message in replies(commands)]


def test_a_door_gets_the_roster_and_policy_that_it_lacks() -> None:
    bench = BuildingBench()
    assert said_to(bench, beat()) == ["Sync", "PolicyDocument", "RosterPart"]
    current = replace(
        beat(),
        policy=policy_document(bench.school, ROOM_214).version,
        roster=roster_parts(bench.school, ROOM_214)[0].version,
    )
    assert said_to(bench, current) == ["Sync"]


def test_a_door_that_the_roster_does_not_name_gets_no_school() -> None:
    bench = BuildingBench()
    assert said_to(bench, beat(DoorId("door-9"))) == ["Sync"]


def test_a_school_on_the_wire_holds_no_group_and_no_last_name() -> None:
    bench = BuildingBench()
    told = [m for m in replies(bench.commands) if isinstance(m, PolicyDocument | RosterPart)]
    assert told
    assert "Lopez" not in repr(told)
    assert "g-1" not in repr(told)


def test_holds_are_kept_and_told_to_all_doors() -> None:
    bench = BuildingBench()
    commands = bench.give(HoldsSet(Holds(hold=True, students=frozenset({MAYA})), STAFF))
    told = [c.message for c in commands if isinstance(c, Broadcast)]
    assert told == [Hold(on=True, epoch=1), Freeze(rooms=(), destinations=(), epoch=1)]
    bench.start()
    assert bench.mind.building.holds.students == {MAYA}


def test_a_building_has_one_epoch_over_restarts() -> None:
    bench = BuildingBench()
    bench.start()
    assert bench.mind.building.epoch == 1
    assert bench.journal.epoch == 1


# --- staff ---------------------------------------------------------------------------------------


def test_staff_end_a_pass_away_from_its_door_and_the_door_is_asked_to_look() -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    bench.start_pass(asked)
    commands = bench.give(StaffEnded(asked.id, STAFF))
    (kept,) = took(commands)
    assert isinstance(kept.event, Ended)
    assert (kept.event.how, kept.event.staff) == (EndedHow.STAFF, STAFF)
    assert [type(m) for m in replies(commands)] == [DoorCommand]
    assert not bench.record(asked.id).held


def test_staff_end_a_pass_only_once() -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    bench.give(StaffEnded(asked.id, STAFF))
    assert bench.give(StaffEnded(asked.id, STAFF), StaffEnded(PassId("p-none"), STAFF)) == []


# --- beats and links -----------------------------------------------------------------------------


def test_each_beat_says_the_epoch_to_all_doors() -> None:
    bench = BuildingBench()
    commands = bench.give(BeatDue())
    assert Broadcast(EpochBeat(epoch=1, now=bench.now)) in commands


def test_a_new_link_hears_the_epoch_the_holds_and_every_open_pass() -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    told = [type(c) for c in bench.give(LinkUp())]
    assert told == [Broadcast, Broadcast, Broadcast, PublishPass, PublishCounts]
    assert asked.id in {c.id for c in bench.commands if isinstance(c, PublishPass)}


def test_counts_are_told_when_they_change() -> None:
    bench = BuildingBench()
    commands = bench.give(DoorSaid(DOOR_214, bench.ask(MAYA, BOOTH)))
    assert [c.counts.out for c in commands if isinstance(c, PublishCounts)] == [1]
    assert not any(isinstance(c, PublishCounts) for c in bench.give(BeatDue()))


def test_only_a_heartbeat_shows_a_door_online() -> None:
    # A retained birth outlives its door.
    bench = BuildingBench(heard=())
    bench.give(PresenceChanged(DOOR_214, online=True))
    assert not bench.mind.building.door_info(DOOR_214).online
    bench.say(beat())
    bench.give(PresenceChanged(DOOR_214, online=True))
    assert bench.mind.building.door_info(DOOR_214).online
    bench.give(PresenceChanged(DOOR_214, online=False))
    assert not bench.mind.building.door_info(DOOR_214).online


def test_it_is_told_at_once_and_once_that_a_door_is_gone() -> None:
    bench = BuildingBench()
    told = bench.give(PresenceChanged(DOOR_214, online=False))
    assert [(c.row.door, c.row.online) for c in told if isinstance(c, PublishDoor)] == [
        (DOOR_214, False)
    ]
    assert not any(isinstance(c, PublishDoor) for c in bench.give(BeatDue()))


def test_each_day_forgets_what_nothing_can_ask_for_any_more() -> None:
    bench = BuildingBench()
    over, held = bench.grant(MAYA), bench.grant(OMAR)
    bench.start_pass(over)
    bench.end_pass(over)
    bench.give(BeatDue())
    bench.now += timedelta(days=3)
    bench.give(BeatDue())
    assert over.id not in bench.mind.building.records
    assert over.id not in bench.mind.building.answers
    assert held.id in bench.mind.building.records
    assert held.id in bench.mind.building.answers


def test_the_commands_of_equal_batches_are_equal() -> None:
    told = []
    for _ in range(2):
        bench = BuildingBench(school(booth=1))
        bench.start_pass(bench.grant(MAYA, BOOTH))
        bench.take(started(request(PassId("p-9"), OMAR, BOOTH), 2, None, offline=True))
        told.append(bench.commands)
    assert told[0] == told[1]
