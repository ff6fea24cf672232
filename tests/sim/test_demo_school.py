from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.sim.demo_school import (
    CHECKED_IN,
    Person,
    card_of,
    copy_school,
    local_time_zone,
    staff_of,
    students_of,
)
from kiosk.store.school_files import load_school

PEOPLE = [
    Person("Maya Rodriguez", "214", "0006547886"),
    Person("Maya Chen", "214", "0006547999"),
    Person("Ms. Alvarez", "", "0007101013"),
]
KEY = bytes(16)


def test_the_copy_has_this_machines_time_zone(tmp_path: Path) -> None:
    copy_school(CHECKED_IN, tmp_path / "school")
    school = load_school(tmp_path / "school", KEY)
    assert school.schedule.time_zone.key == local_time_zone()


def test_no_fly_minutes_can_be_set(tmp_path: Path) -> None:
    copy_school(CHECKED_IN, tmp_path / "school", no_fly_minutes=0)
    policy = load_school(tmp_path / "school", KEY).policy
    assert (policy.no_fly_first, policy.no_fly_last) == (timedelta(0), timedelta(0))


def test_a_newcomer_finds_a_lesson_at_any_hour_of_the_week() -> None:
    schedule = load_school(CHECKED_IN, KEY).schedule
    monday = schedule.instant(datetime(2026, 11, 2, tzinfo=UTC).date(), datetime.min.time())
    hours = [monday + timedelta(hours=hour, minutes=30) for hour in range(7 * 24)]
    assert all(schedule.lesson_at(hour) for hour in hours)


def test_every_student_and_every_adult_has_a_card() -> None:
    everybody = [*students_of(CHECKED_IN), *staff_of(CHECKED_IN)]
    assert len({person.card for person in everybody}) == 34
    assert all(person.card for person in everybody)


@pytest.mark.parametrize(
    ("asked", "card"),
    [
        ("maya chen", "0006547999"),
        ("Rodriguez", "0006547886"),
        ("0006547886", "0006547886"),
        ("alvarez", "0007101013"),
        ("0000000001", "0000000001"),
    ],
)
def test_a_person_is_meant_by_any_part_of_the_name_or_by_number(asked: str, card: str) -> None:
    assert card_of(asked, PEOPLE) == card


def test_a_name_that_two_have_is_told_with_both() -> None:
    with pytest.raises(LookupError, match="Maya Rodriguez or Maya Chen"):
        card_of("Maya", PEOPLE)


def test_an_unknown_name_is_told_with_those_there_are() -> None:
    with pytest.raises(LookupError, match=r"Ms\. Alvarez"):
        card_of("Bob", PEOPLE)
