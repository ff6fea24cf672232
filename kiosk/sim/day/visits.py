"""Who comes to which door when, where to, for how long: decided before the day begins.

Numbers are those of real use (PEERS.md): 0.24 passes a student and day, 2.55 a lesson at a busy
room, 4 min 23 s out on average with a deviation of 2 min 30 s; and one at every door within 10 s
when a no-fly time ends.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from kiosk.core.ids import DestinationId, RoomId, StudentId
from kiosk.sim.day.bells import BURST, BUSY_AFTER, Period, periods
from kiosk.sim.day.people import (
    LIBRARY,
    NURSE,
    OFFICE,
    Pupil,
    SchoolPlan,
    fountain_of,
    of_lesson,
    restroom_of,
)
from kiosk.sim.day.spec import DaySpec

PASSES_A_STUDENT: Final = 0.24
PASSES_A_BUSY_ROOM: Final = 2.55
"""In one lesson."""
BUSY_ROOMS: Final = 0.1
LESSONS_A_DAY: Final = 7
"""Of a whole day: a shorter one has its share of the passes."""
MEAN_S: Final = 263.0
DEVIATION_S: Final = 150.0
SHORTEST_S: Final = 30.0
URGENT: Final = 0.01
FORGETS: Final = 0.01
BACK_ELSEWHERE: Final = 0.03
TOO_EARLY: Final = 0.02
"""Share of rooms at which somebody tries in the first minutes of a lesson."""
TO_THE_BELL: Final = 0.5
"""Share of rooms with somebody in the library until the bell: all of them overdue, and all of them
back within seconds."""
OVERDUE_FROM: Final = timedelta(minutes=21)
ENDED_FROM: Final = timedelta(minutes=32)
"""Who is in the library for longer than the first is overdue, and not yet held to be forgotten."""
FORGOTTEN_KEPT: Final = timedelta(minutes=50)
"""After a pass that is forgotten a student asks for none until it has certainly been ended."""
APPOINTED: Final = 0.08
"""Share of rooms from which staff want to see somebody in a lesson."""
APPOINTED_FROM: Final = timedelta(minutes=5)
APPOINTED_FOR: Final = timedelta(minutes=30)
"""From so long after the bell on, appointments are made for so long."""
COMES_FROM, COMES_TO = timedelta(minutes=-3), timedelta(minutes=8)
"""When the student comes for an appointment, counted from its own time."""
GROUPS_TRY: Final = 0.5
"""Share of lessons in which the members of an encounter group all want to go at once."""
TO_RESTROOM: Final = 0.6
TO_FOUNTAIN: Final = 0.2
NUMBERS_A_LESSON: Final = 100_000
APPOINTED_NUMBERS: Final = 50_000
"""From this number of a lesson on, visits are to appointments."""
APART_S: Final = 5.0
"""Two who must not meet ask within so short a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One student at one door, with what that student has in mind."""

    number: int
    at: datetime
    room: RoomId
    student: StudentId
    destination: DestinationId
    away: timedelta
    lesson_ends: datetime
    to_the_bell: bool = False
    """Comes back when the bell rings, however long that is."""
    urgent: bool = False
    forgets: bool = False
    """Comes back and taps nowhere."""
    back_elsewhere: bool = False
    """Taps on the way back at another door, if there is one."""
    appointed: datetime | None = None
    """When staff want to see the student at the destination; without it nobody asked."""


def plan_visits(spec: DaySpec, school: SchoolPlan) -> list[Visit]:
    """Return every visit of the day, in order of time."""
    rng = Random(f"visits {spec.seed}")
    drafts: list[Visit] = []
    usual = PASSES_A_STUDENT * spec.students / LESSONS_A_DAY / len(school.rooms)
    for lesson in periods(spec.periods):
        classes = of_lesson(list(school.pupils.values()), lesson.number)
        drafts += _Lesson(school, lesson, rng, usual).visits(classes)
        drafts += _appointed(lesson, classes, Random(f"appointments {spec.seed} {lesson.number}"))
    drafts.sort(key=lambda visit: (visit.at, visit.number))
    return list(_without_doubles(drafts, periods(spec.periods)[-1].ends))


@dataclass
class _Lesson:
    """Makes the visits of one lesson."""

    school: SchoolPlan
    lesson: Period
    rng: Random
    usual: float
    """Passes of an ordinary room."""
    made: int = 0

    def visits(self, classes: dict[RoomId, list[Pupil]]) -> Iterator[Visit]:
        rooms, rng = self.school.rooms, self.rng
        busy = rng.sample(rooms, max(1, round(BUSY_ROOMS * len(rooms))))
        for room in rooms:
            # Nobody stands at two doors, nor twice at one within a moment.
            pupils = rng.sample(classes[room], len(classes[room])) if room in classes else []
            if pupils:
                yield from self._of_room(room, pupils, busy=room in busy)
        for group in self.school.groups:
            if rng.random() < GROUPS_TRY:
                at = _somewhen(self.lesson, rng)
                for member in group.members:
                    pupil = self.school.pupils[member]
                    soon = at + timedelta(seconds=APART_S * rng.random())
                    room = pupil.rooms[self.lesson.number]
                    yield self._visit(room, pupil, soon, _goal(room, rng))

    def _of_room(self, room: RoomId, pupils: list[Pupil], *, busy: bool) -> Iterator[Visit]:
        rng, lesson = self.rng, self.lesson
        first = lesson.opens + BURST * rng.random()
        yield self._visit(room, pupils.pop(), first, _goal(room, rng))
        if pupils and rng.random() < TO_THE_BELL:
            yield self._to_the_bell(room, pupils.pop())
        if pupils and rng.random() < TOO_EARLY:
            early = lesson.starts + (first - lesson.starts) / 3
            yield self._visit(room, pupils.pop(), early, NURSE)
        for _ in range(_around(PASSES_A_BUSY_ROOM if busy else self.usual, rng)):
            if pupils:
                yield self._visit(room, pupils.pop(), _somewhen(lesson, rng), _goal(room, rng))

    def _to_the_bell(self, room: RoomId, pupil: Pupil) -> Visit:
        rng, ends = self.rng, self.lesson.ends
        at = ends - OVERDUE_FROM - (ENDED_FROM - OVERDUE_FROM) * rng.random()
        back = ends + BURST * rng.random()
        return replace(
            self._visit(room, pupil, at, LIBRARY),
            destination=LIBRARY,
            away=back - at,
            to_the_bell=True,
            urgent=False,
            forgets=False,
            back_elsewhere=False,
        )

    def _visit(self, room: RoomId, pupil: Pupil, at: datetime, goal: DestinationId) -> Visit:
        self.made += 1
        rng, ends = self.rng, self.lesson.ends
        shape = (MEAN_S / DEVIATION_S) ** 2
        away_s = max(SHORTEST_S, rng.gammavariate(shape, MEAN_S / shape))
        urgent = rng.random() < URGENT
        return Visit(
            number=self.lesson.number * NUMBERS_A_LESSON + self.made,
            at=at,
            room=room,
            student=pupil.id,
            destination=NURSE if urgent else goal,
            # By the bell everybody is back.
            away=min(timedelta(seconds=away_s), ends - at),
            lesson_ends=ends,
            urgent=urgent,
            forgets=rng.random() < FORGETS and goal not in (NURSE, LIBRARY) and not urgent,
            back_elsewhere=rng.random() < BACK_ELSEWHERE,
        )


def _appointed(lesson: Period, classes: dict[RoomId, list[Pupil]], rng: Random) -> Iterator[Visit]:
    for number, (room, pupils) in enumerate(classes.items()):
        if rng.random() >= APPOINTED:
            continue
        at = lesson.starts + APPOINTED_FROM + APPOINTED_FOR * rng.random()
        at = at.replace(second=0, microsecond=0)
        comes = at + COMES_FROM + (COMES_TO - COMES_FROM) * rng.random()
        yield Visit(
            number=lesson.number * NUMBERS_A_LESSON + APPOINTED_NUMBERS + number,
            at=comes,
            room=room,
            student=rng.choice(pupils).id,
            destination=rng.choice((OFFICE, LIBRARY)),
            away=min(timedelta(seconds=MEAN_S), lesson.ends - comes),
            lesson_ends=lesson.ends,
            appointed=at,
        )


def _goal(room: RoomId, rng: Random) -> DestinationId:
    dice = rng.random()
    if dice < TO_RESTROOM:
        return restroom_of(room)
    if dice < TO_RESTROOM + TO_FOUNTAIN:
        return fountain_of(room)
    return rng.choice((NURSE, OFFICE, LIBRARY))


def _somewhen(lesson: Period, rng: Random) -> datetime:
    opens = lesson.opens + BUSY_AFTER
    return opens + (lesson.closes - opens) * rng.random()


def _around(mean: float, rng: Random) -> int:
    """Return a whole number whose mean is `mean`."""
    whole = int(mean)
    return whole + (rng.random() < mean - whole)


def _without_doubles(visits: list[Visit], school_ends: datetime) -> Iterator[Visit]:
    """Leave out whoever is still away, or asks again while a forgotten pass is open."""
    free: dict[StudentId, datetime] = {}
    for visit in visits:
        if free.get(visit.student, visit.at) > visit.at:
            continue
        back = visit.at + visit.away
        forgets = visit.forgets and visit.at + FORGOTTEN_KEPT < school_ends
        free[visit.student] = visit.at + FORGOTTEN_KEPT if forgets else back + timedelta(seconds=30)
        yield replace(visit, forgets=forgets)
