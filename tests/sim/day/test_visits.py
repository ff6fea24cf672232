from datetime import timedelta
from pathlib import Path

from kiosk.sim.day.bells import BURST, DATE, periods
from kiosk.sim.day.people import CARD_KEY, plan_school, write_school
from kiosk.sim.day.spec import DaySpec
from kiosk.sim.day.visits import Visit, plan_visits
from kiosk.store.school_files import load_school

SPEC = DaySpec(students=3000, doors=100)
SCHOOL = plan_school(SPEC)
VISITS = plan_visits(SPEC, SCHOOL)


def test_the_same_seed_is_the_same_day() -> None:
    assert plan_visits(SPEC, plan_school(SPEC)) == VISITS
    assert plan_visits(DaySpec(seed=2), SCHOOL) != VISITS


def test_nobody_is_at_two_doors_at_once() -> None:
    away: dict[str, Visit] = {}
    for visit in VISITS:
        before = away.get(visit.student)
        assert before is None or before.at + before.away < visit.at
        away[visit.student] = visit


def test_everybody_comes_to_the_room_of_the_lesson() -> None:
    lessons = periods(SPEC.periods)
    for visit in VISITS:
        (lesson,) = [p for p in lessons if p.ends == visit.lesson_ends]
        assert SCHOOL.pupils[visit.student].rooms[lesson.number] == visit.room


def test_when_a_no_fly_time_ends_nearly_every_door_is_asked_within_ten_seconds() -> None:
    for lesson in periods(SPEC.periods):
        doors = {v.room for v in VISITS if lesson.opens <= v.at <= lesson.opens + BURST}
        assert len(doors) > 0.95 * SPEC.doors


def test_at_the_bell_many_come_back_who_are_overdue() -> None:
    for lesson in periods(SPEC.periods):
        late = [v for v in VISITS if v.to_the_bell and v.lesson_ends == lesson.ends]
        assert len(late) > 30
        for visit in late:
            assert timedelta(minutes=20) < visit.away < timedelta(minutes=35)
            assert lesson.ends <= visit.at + visit.away <= lesson.ends + BURST


def test_passes_last_as_long_as_in_real_use() -> None:
    usual = [v.away.total_seconds() for v in VISITS if not v.to_the_bell]
    assert 230 < sum(usual) / len(usual) < 290


def test_a_school_s_files_are_without_fault(tmp_path: Path) -> None:
    spec = DaySpec(students=100, doors=20)
    write_school(tmp_path, plan_school(spec), spec)
    school = load_school(tmp_path, CARD_KEY)
    assert len(school.roster.students) == 100
    assert len(school.schedule.lessons(DATE)) == spec.periods
    assert len(school.roster.destinations) == 7
