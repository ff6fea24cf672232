from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.core.door.inputs import (
    Cancelled,
    Chose,
    LeaveLinePressed,
    LinkChanged,
    OtherPlacePressed,
    Touched,
    UrgentPressed,
)
from kiosk.core.door.scene import Banner, Screen, Signal, TileState
from kiosk.core.events import LeftLine
from kiosk.core.ids import PassId
from kiosk.core.protocol import Call, PlaceInLine, Refusal, Request, WireRuling
from tests.core.door.test_syncing import beat
from tests.core.door_bench import (
    BADGE,
    LATER_BOOT,
    LIBRARY,
    MAYA,
    MAYAS_CARD,
    NOON,
    OFFICE,
    OMAR,
    OMARS_CARD,
    RESTROOM,
    TEACHER,
    DoorBench,
    grant,
    refusal,
)

ACCEPT_MS = 30_000
PAGE_MS = 10_000


def wait(asked: Request, place: int = 2) -> Refusal:
    return replace(refusal(asked, WireRuling.WAIT, "destination_capacity"), place=place)


def in_line(bench: DoorBench, place: int = 2) -> Request:
    """Let Maya ask for the restroom and be put in line."""
    asked = bench.ask()
    bench.hear(wait(asked, place))
    return asked


def call(bench: DoorBench, asked: Request, *, after_ms: int = 0) -> Call:
    until = NOON + timedelta(milliseconds=bench.ms + ACCEPT_MS - after_ms)
    return Call(id=asked.id, until=until, epoch=1)


def told(asked: Request, place: int = 1) -> PlaceInLine:
    return PlaceInLine(
        id=asked.id, student=MAYA, label="Maya L.", destination=RESTROOM, place=place
    )


def idle(bench: DoorBench) -> None:
    bench.give(Cancelled())
    bench.ms += 4_000
    bench.must_show(Screen.IDLE)


# --- in line -------------------------------------------------------------------------------------


def test_a_place_in_line_is_shown_with_how_many_go_before() -> None:
    bench = DoorBench()
    in_line(bench, 3)
    scene = bench.scene
    assert (scene.screen, scene.signal, scene.ahead) == (Screen.IN_LINE, Signal.WAIT, 2)
    assert (scene.student, scene.destination) == ("Maya L.", "restroom")
    assert bench.kinds == ["refused"]


def test_the_page_gives_way_by_itself_and_the_idle_page_counts_who_waits() -> None:
    bench = DoorBench()
    in_line(bench)
    bench.wait(PAGE_MS)
    assert (bench.screen, bench.scene.waiting) == (Screen.IDLE, 1)


def test_a_touch_gives_more_time() -> None:
    bench = DoorBench()
    in_line(bench)
    bench.ms += PAGE_MS - 1
    bench.give(Touched())
    bench.wait(1)
    bench.must_show(Screen.IN_LINE)


def test_a_tap_of_a_student_in_line_shows_the_newest_place() -> None:
    bench = DoorBench()
    asked = in_line(bench, 3)
    idle(bench)
    bench.sync(beat(bench), in_line=(told(asked, 1),))
    bench.tap(MAYAS_CARD)
    assert (bench.screen, bench.scene.ahead) == (Screen.IN_LINE, 0)
    assert len(bench.requests) == 1


def test_a_student_may_leave_the_line_and_that_is_recorded() -> None:
    bench = DoorBench()
    asked = in_line(bench)
    bench.give(LeaveLinePressed())
    event = bench.events[-1]
    assert isinstance(event, LeftLine)
    assert (event.id, event.student, event.destination) == (asked.id, MAYA, RESTROOM)
    assert (bench.screen, bench.scene.waiting) == (Screen.IDLE, 0)


def test_a_student_in_line_may_choose_elsewhere_and_is_then_in_no_line_here() -> None:
    bench = DoorBench()
    in_line(bench)
    bench.give(OtherPlacePressed())
    bench.must_show(Screen.CHOOSE)
    bench.give(Chose(LIBRARY))
    bench.hear(grant(bench.requests[-1]))
    assert (bench.screen, bench.scene.waiting) == (Screen.OUT, 0)


def test_a_student_who_goes_back_from_the_choice_keeps_the_place() -> None:
    bench = DoorBench()
    in_line(bench)
    bench.give(OtherPlacePressed())
    bench.give(Cancelled())
    assert (bench.screen, bench.scene.waiting) == (Screen.IDLE, 1)


def test_urgent_leads_out_of_the_line() -> None:
    bench = DoorBench()
    in_line(bench)
    bench.give(UrgentPressed())
    bench.give(Chose(RESTROOM))
    assert (bench.screen, bench.scene.waiting) == (Screen.OUT, 0)


def test_another_students_card_takes_the_page() -> None:
    bench = DoorBench()
    in_line(bench)
    bench.tap(OMARS_CARD)
    assert (bench.screen, bench.scene.student) == (Screen.CHOOSE, "Omar L.")


def test_without_the_building_a_student_in_line_may_ask_the_teacher() -> None:
    bench = DoorBench()
    in_line(bench)
    idle(bench)
    bench.give(LinkChanged(up=False))
    bench.tap(MAYAS_CARD)
    bench.must_show(Screen.CHOOSE)


def test_the_tiles_tell_how_many_wait() -> None:
    bench = DoorBench()
    bench.sync(beat(bench), places={RESTROOM: 0}, lines={RESTROOM: 2})
    bench.tap(OMARS_CARD)
    tile = next(t for t in bench.scene.tiles if t.destination == RESTROOM)
    assert (tile.state, tile.ahead) == (TileState.WAIT, 2)


# --- your turn -----------------------------------------------------------------------------------


def test_a_call_stands_on_the_idle_page_with_light_name_and_time() -> None:
    bench = DoorBench()
    asked = in_line(bench)
    idle(bench)
    bench.hear(call(bench, asked))
    scene = bench.scene
    assert (scene.screen, scene.signal) == (Screen.YOUR_TURN, Signal.YOUR_TURN)
    assert (scene.student, scene.destination) == ("Maya L.", "restroom")
    assert (scene.opened_at_ms, scene.closes_at_ms) == (bench.ms, bench.ms + ACCEPT_MS)


def test_one_tap_accepts_and_names_the_refused_request() -> None:
    bench = DoorBench()
    asked = in_line(bench)
    idle(bench)
    bench.hear(call(bench, asked))
    bench.tap(MAYAS_CARD)
    accepting = bench.requests[-1]
    assert accepting.id != asked.id
    assert (accepting.after, accepting.destination) == (asked.id, RESTROOM)
    bench.hear(grant(accepting))
    assert (bench.screen, bench.scene.waiting) == (Screen.OUT, 0)


def test_an_adults_yes_from_before_the_line_stands() -> None:
    bench = DoorBench()
    asked = bench.ask(to=OFFICE)
    bench.hear(refusal(asked, WireRuling.APPROVE, "needs_approval"))
    bench.ms += 100
    bench.tap(BADGE)
    approved = bench.requests[-1]
    bench.hear(wait(approved))
    idle(bench)
    bench.hear(call(bench, approved))
    bench.tap(MAYAS_CARD)
    assert bench.requests[-1].approved_by == TEACHER


def test_a_call_ends_the_page_with_the_place_in_line() -> None:
    bench = DoorBench()
    asked = in_line(bench)
    bench.hear(call(bench, asked))
    bench.must_show(Screen.YOUR_TURN)


def test_a_call_takes_nobodys_turn_away_but_is_told_beside_it_and_shown_after() -> None:
    bench = DoorBench()
    asked = in_line(bench)
    idle(bench)
    bench.tap(OMARS_CARD)
    bench.hear(call(bench, asked))
    bench.must_show(Screen.CHOOSE)
    assert bench.scene.toast is not None
    assert (bench.scene.toast.kind, bench.scene.toast.label) == ("your_turn", "Maya L.")
    bench.give(Cancelled())
    bench.must_show(Screen.YOUR_TURN)


def test_a_call_that_is_not_accepted_gives_way_and_the_place_is_shown_again() -> None:
    bench = DoorBench()
    asked = in_line(bench)
    idle(bench)
    bench.hear(call(bench, asked))
    bench.wait(ACCEPT_MS)
    bench.must_show(Screen.IDLE)
    bench.hear(call(bench, asked, after_ms=0))
    bench.must_show(Screen.YOUR_TURN)


def test_a_call_said_again_does_not_last_longer() -> None:
    bench = DoorBench()
    asked = in_line(bench)
    idle(bench)
    said = call(bench, asked)
    bench.hear(said)
    bench.ms += 5_000
    bench.hear(said)
    assert bench.scene.closes_at_ms == bench.ms + ACCEPT_MS - 5_000
    bench.wait(ACCEPT_MS - 5_000)
    bench.hear(said)
    bench.must_show(Screen.IDLE)


def test_a_tap_from_before_the_call_was_shown_accepts_nothing() -> None:
    bench = DoorBench()
    asked = in_line(bench)
    idle(bench)
    tapped_ms = bench.ms
    bench.ms += 200
    bench.hear(call(bench, asked))
    bench.tap(MAYAS_CARD, at_ms=tapped_ms)
    bench.must_show(Screen.IN_LINE)
    assert len(bench.requests) == 1


def test_without_a_clock_a_call_lasts_its_whole_time() -> None:
    bench = DoorBench()
    asked = in_line(bench)
    idle(bench)
    bench.clock_known = False
    late = Call(id=asked.id, until=NOON - timedelta(hours=9), epoch=1)
    bench.hear(late)
    assert (bench.screen, bench.scene.closes_at_ms) == (Screen.YOUR_TURN, bench.ms + ACCEPT_MS)
    assert Banner.CLOCK_UNSET in bench.scene.banners


@pytest.mark.parametrize("lost", ["stranger", "over"])
def test_a_call_for_nobody_here_or_that_is_over_shows_nothing(lost: str) -> None:
    bench = DoorBench()
    asked = in_line(bench)
    idle(bench)
    if lost == "stranger":
        bench.hear(replace(call(bench, asked), id=PassId("p-strange")))
    else:
        bench.hear(call(bench, asked, after_ms=ACCEPT_MS))
    bench.must_show(Screen.IDLE)


def test_a_call_at_a_door_with_a_new_card_waits_for_its_policy() -> None:
    bench = DoorBench()
    asked = in_line(bench)
    fresh = DoorBench(linked=False)
    fresh.give(LinkChanged(up=True))
    fresh.sync(fresh.heartbeats[-1], in_line=(told(asked),))
    said = call(fresh, asked)
    fresh.hear(said)
    fresh.must_show(Screen.STARTING)
    fresh.link()
    fresh.hear(said)
    fresh.must_show(Screen.YOUR_TURN)


def test_refused_after_all_the_student_is_in_line_with_the_new_request() -> None:
    bench = DoorBench()
    asked = in_line(bench)
    idle(bench)
    bench.hear(call(bench, asked))
    bench.tap(MAYAS_CARD)
    again = bench.requests[-1]
    bench.hear(wait(again, 1))
    assert (bench.screen, bench.scene.ahead, bench.scene.waiting) == (Screen.IN_LINE, 0, 1)
    bench.give(LeaveLinePressed())
    assert bench.events[-1].id == again.id


# --- what the aggregator says --------------------------------------------------------------------


def test_after_a_restart_the_door_learns_who_waits_and_may_be_left_and_called() -> None:
    bench = DoorBench()
    asked = in_line(bench)
    bench.begin(LATER_BOOT)
    bench.link()
    assert bench.scene.waiting == 0
    bench.sync(beat(bench), in_line=(told(asked),))
    assert bench.scene.waiting == 1
    bench.hear(call(bench, asked))
    bench.must_show(Screen.YOUR_TURN)
    bench.wait(ACCEPT_MS)
    bench.sync(beat(bench), in_line=(told(asked),))
    bench.tap(MAYAS_CARD)
    bench.give(LeaveLinePressed())
    assert [e.kind for e in bench.events if e.boot == LATER_BOOT] == ["left_line"]


def test_who_the_aggregator_no_longer_names_waits_no_more() -> None:
    bench = DoorBench()
    in_line(bench)
    idle(bench)
    bench.sync(beat(bench), in_line=())
    assert bench.scene.waiting == 0


def test_a_word_about_nobody_changes_nothing() -> None:
    bench = DoorBench()
    in_line(bench)
    idle(bench)
    bench.sync(beat(bench))
    assert bench.scene.waiting == 1


def test_who_joined_after_the_heartbeat_is_not_forgotten_by_its_answer() -> None:
    bench = DoorBench()
    heartbeat = beat(bench)
    bench.ms += 10
    in_line(bench)
    idle(bench)
    bench.sync(heartbeat, in_line=())
    assert bench.scene.waiting == 1


def test_who_left_after_the_heartbeat_does_not_come_back_with_its_answer() -> None:
    bench = DoorBench()
    asked = in_line(bench)
    heartbeat = beat(bench)
    bench.give(LeaveLinePressed())
    bench.sync(heartbeat, in_line=(told(asked),))
    assert bench.scene.waiting == 0


def test_who_still_waits_for_an_answer_is_not_in_line_by_another_word() -> None:
    bench = DoorBench()
    asked = bench.ask()
    bench.sync(beat(bench), in_line=(told(asked),))
    assert (bench.screen, bench.scene.waiting) == (Screen.CHECKING, 0)
    bench.hear(wait(asked))
    assert (bench.screen, bench.scene.waiting) == (Screen.IN_LINE, 1)


def test_two_who_are_called_are_shown_one_after_the_other() -> None:
    bench = DoorBench()
    maya = in_line(bench)
    idle(bench)
    omar = bench.ask(OMARS_CARD)
    bench.hear(wait(omar, 3))
    idle(bench)
    bench.hear(call(bench, omar))
    bench.ms += 10
    bench.hear(call(bench, maya))
    assert bench.scene.student == "Omar L."
    bench.tap(OMARS_CARD)
    bench.hear(grant(bench.requests[-1]))
    assert bench.requests[-1].student == OMAR
    bench.wait(6_000)
    assert (bench.screen, bench.scene.student) == (Screen.YOUR_TURN, "Maya L.")
