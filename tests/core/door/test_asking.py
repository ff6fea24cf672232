from dataclasses import replace

import pytest

from kiosk.core.door.commands import Record, Send, Show
from kiosk.core.door.doorbook import Append, DropPending, PutMarks, PutOpen, PutPending, Reserve
from kiosk.core.door.inputs import Cancelled, Chose, Heard, LinkChanged, Tick, UrgentPressed
from kiosk.core.door.scene import Notice, Screen, Signal
from kiosk.core.events import Abandoned, Ended, EndedHow, Started
from kiosk.core.ids import DestinationId
from kiosk.core.limits import Span, UsedUp
from kiosk.core.policy import WhenAlone
from kiosk.core.protocol import DEAD, RECOVERING, Freeze, Hold, Request, WireRuling
from tests.core.door_bench import (
    BADGE,
    LATER_BOOT,
    MAYAS_CARD,
    OFFICE,
    OMARS_CARD,
    RESTROOM,
    ROOM,
    TEACHER,
    DoorBench,
    alone_policy,
    grant,
    refusal,
    school,
)


def last_started(bench: DoorBench) -> Started:
    found = [event for event in bench.events if isinstance(event, Started)]
    return found[-1]


def last_abandoned(bench: DoorBench) -> Abandoned:
    found = [event for event in bench.events if isinstance(event, Abandoned)]
    return found[-1]


# --- asking (D1) ---------------------------------------------------------------------------------


def test_the_pending_request_is_recorded_before_it_is_sent() -> None:
    bench = DoorBench()
    bench.tap(MAYAS_CARD)
    commands = bench.keeper.step(Chose(RESTROOM), bench.moment())
    first, second = commands[:2]
    assert isinstance(first, Record)
    assert [type(change) for change in first.changes] == [PutPending]
    assert isinstance(second, Send)


def in_reserve() -> DoorBench:
    """Return a door from which one student went out, with an id for the next on its disk."""
    bench = DoorBench()
    bench.go()
    return bench


def test_an_id_in_reserve_lets_the_request_go_without_a_commit() -> None:
    bench = in_reserve()
    (reserved,) = bench.journal.reserved
    bench.tap(OMARS_CARD)
    commands = bench.keeper.step(Chose(RESTROOM), bench.moment())
    assert isinstance(commands[0], Send)
    assert isinstance(commands[0].message, Request)
    assert commands[0].message.id == reserved
    assert not any(isinstance(command, Record) for command in commands)


def test_such_a_request_is_recorded_before_it_goes_again() -> None:
    bench = in_reserve()
    asked = bench.ask(OMARS_CARD)
    assert (bench.journal.pending, list(bench.journal.reserved)) == ({}, [asked.id])
    bench.ms += 500
    first, second = bench.keeper.step(Tick(), bench.moment())[:2]
    assert isinstance(first, Record)
    assert [type(change) for change in first.changes] == [PutPending]
    assert isinstance(second, Send)


def test_such_a_request_is_recorded_before_the_door_decides_alone() -> None:
    bench = in_reserve()
    asked = bench.ask(OMARS_CARD)
    bench.wait(5_000)
    assert list(bench.journal.pending) == [asked.id]
    assert bench.journal.reserved == {}


def test_each_answer_puts_the_next_id_in_reserve() -> None:
    bench = in_reserve()
    asked = bench.ask(OMARS_CARD)
    bench.hear(grant(asked))
    bench.must_show(Screen.OUT)
    (reserved,) = bench.journal.reserved
    assert reserved != asked.id


def test_without_a_link_the_id_in_reserve_waits() -> None:
    bench = in_reserve()
    (reserved,) = bench.journal.reserved
    bench.give(LinkChanged(up=False))
    bench.tap(OMARS_CARD)
    bench.give(Chose(RESTROOM))
    assert list(bench.journal.pending) != [reserved]
    assert list(bench.journal.reserved) == [reserved]


@pytest.mark.parametrize("unclean", [False, True])
def test_a_grant_for_an_id_of_an_earlier_life_is_given_back(*, unclean: bool) -> None:
    bench = in_reserve()
    asked = bench.ask(OMARS_CARD)
    bench.begin(LATER_BOOT, unclean=unclean)
    bench.link()
    bench.sync(reserved=(asked.id,))
    gone = last_abandoned(bench)
    assert (gone.id, gone.doubt) == (asked.id, unclean)


def test_checking_is_shown_with_the_request() -> None:
    bench = DoorBench()
    bench.ask()
    bench.must_show(Screen.CHECKING)


def test_the_same_request_goes_again_at_half_a_second_one_and_one_and_a_half() -> None:
    bench = DoorBench()
    first = bench.ask()
    times = []
    for _ in range(40):
        before = len(bench.requests)
        bench.wait(50)
        times += [bench.ms] * (len(bench.requests) - before)
    assert times == [500, 1_000, 1_500]
    assert {r.id for r in bench.requests} == {first.id}
    assert [r.attempt for r in bench.requests] == [1, 2, 3, 4]


def test_at_two_seconds_the_door_decides_alone_with_the_same_id() -> None:
    bench = DoorBench()
    asked = bench.ask()
    bench.wait(1_999)
    bench.must_show(Screen.CHECKING)
    bench.wait(1)
    bench.must_show(Screen.ASK_TEACHER)
    bench.tap(BADGE)
    assert last_started(bench).id == asked.id


def test_a_late_answer_changes_nothing() -> None:
    bench = DoorBench()
    asked = bench.ask()
    bench.wait(2_000)
    bench.hear(grant(asked))
    bench.hear(refusal(asked, WireRuling.REFUSE))
    bench.must_show(Screen.ASK_TEACHER)
    assert bench.kinds == []


def test_the_second_of_two_answers_changes_nothing() -> None:
    bench = DoorBench()
    asked = bench.ask()
    bench.hear(refusal(asked, WireRuling.REFUSE))
    bench.hear(grant(asked))
    bench.must_show(Screen.REFUSED)
    assert bench.kinds == ["refused"]


def test_an_answer_to_another_request_changes_nothing() -> None:
    bench = DoorBench()
    earlier = bench.ask()
    bench.give(Cancelled())
    bench.ask(OMARS_CARD)
    bench.hear(grant(earlier))
    bench.must_show(Screen.CHECKING)


def test_a_building_still_recovering_is_asked_on() -> None:
    bench = DoorBench()
    asked = bench.ask()
    bench.hear(refusal(asked, WireRuling.WAIT, RECOVERING))
    bench.must_show(Screen.CHECKING)
    bench.hear(grant(asked))
    bench.must_show(Screen.OUT)


def test_a_dead_request_is_dropped_without_an_event() -> None:
    bench = DoorBench()
    asked = bench.ask()
    bench.hear(refusal(asked, WireRuling.REFUSE, DEAD))
    bench.must_show(Screen.REFUSED)
    assert (bench.kinds, bench.journal.pending) == ([], {})


def test_a_place_to_wait_for_is_shown_as_a_wait() -> None:
    bench = DoorBench()
    bench.hear(refusal(bench.ask(), WireRuling.WAIT))
    assert (bench.screen, bench.scene.signal) == (Screen.REFUSED, Signal.WAIT)


# --- a teacher's yes -----------------------------------------------------------------------------


def test_a_badge_starts_a_new_request_that_names_the_refused_one() -> None:
    bench = DoorBench()
    first = bench.ask(to=OFFICE)
    bench.hear(refusal(first, WireRuling.APPROVE, "needs_approval"))
    bench.tap(BADGE)
    second = bench.requests[-1]
    assert (second.after, second.approved_by) == (first.id, TEACHER)
    assert second.id != first.id
    bench.hear(grant(second))
    assert last_started(bench).approved_by == TEACHER
    assert not last_started(bench).override


def test_alone_a_badge_starts_the_pass_as_an_override() -> None:
    bench = DoorBench()
    bench.give(LinkChanged(up=False))
    bench.tap(MAYAS_CARD)
    bench.give(Chose(RESTROOM))
    bench.must_show(Screen.ASK_TEACHER)
    bench.tap(BADGE)
    started = last_started(bench)
    assert (started.offline, started.override, started.approved_by) == (True, True, TEACHER)
    bench.must_show(Screen.OUT)


def test_alone_nothing_starts_where_the_school_says_so() -> None:
    bench = DoorBench(of=school(alone_policy(WhenAlone.REFUSE)))
    bench.ask()
    bench.wait(2_000)
    assert (bench.screen, bench.scene.notice and bench.scene.notice.code) == (
        Screen.REFUSED,
        "alone",
    )
    assert bench.kinds == ["abandoned"]


def test_alone_a_hold_is_no_question_for_the_teacher() -> None:
    bench = DoorBench()
    bench.ask()
    bench.hear(Hold(on=True, epoch=1))
    bench.wait(2_000)
    assert bench.scene.notice is not None
    assert bench.scene.notice.code == "hold"


def test_a_hold_that_comes_while_the_teacher_is_asked_wins() -> None:
    bench = DoorBench()
    bench.ask()
    bench.wait(2_000)
    bench.hear(Hold(on=True, epoch=1))
    bench.tap(BADGE)
    bench.must_show(Screen.REFUSED)
    assert bench.kinds == ["abandoned"]


# --- starting (D2) -------------------------------------------------------------------------------


def test_one_transaction_drops_the_pending_opens_the_pass_and_queues_the_start() -> None:
    bench = DoorBench()
    bench.go()
    changes = bench.records[-1].changes
    assert [type(c) for c in changes] == [DropPending, PutOpen, Append, PutMarks, Reserve]


def test_the_go_is_shown_only_after_the_commit() -> None:
    bench = DoorBench()
    asked = bench.ask()
    commands = bench.keeper.step(Heard(grant(asked)), bench.moment())
    assert any(isinstance(c, Record) and c.go == asked.id for c in commands)
    commands += bench.keeper.settle(bench.moment())
    assert Screen.OUT not in [c.scene.screen for c in commands if isinstance(c, Show)]


@pytest.mark.parametrize(
    ("commit_ms", "screen"), [(3_000, Screen.OUT), (3_001, Screen.NOT_RECORDED)]
)
def test_a_commit_of_more_than_three_seconds_is_not_shown(commit_ms: int, screen: Screen) -> None:
    bench = DoorBench()
    bench.commit_ms = commit_ms
    bench.go()
    assert bench.screen is screen
    assert (Screen.OUT in {s.screen for s in bench.scenes}) is (screen is Screen.OUT)


def test_a_go_that_was_not_shown_ends_as_void() -> None:
    bench = DoorBench()
    bench.commit_ms = 5_000
    bench.go()
    ended = bench.events[-1]
    assert isinstance(ended, Ended)
    assert ended.how is EndedHow.VOID
    assert bench.journal.open == {}


def test_the_minutes_are_the_grants() -> None:
    bench = DoorBench()
    bench.go()
    assert last_started(bench).minutes == 5


# --- given up (D3) -------------------------------------------------------------------------------


@pytest.mark.parametrize("waits_ms", [0, 2_000], ids=["while checking", "at the teacher's page"])
def test_giving_up_is_one_transaction(waits_ms: int) -> None:
    bench = DoorBench()
    asked = bench.ask()
    bench.wait(waits_ms)
    bench.give(Cancelled())
    changes = bench.records[-1].changes
    assert [type(c) for c in changes] == [DropPending, Append, Reserve]
    assert (last_abandoned(bench).id, last_abandoned(bench).doubt) == (asked.id, False)


def test_a_teacher_who_does_not_come_ends_the_request() -> None:
    bench = DoorBench()
    bench.ask()
    bench.wait(2_000)
    bench.wait(60_000)
    bench.must_show(Screen.IDLE)
    assert bench.kinds == ["abandoned"]


# --- urgent and local refusals -------------------------------------------------------------------


def test_urgent_never_waits() -> None:
    bench = DoorBench()
    bench.hear(Hold(on=True, epoch=1))
    bench.tap(MAYAS_CARD)
    bench.give(UrgentPressed())
    bench.give(Chose(RESTROOM))
    bench.must_show(Screen.OUT)
    assert (last_started(bench).urgent, bench.requests) == (True, [])


def test_urgent_starts_without_a_link_too() -> None:
    bench = DoorBench()
    bench.give(LinkChanged(up=False))
    bench.tap(MAYAS_CARD)
    bench.give(UrgentPressed())
    bench.give(Chose(RESTROOM))
    bench.must_show(Screen.OUT)


def test_what_the_room_knows_to_be_refused_asks_nobody() -> None:
    bench = DoorBench()
    bench.hear(Freeze(rooms=(ROOM,), destinations=(), epoch=1))
    bench.tap(MAYAS_CARD)
    bench.give(Chose(RESTROOM))
    assert (bench.screen, bench.kinds, bench.requests) == (Screen.REFUSED, ["refused"], [])


def test_a_destination_that_is_not_on_the_page_is_no_choice() -> None:
    bench = DoorBench()
    bench.tap(MAYAS_CARD)
    bench.give(Chose(DestinationId("roof")))
    bench.must_show(Screen.CHOOSE)


def test_a_pass_takes_three_commits_and_its_acknowledgements_one() -> None:
    bench = DoorBench()
    before = len(bench.records)
    bench.go()
    bench.ack_all()
    bench.wait(4_000)
    bench.tap(MAYAS_CARD)
    bench.ack_all()
    assert len(bench.records) - before == 3
    bench.wait(5_000)
    assert len(bench.records) - before == 4


def test_a_used_up_limit_is_told_with_its_span() -> None:
    bench = DoorBench()
    asked = bench.ask()
    week = UsedUp(Span.WEEK)
    bench.hear(replace(refusal(asked, WireRuling.APPROVE, "pass_limit"), used_up=week))
    assert bench.screen is Screen.ASK_TEACHER
    assert bench.scene.notice == Notice("pass_limit", used_up=week)
