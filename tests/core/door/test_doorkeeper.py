from dataclasses import replace

from kiosk.core.door.commands import Record
from kiosk.core.door.doorbook import DoorMemory, MarkAcked, PurgeAcked, PutMarks, PutRoster
from kiosk.core.door.doorkeeper import STATES_MAX
from kiosk.core.door.inputs import Chose, EventGone, LinkChanged, ReaderChanged, UrgentPressed
from kiosk.core.door.passstates import PassState
from kiosk.core.door.scene import Banner, Screen
from kiosk.core.doorschool import policy_document, roster_parts
from kiosk.core.events import Abandoned
from kiosk.core.ids import PassId
from kiosk.core.protocol import Ack, DoorCommand, DoorOrder, EpochBeat, Hold, WireRuling
from kiosk.core.schoolparts import PolicyDocument, RosterPart
from tests.core.door_bench import (
    BADGE,
    BOOT,
    LATER_BOOT,
    MAYA,
    MAYAS_CARD,
    NOON,
    OMARS_CARD,
    RESTROOM,
    ROOM,
    DoorBench,
    grant,
    refusal,
    school,
)

# --- starting (D5) -------------------------------------------------------------------------------


def restarted(bench: DoorBench, *, unclean: bool) -> list[Abandoned]:
    bench.begin(LATER_BOOT, unclean=unclean)
    return [event for event in bench.events if isinstance(event, Abandoned)]


def test_a_pending_of_an_older_boot_is_abandoned_before_anything_else() -> None:
    bench = DoorBench()
    asked = bench.ask()
    (gone,) = restarted(bench, unclean=False)
    assert (gone.id, gone.boot, gone.doubt) == (asked.id, LATER_BOOT, False)
    assert (gone.student, gone.destination) == (MAYA, asked.destination)
    assert bench.journal.pending == {}


def test_after_an_unclean_stop_it_is_in_doubt() -> None:
    bench = DoorBench()
    bench.ask()
    (gone,) = restarted(bench, unclean=True)
    assert gone.doubt


def test_an_open_pass_is_open_after_a_start() -> None:
    bench = DoorBench()
    pass_id = bench.go()
    bench.begin(LATER_BOOT, unclean=True)
    assert [row.id for row in bench.scene.out_now] == [pass_id]
    bench.tap(MAYAS_CARD)
    assert bench.kinds == ["started", "ended"]


def test_a_start_knows_the_school_without_the_building() -> None:
    bench = DoorBench()
    bench.begin(LATER_BOOT)
    bench.must_show(Screen.IDLE)


def test_a_first_start_waits_for_the_school() -> None:
    assert DoorBench(linked=False).screen is Screen.STARTING


# --- heartbeats ----------------------------------------------------------------------------------


def test_a_heartbeat_goes_on_connect_and_every_five_seconds() -> None:
    bench = DoorBench()
    for _ in range(11):
        bench.wait(1_000)
    assert [h.mono_ms for h in bench.heartbeats] == [0, 5_000, 10_000]


def test_a_heartbeat_says_what_the_door_holds() -> None:
    bench = DoorBench()
    out = bench.go()
    asked = bench.ask(OMARS_CARD)
    bench.hear(DoorCommand(command=DoorOrder.HEARTBEAT, epoch=1))
    said = bench.heartbeats[-1]
    assert (said.open, said.pending, dict(said.last_seq)) == ((out,), (asked.id,), {BOOT: 1})
    assert (said.max_fence, said.epoch, said.health["outbox"]) == (1, 1, 1)


def test_a_broker_that_passes_nothing_on_is_left() -> None:
    bench = DoorBench()
    bench.wait(10_000)
    assert bench.dropped == []
    bench.wait(5_000)
    assert len(bench.dropped) == 1


def test_nothing_is_sent_without_a_link() -> None:
    bench = DoorBench()
    bench.give(LinkChanged(up=False))
    bench.sent.clear()
    bench.tap(MAYAS_CARD)
    bench.wait(5_000)
    assert (bench.sent, bench.rows) == ([], [])


# --- the outbox (D6) -----------------------------------------------------------------------------


def test_an_event_is_sent_at_once_and_again_after_each_heartbeat_until_acknowledged() -> None:
    bench = DoorBench()
    bench.go()
    bench.wait(5_000)
    assert bench.rows == [(BOOT, 1), (BOOT, 1)]
    bench.ack_all()
    bench.wait(5_000)
    assert bench.rows == [(BOOT, 1), (BOOT, 1)]


def test_events_made_without_a_link_go_when_it_is_back() -> None:
    bench = DoorBench()
    bench.give(LinkChanged(up=False))
    bench.tap(MAYAS_CARD)
    bench.give(UrgentPressed())
    bench.give(Chose(RESTROOM))
    assert bench.rows == []
    bench.give(LinkChanged(up=True))
    assert bench.rows == [(BOOT, 1)]


def test_an_acknowledgement_makes_no_commit_of_its_own() -> None:
    bench = DoorBench()
    bench.go()
    before = len(bench.records)
    bench.ack_all()
    assert len(bench.records) == before


def test_an_acknowledgement_rides_on_the_next_commit_that_no_go_waits_for() -> None:
    bench = DoorBench()
    bench.go()
    bench.ack_all()
    bench.hear(grant(bench.ask(OMARS_CARD)))
    assert bench.marked == []
    bench.wait(4_000)
    bench.tap(MAYAS_CARD)
    assert bench.records[-1].changes[0] == MarkAcked(BOOT, (1,), bench.moment().now)
    assert len(bench.marked) == 1


def test_an_acknowledgement_is_recorded_at_the_next_heartbeat_at_the_latest() -> None:
    bench = DoorBench()
    bench.go()
    bench.ack_all()
    bench.give(LinkChanged(up=False))
    bench.wait(5_000)
    assert [mark.seqs for mark in bench.marked] == [(1,)]


def test_an_acknowledgement_lost_with_a_crash_only_means_a_resend() -> None:
    bench = DoorBench()
    bench.go()
    bench.ack_all()
    bench.begin(LATER_BOOT, unclean=True)
    bench.rows.clear()
    bench.give(LinkChanged(up=True))
    assert bench.rows == [(BOOT, 1)]


def test_an_event_the_journal_lost_is_not_sent_again() -> None:
    bench = DoorBench()
    bench.go()
    bench.give(EventGone(BOOT, 1))
    bench.wait(5_000)
    assert bench.rows == [(BOOT, 1)]
    assert bench.heartbeats[-1].health["outbox"] == 0


def test_acknowledged_events_are_purged_after_48_hours_by_a_known_clock() -> None:
    bench = DoorBench()
    bench.clock_known = False
    bench.wait(3_600_000)
    bench.clock_known = True
    bench.wait(3_600_000)
    purges = [c for r in bench.records for c in r.changes if isinstance(c, PurgeAcked)]
    assert len(purges) == 1


def test_only_so_many_finished_passes_are_remembered() -> None:
    bench = DoorBench()
    states = bench.keeper.state.states
    states.update({PassId(f"p-{n:06d}"): PassState.ENDED for n in range(STATES_MAX + 10)})
    states[PassId("p-000000")] = PassState.ACTIVE
    bench.wait(3_600_000)
    assert len(states) == STATES_MAX + 1
    assert PassId("p-000000") in states


# --- epochs (D7) ---------------------------------------------------------------------------------


def test_answers_of_an_older_epoch_are_ignored() -> None:
    bench = DoorBench()
    asked = bench.ask()
    bench.hear(EpochBeat(epoch=2, now=NOON))
    bench.hear(grant(asked, epoch=1))
    bench.hear(refusal(asked, WireRuling.REFUSE, epoch=1))
    bench.must_show(Screen.CHECKING)
    bench.hear(grant(asked, epoch=2))
    bench.must_show(Screen.OUT)


def test_acknowledgements_of_an_older_epoch_are_ignored() -> None:
    bench = DoorBench()
    bench.hear(EpochBeat(epoch=2, now=NOON))
    bench.hear(grant(bench.ask(), epoch=2))
    bench.hear(Ack(boot=BOOT, upto=1, missing=(), epoch=1))
    assert len(bench.keeper.state.outbox) == 1


def test_a_new_epoch_is_durable_before_what_came_with_it() -> None:
    bench = DoorBench()
    bench.hear(Hold(on=True, epoch=3))
    assert bench.records[-1] == Record((PutMarks(3, 0),))
    bench.begin(LATER_BOOT)
    assert bench.keeper.state.epoch == 3


# --- the school, in parts ------------------------------------------------------------------------


def parts(version: str) -> list[RosterPart]:
    whole = roster_parts(school(), ROOM)[0]
    empty = replace(whole, version=version, parts=2, students=(), staff=())
    first = replace(empty, part=1, students=whole.students)
    return [first, replace(empty, part=2, staff=whole.staff)]


def rosters(bench: DoorBench) -> list[PutRoster]:
    return [c for r in bench.records for c in r.changes if isinstance(c, PutRoster)]


def test_a_roster_counts_once_all_its_parts_have_come_in_whatever_order() -> None:
    bench = DoorBench(linked=False)
    bench.hear(policy_document(school(), ROOM))
    second, first = reversed(parts("v1"))
    bench.hear(second)
    bench.hear(second)
    bench.tap(MAYAS_CARD)
    assert (bench.screen, rosters(bench)) == (Screen.CARD_UNKNOWN, [])
    bench.hear(first)
    bench.wait(9_000)
    bench.tap(MAYAS_CARD)
    bench.must_show(Screen.CHOOSE)
    assert [part.part for part in rosters(bench)[0].parts] == [1, 2]


def test_parts_of_two_versions_never_mix() -> None:
    bench = DoorBench()
    bench.hear(parts("v1")[0])
    bench.hear(parts("v2")[1])
    assert len(rosters(bench)) == 1
    bench.hear(parts("v2")[0])
    assert {part.version for part in rosters(bench)[-1].parts} == {"v2"}


def test_the_roster_that_the_door_has_is_not_recorded_again() -> None:
    bench = DoorBench()
    bench.hear(roster_parts(bench.school, ROOM)[0])
    bench.hear(policy_document(bench.school, ROOM))
    assert len(rosters(bench)) == 1


def test_an_unreadable_policy_leaves_the_old_one_and_shows_in_the_health() -> None:
    bench = DoorBench()
    bench.hear(PolicyDocument(version="v9", document={}))
    bench.must_show(Screen.IDLE)
    bench.wait(5_000)
    said = bench.heartbeats[-1]
    assert said.policy == policy_document(bench.school, ROOM).version
    assert "policy_fault" in said.health


def test_a_roster_may_come_before_the_policy() -> None:
    bench = DoorBench(linked=False)
    bench.hear(roster_parts(bench.school, ROOM)[0])
    bench.hear(policy_document(bench.school, ROOM))
    bench.tap(MAYAS_CARD)
    bench.must_show(Screen.CHOOSE)


# --- the whole door ------------------------------------------------------------------------------


def test_a_lost_reader_shows_on_the_door() -> None:
    bench = DoorBench()
    bench.give(ReaderChanged(ready=False))
    assert Banner.READER_UNPLUGGED in bench.scene.banners


def test_an_equal_scene_is_not_shown_again() -> None:
    bench = DoorBench()
    before = len(bench.scenes)
    bench.wait(100)
    assert len(bench.scenes) == before


def test_a_memory_with_two_kept_boots_is_named_whole_in_the_heartbeat() -> None:
    bench = DoorBench()
    bench.go()
    bench.begin(LATER_BOOT)
    bench.give(LinkChanged(up=True))
    assert dict(bench.heartbeats[-1].last_seq) == {BOOT: 1, LATER_BOOT: 0}


def test_the_order_of_a_memorys_sets_changes_nothing() -> None:
    acked = [(BOOT, 1), (LATER_BOOT, 1), (BOOT, 2)]
    told = []
    for rows in (acked, acked[::-1]):
        memory = DoorMemory(LATER_BOOT, unclean=False, acked=frozenset(rows))
        bench = DoorBench(linked=False)
        bench.begin(LATER_BOOT, memory=memory)
        bench.give(LinkChanged(up=True))
        bench.sync(bench.heartbeats[-1], mono_ms=1, upto={})
        told.append(bench.records[-1])
    assert told[0] == told[1]


def test_a_badge_approves_after_a_restart_of_the_link() -> None:
    bench = DoorBench()
    asked = bench.ask()
    bench.wait(2_000)
    bench.give(LinkChanged(up=False))
    bench.give(LinkChanged(up=True))
    assert bench.heartbeats[-1].pending == (asked.id,)
    bench.tap(BADGE)
    bench.must_show(Screen.OUT)
