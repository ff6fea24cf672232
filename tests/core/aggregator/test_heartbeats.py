from dataclasses import replace

import pytest

from kiosk.core.aggregator.coordination import DoorSaid, HoldsSet, StaffEnded
from kiosk.core.aggregator.heartbeats import CONCLUDED_MAX
from kiosk.core.ids import BootId, PassId, RoomId, StaffId
from kiosk.core.protocol import Heartbeat, Sync
from kiosk.core.rule import Holds
from tests.core.building_bench import (
    BOOT,
    BOOTH,
    DOOR_118,
    DOOR_214,
    LATER_BOOT,
    MAYA,
    OMAR,
    RESTROOM,
    BuildingBench,
    abandoned,
    arrived,
    beat,
    ended,
    request,
    school,
    started,
    sync_in,
)

STAFF = StaffId("t-case")


def answer(bench: BuildingBench, heartbeat: Heartbeat) -> Sync:
    return sync_in(bench.give(DoorSaid(heartbeat.door, heartbeat)))


def concluded(sync: Sync) -> tuple[tuple[PassId, ...], ...]:
    return sync.closed, tuple(whole.id for whole in sync.adopt), sync.reserved


def test_an_answer_names_its_heartbeat_and_how_far_each_boot_is_taken_in() -> None:
    bench = BuildingBench()
    bench.start_pass(bench.grant(MAYA))
    sync = answer(bench, beat(last_seq={BOOT: 1, LATER_BOOT: 0}))
    assert (sync.boot, sync.mono_ms, sync.now) == (BOOT, 1_000, bench.now)
    assert dict(sync.upto) == {BOOT: 1, LATER_BOOT: 0}


# --- in step (A5) --------------------------------------------------------------------------------


def test_in_step_a_grant_nobody_names_is_reserved() -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    assert answer(bench, beat()).reserved == (asked.id,)
    assert answer(bench, beat(pending=(asked.id,))).reserved == ()


def test_in_step_a_pass_the_door_lost_is_to_be_adopted_whole() -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    bench.start_pass(asked)
    (whole,) = answer(bench, beat(last_seq={BOOT: 1})).adopt
    assert (whole.id, whole.student, whole.label) == (asked.id, MAYA, "Maya L.")
    assert answer(bench, beat(last_seq={BOOT: 1}, opened=(asked.id,))).adopt == ()


@pytest.mark.parametrize("how", ["by staff", "by a proved return"])
def test_in_step_a_pass_ended_elsewhere_is_closed(how: str) -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    bench.start_pass(asked)
    bench.ask(OMAR)
    bench.ask(OMAR)
    bench.ask(OMAR)
    bench.ask(OMAR)
    if how == "by staff":
        bench.give(StaffEnded(asked.id, STAFF))
    else:
        bench.take(arrived(asked, DOOR_118, 1, bench.now))
    assert answer(bench, beat(last_seq={BOOT: 1}, opened=(asked.id,))).closed == (asked.id,)


def test_out_of_step_nothing_is_concluded() -> None:
    bench = BuildingBench()
    unused = bench.grant(OMAR)
    asked = bench.grant(MAYA)
    bench.start_pass(asked)
    bench.give(StaffEnded(asked.id, STAFF))
    behind = beat(last_seq={BOOT: 2}, opened=(asked.id,))
    stale = beat(last_seq={BOOT: 0}, opened=(asked.id,))
    assert concluded(answer(bench, behind)) == ((), (), ())
    assert concluded(answer(bench, stale)) == ((), (), ())
    in_step = beat(last_seq={BOOT: 1}, opened=(asked.id,))
    assert concluded(answer(bench, in_step)) == ((asked.id,), (), (unused.id,))


def test_an_event_beyond_a_hole_is_out_of_step() -> None:
    bench = BuildingBench()
    bench.grant(OMAR)
    bench.take(ended(request(PassId("p-9")), 2, bench.now))
    assert concluded(answer(bench, beat())) == ((), (), ())


def test_a_card_rolled_back_can_be_in_step_again() -> None:
    # Of the life before, the aggregator holds more than the card remembers.
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    bench.start_pass(asked)
    rolled_back = beat(boot=LATER_BOOT, last_seq={BOOT: 0, LATER_BOOT: 0})
    assert [whole.id for whole in answer(bench, rolled_back).adopt] == [asked.id]


def test_events_of_an_older_life_still_missing_are_out_of_step() -> None:
    bench = BuildingBench()
    bench.grant(MAYA)
    later = beat(boot=LATER_BOOT, last_seq={BOOT: 1, LATER_BOOT: 0})
    assert concluded(answer(bench, later)) == ((), (), ())


def test_what_is_in_doubt_is_neither_adopted_nor_reserved() -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    bench.take(abandoned(asked, 1, doubt=True))
    assert concluded(answer(bench, beat(last_seq={BOOT: 1}))) == ((), (), ())


def test_another_doors_passes_are_not_told() -> None:
    bench = BuildingBench()
    bench.grant(MAYA)
    assert concluded(answer(bench, beat(DOOR_118))) == ((), (), ())


def test_an_answer_names_no_more_than_fit_a_message() -> None:
    bench = BuildingBench()
    for n in range(CONCLUDED_MAX + 5):
        asked = request(PassId(f"p-{n:03d}"))
        bench.take(started(asked, n + 1, bench.now, offline=True))
    sync = answer(bench, beat(last_seq={BOOT: CONCLUDED_MAX + 5}))
    assert len(sync.adopt) == CONCLUDED_MAX
    named = tuple(whole.id for whole in sync.adopt)
    rest = answer(bench, beat(last_seq={BOOT: CONCLUDED_MAX + 5}, opened=named))
    assert len(rest.adopt) == 5


# --- lives of a door -----------------------------------------------------------------------------


def test_a_heartbeat_of_a_superseded_boot_is_not_answered() -> None:
    bench = BuildingBench()
    bench.say(beat(boot=LATER_BOOT, last_seq={BOOT: 0, LATER_BOOT: 0}))
    assert bench.give(DoorSaid(DOOR_214, beat())) == []


def test_an_old_boots_late_first_heartbeat_does_no_lasting_harm() -> None:
    bench = BuildingBench(heard=())
    bench.say(beat(boot=LATER_BOOT))
    bench.say(beat(boot=BootId("boot-0")))
    bench.say(beat(boot=LATER_BOOT))
    asked = replace(bench.ask(MAYA), boot=LATER_BOOT)
    assert type(bench.answer(asked)).__name__ == "Grant"


def test_a_heartbeat_in_another_doors_name_is_not_answered() -> None:
    bench = BuildingBench()
    assert bench.give(DoorSaid(DOOR_118, beat(DOOR_214))) == []


# --- what else the answer brings -----------------------------------------------------------------


def test_holds_and_free_places_come_along_in_a_fixed_order() -> None:
    bench = BuildingBench(school(booth=2))
    bench.grant(MAYA, BOOTH)
    rooms = frozenset(RoomId(f"r-{n}") for n in range(9))
    bench.give(HoldsSet(Holds(hold=True, rooms=rooms, destinations=frozenset({RESTROOM})), STAFF))
    sync = answer(bench, beat(DOOR_118))
    assert (sync.hold, sync.frozen_rooms) == (True, tuple(sorted(rooms)))
    assert (sync.frozen_destinations, dict(sync.places)) == ((RESTROOM,), {BOOTH: 1})


def test_a_frozen_student_is_not_told_to_any_door() -> None:
    bench = BuildingBench()
    bench.give(HoldsSet(Holds(students=frozenset({MAYA})), STAFF))
    assert MAYA not in repr(answer(bench, beat()))
