"""A dense school with pass limits of every kind, two bells, and an accommodation here and there."""

from dataclasses import replace
from datetime import time
from random import Random

from kiosk.core.ids import DestinationId, StudentId
from kiosk.core.limits import Limit, Span
from kiosk.core.schedule import Period
from kiosk.core.school import School, Student

BAND = "band"
"""The group that some limits are for."""
BELL = time(9, 30, 20)
"""In local time: 20 s into a day of the campaign."""
LESSONS = (Period("1", time(9), BELL), Period("2", BELL, time(12)))
LIMITS_MIN, LIMITS_MAX = 2, 5


def with_limits(school: School, rng: Random) -> School:
    """Return the school with some limits: for one student, the band or everybody, by any span."""
    roster = school.roster
    students = {student.id: _placed(student, rng) for student in roster.students.values()}
    places = sorted(roster.destinations)
    limits = tuple(
        _limit(rng, sorted(students), places) for _ in range(rng.randint(LIMITS_MIN, LIMITS_MAX))
    )
    return replace(
        school,
        roster=replace(roster, students=students),
        schedule=replace(
            school.schedule, day_types={"school": LESSONS}, week=dict.fromkeys(range(7), "school")
        ),
        policy=replace(school.policy, limits=limits, passes_a_day_max=rng.choice((None, 1, 2, 3))),
    )


def _placed(student: Student, rng: Random) -> Student:
    return replace(
        student,
        groups=frozenset({BAND}) if rng.random() < 0.4 else frozenset(),
        limit_exempt=rng.random() < 0.1,
    )


def _limit(rng: Random, students: list[StudentId], places: list[DestinationId]) -> Limit:
    limit = Limit(
        passes_max=rng.choice((0, 1, 1, 2, 3)),
        span=rng.choice(list(Span)),
        destination=rng.choice(places) if rng.random() < 0.5 else None,
    )
    whom = rng.random()
    if whom < 0.3:
        return replace(limit, student=rng.choice(students))
    return replace(limit, group=BAND) if whom < 0.6 else limit
