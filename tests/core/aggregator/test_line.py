from datetime import timedelta

import pytest

from kiosk.core.aggregator import line
from kiosk.core.aggregator.coordination import BeatDue
from kiosk.core.events import LeftLine
from kiosk.core.protocol import Grant, Refusal, Request
from tests.core.building_bench import (
    BOOT,
    BOOTH,
    DOOR_118,
    DOOR_214,
    IVY,
    MAYA,
    NOAH,
    OMAR,
    RESTROOM,
    abandoned,
    apart,
    school,
    started,
    sync_in,
    with_room_limit,
)
from tests.core.line_bench import LineBench, place

LESSON_OVER = timedelta(hours=1)


def left(bench: LineBench, asked: Request) -> LeftLine:
    return LeftLine(
        door=asked.door,
        boot=BOOT,
        seq=bench.next_seq(asked.door),
        id=asked.id,
        mono_ms=9_000,
        at=bench.now,
        student=asked.student,
        destination=asked.destination,
    )


# --- joining -------------------------------------------------------------------------------------


def test_who_must_wait_for_a_full_place_is_told_the_place_in_line() -> None:
    bench = LineBench()
    asked = [bench.ask(who, BOOTH) for who in (OMAR, IVY, NOAH)]
    assert [place(bench.answer(a)) for a in asked] == [1, 2, 3]
    assert [place(bench.answer(a)) for a in asked] == [1, 2, 3]


def test_there_is_a_line_for_the_hall_and_one_for_each_room() -> None:
    hall = LineBench(school(hall=1, booth=1))
    assert [place(hall.answer(hall.ask(who))) for who in (OMAR, IVY)] == [1, 2]
    room = LineBench(with_room_limit(school(), 1))
    room.grant(NOAH, door=DOOR_118)
    places = [
        place(room.answer(room.ask(who, door=door)))
        for who, door in ((OMAR, DOOR_214), (IVY, DOOR_118))
    ]
    assert places == [1, 1]


def test_whom_a_private_rule_holds_back_stands_in_the_halls_line_like_anyone() -> None:
    private = LineBench(school(apart(MAYA, OMAR)))
    crowd = LineBench(school(hall=1))
    told = [bench.answer(bench.ask(OMAR)) for bench in (private, crowd)]
    assert told[0] == told[1]
    assert place(told[0]) == 1


def test_no_line_leads_past_a_no_or_an_adults_word() -> None:
    bench = LineBench(school(booth=1, passes_a_day_max=1))
    answer = bench.answer(bench.ask(MAYA, RESTROOM))
    assert isinstance(answer, Refusal)
    assert answer.place is None


def test_lines_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "IN_LINE_MAX", 1)
    bench = LineBench()
    bench.line_up(OMAR)
    assert place(bench.answer(bench.ask(IVY, BOOTH))) is None


# --- leaving -------------------------------------------------------------------------------------


def test_who_leaves_the_line_lets_the_others_move_up() -> None:
    bench = LineBench()
    omar = bench.line_up(OMAR)
    bench.line_up(IVY, DOOR_118)
    bench.take(left(bench, omar))
    assert [(one.student, one.place) for one in bench.in_line(DOOR_118)] == [(IVY, 1)]
    assert bench.in_line() == ()


def test_who_chooses_another_place_leaves_the_line() -> None:
    bench = LineBench()
    bench.line_up(OMAR)
    bench.grant(OMAR, RESTROOM)
    assert bench.in_line() == ()


def test_who_gave_up_before_the_answer_came_is_in_no_line() -> None:
    bench = LineBench()
    omar = bench.line_up(OMAR)
    bench.take(abandoned(omar, bench.next_seq(omar.door)))
    assert bench.in_line() == ()
    bench.start()
    assert standing(bench) == []


def test_who_goes_without_asking_leaves_the_line() -> None:
    bench = LineBench()
    omar = bench.line_up(OMAR)
    urgent = bench.ask(OMAR)
    bench.take(started(urgent, bench.next_seq(omar.door), bench.now, urgent=True))
    assert bench.in_line() == ()


def test_who_asks_again_for_the_same_place_keeps_the_time_of_joining() -> None:
    bench = LineBench()
    bench.line_up(OMAR)
    bench.line_up(IVY)
    assert place(bench.answer(bench.ask(OMAR, BOOTH, DOOR_118))) == 1
    assert [(one.student, one.place) for one in bench.in_line(DOOR_118)] == [(OMAR, 1)]


def test_nobody_waits_longer_than_a_lesson() -> None:
    bench = LineBench()
    bench.line_up(OMAR)
    bench.now += LESSON_OVER
    bench.give(BeatDue())
    assert bench.in_line() == ()


# --- what doors are told -------------------------------------------------------------------------


def test_a_door_is_told_who_waits_there_and_every_door_how_long_each_line_is() -> None:
    bench = LineBench()
    omar = bench.line_up(OMAR)
    (told,) = bench.in_line()
    assert (told.id, told.label, told.destination) == (omar.id, "Omar L.", BOOTH)
    assert sync_in(bench.commands).lines == {BOOTH: 1}
    assert bench.in_line(DOOR_118) == ()
    assert sync_in(bench.commands).lines == {BOOTH: 1}


# --- restarts ------------------------------------------------------------------------------------


def standing(bench: LineBench) -> list[tuple[object, int]]:
    waiting = bench.mind.building.line.in_order()
    return [(w.request.student, bench.mind.building.line.number(w)) for w in waiting]


def test_the_lines_stand_after_a_restart_as_before() -> None:
    bench = LineBench(school(booth=1, hall=2))
    omar = bench.line_up(OMAR)
    bench.line_up(IVY)
    bench.grant(NOAH)
    bench.take(left(bench, omar))
    bench.line_up(OMAR)
    before = standing(bench)
    assert before == [(IVY, 1), (OMAR, 2)]
    bench.start()
    assert standing(bench) == before


def test_a_clock_that_is_set_back_puts_nobody_to_the_front() -> None:
    bench = LineBench()
    bench.line_up(OMAR)
    bench.now -= timedelta(minutes=20)
    bench.line_up(IVY)
    assert standing(bench) == [(OMAR, 1), (IVY, 2)]
    bench.start()
    assert standing(bench) == [(OMAR, 1), (IVY, 2)]


def test_who_went_on_is_in_no_line_after_a_restart() -> None:
    bench = LineBench()
    bench.line_up(OMAR)
    bench.grant(OMAR, RESTROOM)
    ivy = bench.line_up(IVY)
    bench.take(started(bench.ask(IVY), bench.next_seq(ivy.door), bench.now, urgent=True))
    bench.start()
    assert standing(bench) == []


def test_who_waited_in_an_earlier_lesson_is_in_no_line_after_a_restart() -> None:
    bench = LineBench()
    bench.line_up(OMAR)
    bench.now += LESSON_OVER
    bench.line_up(IVY)
    bench.line_up(OMAR)
    bench.start()
    bench.give(BeatDue())
    assert standing(bench) == [(IVY, 1), (OMAR, 2)]


def test_a_place_in_line_is_no_grant() -> None:
    bench = LineBench()
    omar = bench.line_up(OMAR)
    assert not bench.record(omar.id).held
    assert not isinstance(bench.answer(bench.ask(NOAH, BOOTH)), Grant)
