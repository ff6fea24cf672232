"""What a student takes back within seconds, at the door."""

from dataclasses import replace

from kiosk.core.door.inputs import EndMyPassPressed, LinkChanged, NotBackPressed, UndoPressed
from kiosk.core.door.scene import Screen, Toast
from kiosk.core.events import Ended, EndedHow, Started
from kiosk.core.ids import PassId, RoomId
from kiosk.core.protocol import (
    DoorCommand,
    DoorOrder,
    Hold,
    Identify,
    Identity,
    OpenElsewhere,
    WireRuling,
)
from tests.core.door_bench import (
    BADGE,
    LIBRARY,
    MAYA,
    MAYAS_CARD,
    OMARS_CARD,
    RESTROOM,
    TEACHER,
    DoorBench,
    grant,
    refusal,
)


def back(bench: DoorBench, *, after_ms: int = 120_000) -> PassId:
    """Let Maya go and come back; return the pass."""
    pass_id = bench.go()
    bench.wait(after_ms)
    bench.tap(MAYAS_CARD)
    bench.must_show(Screen.WELCOME_BACK)
    return pass_id


def last_started(bench: DoorBench) -> Started:
    event = bench.events[-1]
    assert isinstance(event, Started)
    return event


# --- a start -------------------------------------------------------------------------------------


def test_a_go_on_the_screen_is_taken_back_as_one_that_never_was() -> None:
    bench = DoorBench()
    pass_id = bench.go()
    bench.give(UndoPressed())
    ended = bench.events[-1]
    assert isinstance(ended, Ended)
    assert (ended.id, ended.how, ended.undone) == (pass_id, EndedHow.VOID, True)
    assert bench.journal.open == {}
    assert (bench.screen, bench.scene.toast) == (Screen.IDLE, Toast("undone", "Maya L."))


def test_the_same_card_takes_it_back_too_as_a_return() -> None:
    bench = DoorBench()
    bench.go()
    bench.wait(3_000)
    bench.tap(MAYAS_CARD)
    ended = bench.events[-1]
    assert isinstance(ended, Ended)
    assert (ended.how, ended.undone) == (EndedHow.TAP, False)


def test_once_the_page_has_gone_nothing_is_taken_back() -> None:
    bench = DoorBench()
    bench.go()
    bench.wait(6_000)
    bench.give(UndoPressed())
    assert bench.kinds == ["started"]


def test_what_staff_have_ended_meanwhile_is_not_ended_again() -> None:
    bench = DoorBench()
    pass_id = bench.go()
    bench.ms += 1
    bench.hear(DoorCommand(command=DoorOrder.HEARTBEAT, epoch=1))
    bench.sync(closed=(pass_id,))
    bench.give(UndoPressed())
    assert (bench.kinds, bench.screen) == (["started"], Screen.IDLE)


def test_a_student_may_ask_again_at_once() -> None:
    bench = DoorBench()
    bench.go()
    bench.give(UndoPressed())
    bench.wait(3_000)
    asked = bench.ask(to=LIBRARY)
    assert (asked.destination, asked.resumes) == (LIBRARY, None)


# --- a return ------------------------------------------------------------------------------------


def test_who_is_not_back_asks_to_go_on_with_the_pass_that_ended() -> None:
    bench = DoorBench()
    pass_id = back(bench)
    assert bench.scene.not_back
    bench.give(NotBackPressed())
    asked = bench.requests[-1]
    assert (asked.student, asked.destination, asked.resumes) == (MAYA, RESTROOM, pass_id)
    assert asked.id != pass_id
    bench.must_show(Screen.CHECKING)


def test_the_pass_that_goes_on_says_so_and_has_the_minutes_of_the_grant() -> None:
    bench = DoorBench()
    pass_id = back(bench)
    bench.give(NotBackPressed())
    bench.hear(replace(grant(bench.requests[-1]), minutes=3))
    started = last_started(bench)
    assert (started.resumes, started.minutes) == (pass_id, 3)
    bench.must_show(Screen.OUT)


def test_alone_it_takes_a_teacher_and_has_what_was_left() -> None:
    bench = DoorBench()
    pass_id = back(bench)
    bench.give(LinkChanged(up=False))
    bench.give(NotBackPressed())
    bench.must_show(Screen.ASK_TEACHER)
    bench.tap(BADGE)
    started = last_started(bench)
    assert (started.resumes, started.minutes, started.offline) == (pass_id, 3, True)


def test_of_an_allowance_that_is_used_up_nothing_is_left() -> None:
    bench = DoorBench()
    back(bench, after_ms=600_000)
    bench.give(LinkChanged(up=False))
    bench.give(NotBackPressed())
    bench.tap(BADGE)
    assert last_started(bench).minutes == 0


def test_a_teachers_yes_to_it_still_goes_on_with_the_pass() -> None:
    bench = DoorBench()
    pass_id = back(bench)
    bench.give(NotBackPressed())
    refused = bench.requests[-1]
    bench.hear(refusal(refused, WireRuling.APPROVE, "needs_approval"))
    bench.tap(BADGE)
    asked = bench.requests[-1]
    assert (asked.after, asked.approved_by, asked.resumes) == (refused.id, TEACHER, pass_id)


def test_a_hold_stands_against_it() -> None:
    bench = DoorBench()
    back(bench)
    bench.hear(Hold(on=True, epoch=1))
    bench.give(NotBackPressed())
    assert (bench.screen, bench.kinds[-1]) == (Screen.REFUSED, "refused")


def test_a_return_beside_anothers_turn_has_no_such_page() -> None:
    bench = DoorBench()
    bench.go()
    bench.wait(7_000)
    bench.tap(OMARS_CARD)
    bench.tap(MAYAS_CARD)
    bench.give(NotBackPressed())
    assert (bench.screen, len(bench.requests)) == (Screen.CHOOSE, 1)


def test_a_pass_of_another_room_that_was_ended_here_is_not_taken_back() -> None:
    bench = DoorBench()
    bench.tap(MAYAS_CARD)
    out = OpenElsewhere(id=PassId("p-118"), origin=RoomId("r-118"), destination=LIBRARY)
    asked_as = next(m.id for m in bench.sent if isinstance(m, Identify))
    bench.hear(Identity(id=asked_as, student=MAYA, label="Maya L.", out=out))
    bench.give(EndMyPassPressed())
    assert (bench.screen, bench.scene.not_back) == (Screen.WELCOME_BACK, False)
    bench.give(NotBackPressed())
    assert bench.requests == []


def test_it_may_be_taken_back_for_as_long_as_the_page_stands() -> None:
    bench = DoorBench()
    back(bench)
    bench.wait(5_999)
    bench.must_show(Screen.WELCOME_BACK)
    bench.wait(1)
    bench.give(NotBackPressed())
    assert (bench.screen, len(bench.requests)) == (Screen.IDLE, 1)
