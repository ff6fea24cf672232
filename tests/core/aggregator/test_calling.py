from datetime import timedelta

from kiosk.core.aggregator.buildingbook import Barrier
from kiosk.core.aggregator.coordination import (
    DoorSaid,
    EventCame,
    HoldsSet,
    PresenceChanged,
    PublishEvent,
)
from kiosk.core.events import LeftLine
from kiosk.core.ids import StaffId
from kiosk.core.protocol import Call, Grant
from kiosk.core.rule import Holds
from tests.core.building_bench import (
    BOOTH,
    DOOR_118,
    DOOR_214,
    IVY,
    MAYA,
    NOAH,
    OMAR,
    RESTROOM,
    apart,
    ended,
    replies,
    school,
    with_room_limit,
)
from tests.core.line_bench import LineBench, place

ACCEPT = timedelta(seconds=30)
TOO_LATE = timedelta(seconds=35)
SECOND = timedelta(seconds=1)
STAFF = StaffId("t-case")


# --- who is called -------------------------------------------------------------------------------


def test_when_a_place_is_free_the_first_in_line_is_called_at_its_door() -> None:
    bench = LineBench()
    omar, ivy = bench.line_up(OMAR, DOOR_118), bench.line_up(IVY)
    bench.commands.clear()
    bench.end_pass(bench.maya)
    (call,) = [m for m in replies(bench.commands) if isinstance(m, Call)]
    assert (call.id, call.until) == (omar.id, bench.now + ACCEPT)
    assert bench.calls() == [(DOOR_118, omar.id)]
    assert [(one.id, one.place) for one in bench.in_line()] == [(ivy.id, 1)]


def test_rooms_take_turns_by_the_time_of_joining() -> None:
    bench = LineBench()
    waiting = [bench.line_up(who, door) for who, door in ((OMAR, DOOR_118), (IVY, DOOR_214))]
    assert bench.free() == [waiting[0].id]
    gone = bench.accepting(waiting[0])
    assert isinstance(bench.answer(gone), Grant)
    bench.start_pass(gone)
    bench.commands.clear()
    bench.end_pass(gone)
    assert bench.calls() == [(DOOR_214, waiting[1].id)]


def test_whom_a_private_rule_holds_back_is_passed_over_and_stays_first() -> None:
    bench = LineBench(school(apart(MAYA, OMAR), hall=2))
    noah = bench.grant(NOAH)
    bench.start_pass(noah)
    omar, ivy = bench.line_up(OMAR), bench.line_up(IVY)
    bench.commands.clear()
    bench.end_pass(noah)
    assert bench.calls() == [(DOOR_214, ivy.id)]
    (first,) = bench.in_line()[:1]
    assert (first.id, first.place) == (omar.id, 1)
    assert isinstance(bench.accept(ivy), Grant)
    assert bench.free() == [omar.id]


def test_as_many_are_called_as_there_are_places() -> None:
    bench = LineBench(school(hall=2))
    noah = bench.grant(NOAH)
    bench.start_pass(noah)
    omar, ivy = bench.line_up(OMAR), bench.line_up(IVY)
    bench.commands.clear()
    seq = bench.next_seq
    bench.give(
        *(
            EventCame(a.door, ended(a, seq(a.door), bench.now), b"as it came")
            for a in (bench.maya, noah)
        )
    )
    assert bench.calls() == [(DOOR_214, omar.id), (DOOR_214, ivy.id)]


def test_nobody_is_called_through_a_hold_and_somebody_when_it_is_lifted() -> None:
    bench = LineBench()
    omar = bench.line_up(OMAR)
    bench.give(HoldsSet(Holds(hold=True), STAFF))
    assert bench.free() == []
    bench.give(HoldsSet(Holds(), STAFF))
    assert bench.calls() == [(DOOR_214, omar.id)]


def test_nobody_is_called_at_a_door_that_is_offline() -> None:
    bench = LineBench()
    bench.line_up(OMAR, DOOR_118)
    ivy = bench.line_up(IVY)
    bench.give(PresenceChanged(DOOR_118, online=False))
    assert bench.free() == [ivy.id]


def test_nobody_is_called_behind_a_barrier() -> None:
    bench = LineBench()
    bench.line_up(OMAR)
    bench.mind.building.barrier = Barrier()
    assert bench.free() == []


# --- the kept place ------------------------------------------------------------------------------


def test_the_tap_of_the_one_called_is_granted() -> None:
    bench = LineBench()
    omar = bench.line_up(OMAR)
    bench.free()
    assert isinstance(bench.accept(omar), Grant)
    assert bench.in_line() == ()
    assert bench.beat_after(SECOND) == []


def test_a_kept_place_is_full_for_everybody_else() -> None:
    for made in (school(booth=1), school(hall=1), with_room_limit(school(), 1)):
        bench = LineBench(made)
        omar = bench.line_up(OMAR)
        bench.free()
        assert place(bench.answer(bench.ask(NOAH, BOOTH))) == 1
        assert isinstance(bench.accept(omar), Grant)


def test_who_waits_goes_before_who_asks_in_the_moment_a_place_comes_free() -> None:
    bench = LineBench()
    omar = bench.line_up(OMAR)
    asked = bench.ask(NOAH, BOOTH)
    back = ended(bench.maya, bench.next_seq(DOOR_214), bench.now)
    bench.commands.clear()
    bench.give(EventCame(DOOR_214, back, b"as it came"), DoorSaid(DOOR_214, asked))
    assert bench.calls() == [(DOOR_214, omar.id)]
    assert bench.record(asked.id).granted is None


def test_a_kept_place_lets_nobody_past_another_rule() -> None:
    bench = LineBench(school(apart(OMAR, NOAH), booth=1))
    omar = bench.line_up(OMAR)
    bench.free()
    bench.grant(NOAH, RESTROOM)
    assert place(bench.accept(omar)) == 1


def test_a_call_is_said_again_until_it_is_answered() -> None:
    bench = LineBench()
    omar = bench.line_up(OMAR)
    bench.free()
    assert [bench.beat_after(SECOND) for _ in range(2)] == [[omar.id], [omar.id]]
    bench.accept(omar)
    assert bench.beat_after(SECOND) == []


# --- calls that are missed -----------------------------------------------------------------------


def test_who_does_not_come_in_time_lets_the_next_one_go() -> None:
    bench = LineBench()
    bench.line_up(OMAR)
    ivy = bench.line_up(IVY)
    bench.free()
    assert bench.beat_after(TOO_LATE) == [ivy.id]


def test_an_acceptance_at_the_last_is_in_time() -> None:
    bench = LineBench()
    omar = bench.line_up(OMAR)
    bench.line_up(IVY)
    bench.free()
    assert bench.beat_after(ACCEPT + 2 * SECOND) == []
    assert isinstance(bench.accept(omar), Grant)


def test_who_missed_a_call_is_called_once_more_and_is_then_out_of_line() -> None:
    bench = LineBench()
    omar = bench.line_up(OMAR)
    bench.free()
    assert bench.beat_after(TOO_LATE) == [omar.id]
    bench.beat_after(TOO_LATE)
    (left,) = [c.event for c in bench.told if isinstance(c, PublishEvent)]
    assert isinstance(left, LeftLine)
    assert (left.id, left.missed, left.student) == (omar.id, True, OMAR)
    bench.start()
    assert len(bench.mind.building.line) == 0


def test_a_school_can_leave_it_at_one_call() -> None:
    bench = LineBench(school(booth=1, calls_max=1))
    bench.line_up(OMAR)
    bench.free()
    assert bench.beat_after(TOO_LATE) == []
    assert len(bench.mind.building.line) == 0


def test_a_call_is_made_anew_after_a_restart() -> None:
    bench = LineBench()
    omar = bench.line_up(OMAR)
    bench.free()
    bench.start()
    assert bench.beat_after(SECOND) == [omar.id]
    assert isinstance(bench.accept(omar), Grant)
