"""An accommodation lifts every cap and every timer, everywhere, and nothing says so."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.core.aggregator.coordination import BeatDue
from kiosk.core.door.inputs import Chose, LinkChanged
from kiosk.core.door.scene import Screen
from kiosk.core.limits import Limit, Span
from kiosk.core.protocol import Grant, Refusal
from kiosk.core.school import School
from tests.core import door_bench
from tests.core.building_bench import (
    BOOT,
    MAYA,
    OMAR,
    BuildingBench,
    beat,
    school,
    started,
    sync_in,
)
from tests.core.door_bench import BADGE, MAYAS_CARD, DoorBench

MINUTE = timedelta(minutes=1)

CAPS: dict[str, dict[str, object]] = {
    "daily limit": {"passes_a_day_max": 1},
    "pass limit": {"limits": (Limit(1, Span.WEEK),)},
    "limit of one student": {"limits": (Limit(1, Span.TERM, student=MAYA),)},
    "cooldown": {"cooldown": timedelta(hours=3)},
}


def exempt(of: School) -> School:
    """Maya has an accommodation; Omar has none."""
    students = {**of.roster.students}
    students[MAYA] = replace(students[MAYA], limit_exempt=True)
    return replace(of, roster=replace(of.roster, students=students))


def building(**policy: object) -> BuildingBench:
    return BuildingBench(exempt(school(**policy)))  # type: ignore[arg-type] # policy by name


@pytest.mark.parametrize("cap", CAPS)
def test_no_cap_holds_the_student_back_and_every_other_is_held(cap: str) -> None:
    of = building(**CAPS[cap])
    answers = []
    for who in (MAYA, MAYA, OMAR, OMAR):
        asked = of.ask(who)
        answers.append(of.answer(asked))
        if isinstance(answers[-1], Grant):
            of.start_pass(asked)
            of.end_pass(asked)
    held = Grant if cap == "limit of one student" else Refusal
    assert [type(answer) for answer in answers] == [Grant, Grant, Grant, held]


def test_the_grant_and_the_pass_that_a_door_adopts_have_no_allowance() -> None:
    of = building()
    asked = of.ask(MAYA)
    said = of.answer(asked)
    assert isinstance(said, Grant)
    assert said.minutes is None
    event = started(asked, of.next_seq(asked.door), of.now)
    of.take(replace(event, minutes=said.minutes))
    of.commands.clear()
    of.say(beat(last_seq={BOOT: 1}))
    (whole,) = sync_in(of.commands).adopt
    assert whole.minutes is None


def test_no_time_makes_it_overtime_or_forgotten() -> None:
    of = building(auto_end_after=MINUTE)
    for who in (MAYA, OMAR):
        asked = of.grant(who)
        granted = of.record(asked.id).granted
        assert granted is not None
        event = started(asked, of.next_seq(asked.door), of.now)
        of.take(replace(event, minutes=granted.minutes))
    for _ in range(12):
        of.now += 30 * MINUTE
        of.give(BeatDue())
    told = [alert.text for alert in (*of.alerts("overtime"), *of.alerts("expired"))]
    assert len(told) == 2
    assert all("Omar" in text for text in told)
    assert [o.student for o in of.mind.building.halls.outings().values()] == [MAYA]


# --- at the door ----------------------------------------------------------------------------------


def door(**policy: object) -> DoorBench:
    of = door_bench.school(replace(door_bench.POLICY, **policy))  # type: ignore[arg-type] # by name
    students = {**of.roster.students}
    students[door_bench.MAYA] = replace(students[door_bench.MAYA], limit_exempt=True)
    return DoorBench(of=replace(of, roster=replace(of.roster, students=students)))


def test_the_doors_own_countdown_is_none_with_the_building_and_without_it() -> None:
    of = door()
    of.give(LinkChanged(up=False))
    of.tap(MAYAS_CARD)
    of.give(Chose(door_bench.RESTROOM))
    of.must_show(Screen.ASK_TEACHER)
    of.wait(1_000)
    of.tap(BADGE)
    of.must_show(Screen.OUT)
    assert of.scene.due_at is None
    assert [row.due_at for row in of.scene.out_now] == [None]
    assert getattr(of.events[-1], "minutes", 0) is None


def test_a_student_without_one_is_counted_down() -> None:
    of = door()
    of.give(LinkChanged(up=False))
    of.tap(door_bench.OMARS_CARD)
    of.give(Chose(door_bench.RESTROOM))
    of.wait(1_000)
    of.tap(BADGE)
    assert of.scene.due_at is not None


def test_nothing_on_the_screen_tells_of_it() -> None:
    of, plain = door(), DoorBench()
    for bench in (of, plain):
        bench.tap(MAYAS_CARD)
    assert of.scene == plain.scene
