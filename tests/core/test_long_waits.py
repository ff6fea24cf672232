"""At the door: a long wait may ask the teacher, and keeps its place in line meanwhile."""

from dataclasses import replace

from kiosk.core.door.inputs import CardTapped
from kiosk.core.door.lineturn import ASKS_AGAIN_MS
from kiosk.core.door.scene import Screen
from kiosk.core.protocol import EpochBeat, WireRuling
from tests.core.door.test_lineturn import idle, in_line
from tests.core.door_bench import (
    BADGE,
    MAYA,
    MAYAS_CARD,
    NOON,
    TEACHER,
    DoorBench,
    grant,
    refusal,
)


def after(bench: DoorBench, ms: int) -> None:
    """Let time pass at the idle page, with the aggregator in hearing."""
    idle(bench)
    bench.ms += ms
    bench.hear(EpochBeat(epoch=1, now=NOON))


def test_who_has_waited_for_long_and_taps_asks_anew_from_the_same_place() -> None:
    bench = DoorBench()
    asked = in_line(bench)
    after(bench, ASKS_AGAIN_MS)
    bench.tap(MAYAS_CARD)
    bench.must_show(Screen.CHECKING)
    again = bench.requests[-1]
    assert (again.id != asked.id, again.after, again.destination) == (
        True,
        asked.id,
        asked.destination,
    )


def test_before_that_a_tap_shows_the_place() -> None:
    bench = DoorBench()
    in_line(bench)
    after(bench, ASKS_AGAIN_MS // 2)
    bench.tap(MAYAS_CARD)
    bench.must_show(Screen.IN_LINE)


def test_an_answer_that_asks_the_teacher_may_keep_the_place_in_line() -> None:
    bench = DoorBench()
    in_line(bench)
    after(bench, ASKS_AGAIN_MS)
    bench.tap(MAYAS_CARD)
    asked = bench.requests[-1]
    bench.hear(replace(refusal(asked, WireRuling.APPROVE), place=1))
    bench.must_show(Screen.ASK_TEACHER)
    waiting = bench.keeper.state.line.of(MAYA)
    assert waiting is not None
    assert (waiting.id, waiting.place) == (asked.id, 1)
    bench.give(CardTapped(BADGE, bench.ms))
    approved = bench.requests[-1]
    assert (approved.after, approved.approved_by) == (asked.id, TEACHER)
    bench.hear(grant(approved))
    bench.must_show(Screen.OUT)
    assert bench.keeper.state.line.of(MAYA) is None


def test_with_no_teacher_near_the_student_goes_on_waiting() -> None:
    bench = DoorBench()
    asked = bench.ask()
    bench.hear(replace(refusal(asked, WireRuling.APPROVE), place=2))
    after(bench, 0)
    bench.tap(MAYAS_CARD)
    bench.must_show(Screen.IN_LINE)
    assert bench.scene.ahead == 1
