"""A yes or a no from elsewhere, at the student's door."""

from dataclasses import replace
from datetime import timedelta

from kiosk.core.door.inputs import Cancelled
from kiosk.core.door.scene import Screen
from kiosk.core.events import Declined, RefusalReason
from kiosk.core.ids import PassId
from kiosk.core.protocol import Call, PlaceInLine, Request, WireRuling
from kiosk.core.rulebook import REASONS
from kiosk.core.school import Approval, School
from tests.core.door.test_syncing import beat
from tests.core.door_bench import (
    BADGE,
    MAYA,
    MAYAS_CARD,
    NOON,
    OFFICE,
    TEACHER,
    DoorBench,
    grant,
    refusal,
    school,
)

TEACHER_MS = 60_000


def asks_destination() -> School:
    plain = school()
    office = replace(plain.roster.destinations[OFFICE], approval=Approval.DESTINATION)
    places = {**plain.roster.destinations, OFFICE: office}
    return replace(plain, roster=replace(plain.roster, destinations=places))


def asked(bench: DoorBench) -> Request:
    """Let Maya ask for the office, which needs a yes."""
    made = bench.ask(to=OFFICE)
    bench.hear(refusal(made, WireRuling.APPROVE, "needs_approval"))
    bench.must_show(Screen.ASK_TEACHER)
    return made


def call(bench: DoorBench, made: Request) -> Call:
    until = NOON + timedelta(milliseconds=bench.ms + 30_000)
    return Call(id=made.id, until=until, epoch=1, approved_by=TEACHER)


def in_line(made: Request) -> PlaceInLine:
    return PlaceInLine(
        id=made.id,
        student=MAYA,
        label="Maya L.",
        destination=OFFICE,
        place=1,
        approved_by=TEACHER,
    )


def test_a_call_while_the_page_still_asks_is_accepted_by_itself() -> None:
    bench = DoorBench()
    made = asked(bench)
    bench.hear(call(bench, made))
    again = bench.requests[-1]
    assert (again.after, again.approved_by, again.student) == (made.id, TEACHER, MAYA)
    bench.must_show(Screen.CHECKING)
    bench.hear(grant(again))
    bench.must_show(Screen.OUT)


def test_a_call_for_another_request_leaves_the_page_alone() -> None:
    bench = DoorBench()
    made = asked(bench)
    bench.hear(replace(call(bench, made), id=PassId("p-other")))
    bench.must_show(Screen.ASK_TEACHER)
    assert len(bench.requests) == 1


def test_once_the_page_is_gone_the_yes_calls_as_any_line_does() -> None:
    bench = DoorBench()
    made = asked(bench)
    bench.wait(TEACHER_MS)
    bench.must_show(Screen.IDLE)
    bench.sync(beat(bench), in_line=(in_line(made),))
    bench.hear(call(bench, made))
    bench.must_show(Screen.YOUR_TURN)
    bench.ms += 4_000
    bench.tap(MAYAS_CARD)
    again = bench.requests[-1]
    assert (again.after, again.approved_by) == (made.id, TEACHER)


def test_who_left_that_line_is_not_put_back_by_an_older_word() -> None:
    bench = DoorBench()
    made = asked(bench)
    bench.give(Cancelled())
    bench.sync(beat(bench), in_line=(in_line(made),))
    assert bench.scene.waiting == 0


def test_a_no_shows_neutral_words_on_the_page_that_waits() -> None:
    bench = DoorBench()
    made = asked(bench)
    bench.sync(beat(bench), declined=(made.id,))
    bench.must_show(Screen.REFUSED)
    assert bench.scene.notice is not None
    assert bench.scene.notice.code == "declined"


def test_a_no_with_a_reason_shows_that_reason() -> None:
    bench = DoorBench()
    made = asked(bench)
    why = {made.id: RefusalReason.LATER.value}
    bench.sync(beat(bench), declined=(made.id,), declined_why=why)
    assert bench.scene.notice is not None
    assert bench.scene.notice.code == "declined_later"
    assert bench.scene.notice.code in REASONS


def test_a_no_to_somebody_who_has_left_shows_nothing() -> None:
    bench = DoorBench()
    made = asked(bench)
    bench.wait(TEACHER_MS)
    bench.sync(beat(bench), declined=(made.id,))
    bench.must_show(Screen.IDLE)


def test_a_student_who_cancels_takes_the_request_back_for_the_record() -> None:
    bench = DoorBench()
    made = asked(bench)
    bench.give(Cancelled())
    event = bench.events[-1]
    assert isinstance(event, Declined)
    assert (event.id, event.student, event.staff) == (made.id, MAYA, None)


def test_where_the_destination_says_yes_a_badge_here_is_none() -> None:
    bench = DoorBench(of=asks_destination())
    asked(bench)
    assert bench.scene.notice is not None
    assert bench.scene.notice.code == "place_asked"
    bench.ms += 1_000
    bench.tap(BADGE)
    bench.must_show(Screen.ASK_TEACHER)
    assert len(bench.requests) == 1


def test_alone_a_badge_here_serves_for_every_place() -> None:
    bench = DoorBench(of=asks_destination())
    bench.ask(to=OFFICE)
    bench.wait(2_000)
    bench.must_show(Screen.ASK_TEACHER)
    bench.ms += 1_000
    bench.tap(BADGE)
    bench.must_show(Screen.OUT)
    assert bench.kinds == ["started"]
