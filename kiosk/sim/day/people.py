"""The people and places of a simulated school, and the files that an aggregator reads of them."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Final

from kiosk.core.ids import BuildingId, DestinationId, RoomId, StaffId, StudentId
from kiosk.sim.day.bells import DATE, NO_FLY, ZONE, periods
from kiosk.sim.day.spec import DaySpec

BUILDING: Final = BuildingId("day")
CARD_KEY: Final = bytes(range(16))
"""Of no real building: these cards exist nowhere else."""
CARDS_EACH: Final = 3
"""The same card within 3 s of real time is one tap: who comes back sooner takes another."""
ROOMS_A_RESTROOM: Final = 10
ROOMS_A_FOUNTAIN: Final = 10
RESTROOM_CAPACITY: Final = 4
FOUNTAIN_CAPACITY: Final = 1
ROOM_OUT_MAX: Final = 3
PASSES_A_DAY_MAX: Final = 3
COOLDOWN: Final = timedelta(minutes=15)
STUDENTS_A_GROUP: Final = 60
"""One encounter group for so many students: a school of 3,000 keeps 50 lists."""
GROUP_MAX: Final = 4
FEW_HALLS: Final = 15
"""The whole building's limit at one school (PEERS.md); here four in five doors, if that is more."""
NURSE, OFFICE, LIBRARY = DestinationId("nurse"), DestinationId("office"), DestinationId("library")
KIOSKS: Final = {NURSE: RoomId("nurse"), OFFICE: RoomId("office")}
"""Destinations with a kiosk of their own, and the rooms that these hang in."""
CLERK: Final = StaffId("t-office")
"""Who makes appointments, with a PIN and no badge."""
STUDENT_COLUMNS: Final = ("id", "first_name", "last_name", "grade", "language", "rooms", "cards")


@dataclass(frozen=True, slots=True)
class Place:
    """One destination."""

    id: DestinationId
    name: str
    kind: str
    minutes: int | None = None
    capacity: int | None = None
    needs_approval: bool = False


@dataclass(frozen=True, slots=True)
class Pupil:
    """One student: a class room for each lesson, and cards that nobody else has."""

    id: StudentId
    rooms: tuple[RoomId, ...]
    """By lesson."""
    cards: tuple[str, ...]

    @property
    def label(self) -> str:
        """Return the name as a door shows it."""
        return f"{self.id} P."


@dataclass(frozen=True, slots=True)
class Group:
    """Students who must not meet."""

    members: tuple[StudentId, ...]
    anywhere: bool


@dataclass(frozen=True)
class SchoolPlan:
    """Everybody and every place."""

    rooms: tuple[RoomId, ...]
    places: tuple[Place, ...]
    pupils: dict[StudentId, Pupil]
    badges: dict[RoomId, tuple[str, ...]]
    """Of the teacher in each room."""
    groups: tuple[Group, ...]
    hall_capacity: int

    @property
    def doors(self) -> tuple[RoomId, ...]:
        """Return every room with a door of ours: class rooms, and those with kiosks."""
        return (*self.rooms, *KIOSKS.values())

    @property
    def capacities(self) -> dict[DestinationId, int]:
        """Return those places that take so many at once."""
        return {place.id: place.capacity for place in self.places if place.capacity is not None}


def plan_school(spec: DaySpec) -> SchoolPlan:
    """Return the school of a day; the same for the same seed."""
    rng = Random(f"school {spec.seed}")
    rooms = tuple(RoomId(str(101 + number)) for number in range(spec.doors))
    names = [StudentId(f"s-{number:05d}") for number in range(spec.students)]
    timetable: dict[StudentId, list[RoomId]] = {name: [] for name in names}
    for _ in range(spec.periods):
        rng.shuffle(names)
        for number, name in enumerate(names):
            timetable[name].append(rooms[number % spec.doors])
    pupils = {
        name: Pupil(name, tuple(timetable[name]), _cards(20_000_000 + CARDS_EACH * number))
        for number, name in enumerate(sorted(names))
    }
    badges = {room: _cards(10_000_000 + CARDS_EACH * number) for number, room in enumerate(rooms)}
    several = sorted(names)
    groups = tuple(
        Group(
            tuple(rng.sample(several, rng.randint(2, GROUP_MAX))),
            anywhere=rng.choice((True, False)),
        )
        for _ in range(max(2, spec.students // STUDENTS_A_GROUP))
    )
    halls = max(FEW_HALLS, spec.doors * 4 // 5)
    return SchoolPlan(rooms, _places(spec), pupils, badges, groups, halls)


def restroom_of(room: RoomId) -> DestinationId:
    """Return the restroom near a room."""
    return DestinationId(f"restroom-{(int(room) - 101) // ROOMS_A_RESTROOM}")


def fountain_of(room: RoomId) -> DestinationId:
    """Return the fountain near a room."""
    return DestinationId(f"fountain-{(int(room) - 101) // ROOMS_A_FOUNTAIN}")


def teacher_of(room: RoomId) -> StaffId:
    """Return whose badges lie in a room."""
    return StaffId(f"t-{room}")


def write_school(folder: Path, plan: SchoolPlan, spec: DaySpec) -> None:
    """Write the three files that the aggregator reads."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "school.toml").write_text(_toml(plan, spec), encoding="utf-8")
    with (folder / "students.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(STUDENT_COLUMNS)
        for one in plan.pupils.values():
            of = " ".join(sorted(set(one.rooms)))
            rows.writerow([one.id, one.id, "Pupil", "10", "en", of, " ".join(one.cards)])
    with (folder / "staff.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "name", "badges"))
        for room, badges in plan.badges.items():
            rows.writerow([teacher_of(room), f"Teacher of {room}", " ".join(badges)])
        rows.writerow([CLERK, "Clerk", ""])


def _cards(first: int) -> tuple[str, ...]:
    return tuple(f"{first + number:010d}" for number in range(CARDS_EACH))


def _places(spec: DaySpec) -> tuple[Place, ...]:
    restrooms = -(-spec.doors // ROOMS_A_RESTROOM)
    fountains = -(-spec.doors // ROOMS_A_FOUNTAIN)
    return (
        *(
            Place(DestinationId(f"restroom-{n}"), f"Restroom {n}", "restroom", 7, RESTROOM_CAPACITY)
            for n in range(restrooms)
        ),
        *(
            Place(DestinationId(f"fountain-{n}"), f"Water {n}", "water", 5, FOUNTAIN_CAPACITY)
            for n in range(fountains)
        ),
        Place(NURSE, "Nurse", "nurse"),
        Place(OFFICE, "Office", "office", 10, needs_approval=True),
        Place(LIBRARY, "Library", "library", 20, max(6, spec.doors * 3 // 4)),
    )


def _toml(plan: SchoolPlan, spec: DaySpec) -> str:
    lessons = ",\n  ".join(
        f'{{ name = "Period {p.number + 1}", starts = "{p.starts.astimezone(ZONE):%H:%M}",'
        f' ends = "{p.ends.astimezone(ZONE):%H:%M}" }}'
        for p in periods(spec.periods)
    )
    weekday = f"{DATE:%A}".lower()
    return "\n".join(
        [
            f'name = "Day School"\ntime_zone = "{ZONE.key}"',
            *(
                f'[[rooms]]\nid = "{room}"\nname = "Room {room}"\nfloor = "{room[0]}"\n'
                f"students_out_max = {ROOM_OUT_MAX}"
                for room in plan.rooms
            ),
            *(f'[[rooms]]\nid = "{room}"\nname = "{room}"' for room in KIOSKS.values()),
            *(_place_toml(place) for place in plan.places),
            _policy_toml(plan, spec),
            f'[bells.day_types]\n"school day" = [\n  {lessons}\n]',
            f'[bells.week]\n{weekday} = "school day"',
            *(_group_toml(number, group) for number, group in enumerate(plan.groups)),
        ]
    )


def _policy_toml(plan: SchoolPlan, spec: DaySpec) -> str:
    minute = timedelta(minutes=1)
    return f"""[policy]
no_fly_first_minutes = {NO_FLY // minute}
no_fly_last_minutes = {NO_FLY // minute}
hall_capacity = {plan.hall_capacity}
passes_a_day_max = {PASSES_A_DAY_MAX}
cooldown_minutes = {COOLDOWN // minute}
accept_within_seconds = {spec.accept_s}
"""


def _place_toml(place: Place) -> str:
    lines = ["[[destinations]]", f'id = "{place.id}"', f'name = {{ en = "{place.name}" }}']
    lines.append(f'kind = "{place.kind}"')
    if place.id in KIOSKS:
        lines.append(f'room = "{KIOSKS[place.id]}"')
    if place.minutes is not None:
        lines.append(f"minutes = {place.minutes}")
    if place.capacity is not None:
        lines.append(f"capacity = {place.capacity}")
    if place.needs_approval:
        lines.append("needs_approval = true")
    return "\n".join(lines)


def _group_toml(number: int, group: Group) -> str:
    mode = "anywhere" if group.anywhere else "same_destination"
    members = ", ".join(f'"{member}"' for member in group.members)
    return f'[[encounter_groups]]\nid = "g-{number}"\nmode = "{mode}"\nmembers = [{members}]'


def of_lesson(pupils: Sequence[Pupil], lesson: int) -> dict[RoomId, list[Pupil]]:
    """Return who sits in each room in a lesson."""
    found: dict[RoomId, list[Pupil]] = {}
    for pupil in pupils:
        found.setdefault(pupil.rooms[lesson], []).append(pupil)
    return found
