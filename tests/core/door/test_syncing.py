from datetime import timedelta

import pytest

from kiosk.core.door.doorbook import DropOpen, PutOpen, Requeue
from kiosk.core.door.inputs import Cancelled
from kiosk.core.door.scene import Banner
from kiosk.core.events import Abandoned
from kiosk.core.ids import BootId, PassId
from kiosk.core.protocol import Ack, AdoptedPass, DoorCommand, DoorOrder, Heartbeat, WireRuling
from tests.core.door_bench import (
    BOOT,
    LATER_BOOT,
    MAYA,
    MAYAS_CARD,
    NOON,
    OMAR,
    RESTROOM,
    ROOM,
    DoorBench,
    refusal,
)

STRANGE = PassId("p-strange")


def lost(pass_id: PassId = STRANGE) -> AdoptedPass:
    return AdoptedPass(
        id=pass_id,
        student=MAYA,
        label="Maya L.",
        destination=RESTROOM,
        origin=ROOM,
        minutes=5,
        started_at=NOON,
    )


def beat(bench: DoorBench, after_ms: int = 1) -> Heartbeat:
    bench.ms += after_ms
    bench.hear(DoorCommand(command=DoorOrder.HEARTBEAT, epoch=1))
    return bench.heartbeats[-1]


def given_back(bench: DoorBench) -> list[PassId]:
    return [event.id for event in bench.events if isinstance(event, Abandoned)]


# --- minutes that staff add ----------------------------------------------------------------------


def test_a_pass_that_staff_extended_shows_its_new_time_and_keeps_it_over_a_restart() -> None:
    bench = DoorBench()
    pass_id = bench.go()
    bench.sync(beat(bench), allowances={pass_id: 12})
    (row,) = bench.scene.out_now
    assert row.due_at == row.started_at + timedelta(minutes=12)
    bench.begin(LATER_BOOT)
    assert bench.keeper.state.open[pass_id].minutes == 12


def test_minutes_of_a_pass_that_is_over_change_nothing() -> None:
    bench = DoorBench()
    beat_before = beat(bench)
    before = len(bench.records)
    bench.sync(beat_before, allowances={STRANGE: 12})
    assert len(bench.records) == before


# --- adopt, closed, reserved (D8) ----------------------------------------------------------------


def test_a_lost_pass_is_opened_and_its_students_tap_ends_it() -> None:
    bench = DoorBench()
    bench.sync(beat(bench), adopt=(lost(),))
    assert [type(c) for c in bench.records[-1].changes] == [PutOpen]
    bench.tap(MAYAS_CARD)
    assert [(e.id, e.kind) for e in bench.events] == [(STRANGE, "ended")]


def test_a_pass_that_ended_here_is_never_adopted() -> None:
    bench = DoorBench()
    pass_id = bench.go()
    bench.wait(4_000)
    bench.tap(MAYAS_CARD)
    bench.sync(beat(bench), adopt=(lost(pass_id),))
    assert bench.journal.open == {}


def test_nor_is_it_after_a_restart() -> None:
    bench = DoorBench()
    pass_id = bench.go()
    bench.wait(4_000)
    bench.tap(MAYAS_CARD)
    bench.begin(LATER_BOOT)
    bench.link()
    bench.sync(beat(bench), adopt=(lost(pass_id),))
    assert bench.journal.open == {}


def test_a_pass_ended_elsewhere_is_dropped() -> None:
    bench = DoorBench()
    pass_id = bench.go()
    bench.sync(beat(bench), closed=(pass_id, STRANGE))
    assert bench.records[-1].changes == (DropOpen(pass_id),)
    assert bench.scene.out_now == ()


def test_a_grant_nobody_waits_for_is_given_back() -> None:
    bench = DoorBench()
    bench.sync(beat(bench), reserved=(STRANGE,))
    assert given_back(bench) == [STRANGE]


def test_a_grant_given_back_by_a_door_that_lost_its_card_is_adopted_if_it_had_started() -> None:
    bench = DoorBench()
    bench.sync(beat(bench), reserved=(STRANGE,))
    bench.sync(beat(bench), adopt=(lost(),))
    assert list(bench.journal.open) == [STRANGE]
    bench.tap(MAYAS_CARD)
    assert list(bench.journal.open) == []


def test_it_is_adopted_by_the_doors_next_life_too() -> None:
    bench = DoorBench()
    bench.sync(beat(bench), reserved=(STRANGE,))
    bench.begin(LATER_BOOT)
    bench.link()
    bench.sync(beat(bench), adopt=(lost(),))
    bench.tap(MAYAS_CARD)
    assert [e.kind for e in bench.events if e.id == STRANGE] == ["abandoned", "ended"]
    bench.begin(BootId("boot-3"))
    bench.link()
    bench.sync(beat(bench), adopt=(lost(),))
    assert bench.journal.open == {}


def test_a_request_given_up_whose_start_the_door_has_lost_is_adopted() -> None:
    bench = DoorBench()
    asked = bench.ask()
    bench.begin(LATER_BOOT)
    bench.link()
    bench.sync(beat(bench), adopt=(lost(asked.id),))
    assert given_back(bench) == [asked.id]
    assert list(bench.journal.open) == [asked.id]


def test_a_grant_for_a_request_refused_before_is_given_back() -> None:
    # Refusal memory lost plus a request copy two minutes late = a grant nobody owns.
    bench = DoorBench()
    asked = bench.ask()
    bench.hear(refusal(asked, WireRuling.WAIT))
    bench.sync(beat(bench), reserved=(asked.id,))
    bench.sync(beat(bench), reserved=(asked.id,))
    assert given_back(bench) == [asked.id]


def test_a_grant_that_is_waited_for_is_kept() -> None:
    bench = DoorBench()
    heartbeat = beat(bench)
    asked = bench.ask()
    bench.sync(heartbeat, reserved=(asked.id,))
    assert given_back(bench) == []


def test_a_grant_that_has_started_meanwhile_is_kept() -> None:
    bench = DoorBench()
    heartbeat = beat(bench)
    pass_id = bench.go()
    bench.sync(heartbeat, reserved=(pass_id,))
    assert (given_back(bench), list(bench.journal.open)) == ([], [pass_id])


def test_a_grant_given_up_meanwhile_is_not_given_back_twice() -> None:
    bench = DoorBench()
    asked = bench.ask()
    heartbeat = beat(bench)
    bench.give(Cancelled())
    bench.sync(heartbeat, reserved=(asked.id,))
    assert given_back(bench) == [asked.id]


# --- which answers count -------------------------------------------------------------------------


def test_an_answer_to_another_lifes_heartbeat_concludes_nothing() -> None:
    bench = DoorBench()
    heartbeat = beat(bench)
    bench.begin(LATER_BOOT)
    bench.link()
    bench.sync(heartbeat, adopt=(lost(),), reserved=(PassId("p-9"),), hold=True)
    assert (bench.journal.open, bench.kinds) == ({}, [])
    assert Banner.HOLD not in bench.scene.banners


@pytest.mark.parametrize("again", ["an older one", "the same"])
def test_an_answer_that_comes_after_a_newer_one_concludes_nothing(again: str) -> None:
    bench = DoorBench()
    older = beat(bench)
    newer = beat(bench)
    bench.sync(newer)
    bench.sync(older if again == "an older one" else newer, adopt=(lost(),))
    assert bench.journal.open == {}


# --- lost events (D6) ----------------------------------------------------------------------------


def test_events_come_back_only_by_an_answer_to_a_later_heartbeat() -> None:
    bench = DoorBench()
    bench.go()
    earlier = beat(bench)
    bench.ms += 5
    bench.ack_all()
    bench.sync(earlier, upto={BOOT: 0})
    assert len(bench.keeper.state.outbox) == 0
    bench.sync(beat(bench), upto={BOOT: 0})
    assert bench.records[-1].changes == (Requeue(BOOT, (1,)),)
    assert bench.rows[-1] == (BOOT, 1)


def test_a_mark_not_yet_recorded_is_recorded_before_it_is_taken_back() -> None:
    bench = DoorBench()
    bench.go()
    bench.ms += 1
    heartbeat = beat(bench)
    bench.ack_all()
    bench.keeper.state.outbox._acked_ms[BOOT, 1] = 0
    bench.sync(heartbeat, upto={BOOT: 0})
    assert [type(c).__name__ for c in bench.records[-1].changes] == ["MarkAcked", "Requeue"]
    assert bench.journal.acked == {}


def test_resending_after_a_rollback_goes_on_to_the_end() -> None:
    # Resend in insertion order with cumulative acknowledgements livelocked here.
    bench = DoorBench()
    for _ in range(12):
        bench.hear(refusal(bench.ask(), WireRuling.WAIT))
        bench.wait(9_000)
    bench.ack_all()
    bench.rows.clear()
    bench.sync(beat(bench), upto={BOOT: 2})
    held = 2
    while len(bench.keeper.state.outbox):
        fresh = [seq for _, seq in bench.rows if seq > held]
        assert fresh
        held = max(seq for seq in range(held, 13) if set(range(held + 1, seq + 1)) <= set(fresh))
        bench.rows.clear()
        bench.hear(Ack(boot=BOOT, upto=held, missing=(), epoch=1))
    assert held == 12


# --- what the whole door shows -------------------------------------------------------------------


def test_a_hold_and_free_places_come_with_the_answer() -> None:
    bench = DoorBench()
    bench.sync(beat(bench), hold=True, places={RESTROOM: 0})
    assert Banner.HOLD in bench.scene.banners
    assert bench.keeper.state.places == {RESTROOM: 0}


def test_a_room_limit_counts_adopted_passes() -> None:
    bench = DoorBench()
    bench.sync(beat(bench), adopt=(lost(),))
    assert bench.keeper.state.halls.count_from(ROOM) == 1
    assert bench.keeper.state.open_of(OMAR) is None


def test_minutes_that_staff_took_back_are_taken_back_after_an_older_word_too() -> None:
    bench = DoorBench()
    pass_id = bench.go()
    bench.sync(beat(bench), allowances={pass_id: 10})
    bench.sync(beat(bench), allowances={pass_id: 5})
    assert bench.keeper.state.open[pass_id].minutes == 5
