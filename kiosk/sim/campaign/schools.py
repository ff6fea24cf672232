"""Schools made to be difficult: few students, many rules between them."""

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from random import Random
from zoneinfo import ZoneInfo

from kiosk.core.ids import CardHash, DestinationId, DoorId, GroupId, RoomId, StaffId, StudentId
from kiosk.core.policy import Policy, WhenAlone
from kiosk.core.schedule import Schedule
from kiosk.core.school import (
    Destination,
    DestinationKind,
    EncounterGroup,
    GroupMode,
    Room,
    Roster,
    School,
    Staff,
    Student,
)

TEACHER = StaffId("t-1")
BADGE = CardHash("b" * 64)
SECRETS = ("secretname", "secretgroup", "a secret note", "secretdigest", "encounter")
"""What no door may ever hold or be told (I13)."""
STUDENTS_A_DOOR = 3
VARIANTS = 8
GAPS = (timedelta(seconds=4), timedelta(), timedelta(seconds=50))
"""Of groups in turn: as long as some stay away here, none, and longer than clocks may be off."""
ZONE = ZoneInfo("America/New_York")


@lru_cache(maxsize=64)
def dense_school(doors: int, variant: int) -> School:
    """Return a school of `doors` rooms; most students must not meet some other."""
    rng = Random(1_000 * doors + variant)
    rooms = [RoomId(f"r-{n}") for n in range(doors)]
    people = [_student(n, rooms[n % doors]) for n in range(max(8, STUDENTS_A_DOOR * doors))]
    ids = [student.id for student in people]
    groups = [
        _group(n, frozenset(rng.sample(ids, rng.randint(2, 5))), rng)
        for n in range(max(2, len(ids) // 4))
    ]
    out_max = rng.choice((0, 0, 1, 2))
    places = (
        _place("hall"),
        _place("booth", 1),
        replace(_place("library", 2), room=rooms[-1]),
        _place("lab", 2),
        replace(_place("gym"), room=rooms[0], one_way=True),
    )
    roster = Roster(
        students={student.id: student for student in people},
        staff={TEACHER: Staff(TEACHER, "Ms. Case", frozenset({BADGE}))},
        rooms={r: Room(r, r, "1", DoorId(f"door-{r}"), out_max) for r in rooms},
        destinations={place.id: place for place in places},
        groups=tuple(groups),
    )
    policy = Policy(
        no_fly_first=timedelta(),
        no_fly_last=timedelta(),
        hall_capacity=rng.choice((None, doors, 4)),
        passes_a_day_max=None,
        cooldown=timedelta(),
        when_alone=WhenAlone.REFUSE if variant % 4 == 0 else WhenAlone.ASK,
    )
    return School("Dense", roster, Schedule(ZONE), policy)


def with_short_passes(school: School) -> School:
    """Return the school with passes of a minute that are held to be forgotten right after it."""
    places = school.roster.destinations.items()
    short = {place_id: replace(place, minutes=1) for place_id, place in places}
    return replace(
        school,
        roster=replace(school.roster, destinations=short),
        policy=replace(school.policy, auto_end_after=timedelta()),
    )


@lru_cache(maxsize=1)
def pair_school() -> School:
    """Return two rooms with two students each; the first of each must not meet."""
    rooms = [RoomId("r-0"), RoomId("r-1")]
    people = [_student(n, rooms[n % 2]) for n in range(4)]
    apart = frozenset({people[0].id, people[1].id})
    roster = Roster(
        students={student.id: student for student in people},
        staff={TEACHER: Staff(TEACHER, "Ms. Case", frozenset({BADGE}))},
        rooms={r: Room(r, r, "1", DoorId(f"door-{r}"), 0) for r in rooms},
        destinations={place.id: place for place in (_place("hall"), _place("booth", 1))},
        groups=(EncounterGroup(GroupId("secretgroup-0"), apart, GroupMode.ANYWHERE),),
    )
    policy = Policy(
        no_fly_first=timedelta(),
        no_fly_last=timedelta(),
        hall_capacity=None,
        passes_a_day_max=None,
        cooldown=timedelta(),
    )
    return School("Pair", roster, Schedule(ZONE), policy)


def _student(n: int, room: RoomId) -> Student:
    return Student(
        StudentId(f"s-{n}"),
        f"S{n}",
        "Secretname",
        rooms=frozenset({room}),
        cards=frozenset({CardHash(f"{n:064x}")}),
    )


def _place(name: str, capacity: int | None = None) -> Destination:
    kind = DestinationKind.OTHER
    needs_approval = name == "lab"
    return Destination(
        DestinationId(name),
        {"en": name},
        kind,
        minutes=5,
        capacity=capacity,
        needs_approval=needs_approval,
    )


def _group(n: int, members: frozenset[StudentId], rng: Random) -> EncounterGroup:
    mode = GroupMode.ANYWHERE if rng.random() < 0.5 else GroupMode.SAME_DESTINATION
    gap = GAPS[n % len(GAPS)]
    return EncounterGroup(GroupId(f"secretgroup-{n}"), members, mode, note="a secret note", gap=gap)
