"""Schools to measure and to race in: the folder that an aggregator reads, without any limit."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.core.ids import BuildingId, DestinationId, RoomId, StudentId

BUILDING: Final = BuildingId("bench")
CARD_KEY: Final = bytes(range(16))
"""Of no real building: these cards exist nowhere else."""
PLACE: Final = DestinationId("restroom")
NO_RULES: Final = """
[policy]
no_fly_first_minutes = 0
no_fly_last_minutes = 0
hall_capacity = 0
passes_a_day_max = 0
cooldown_minutes = 0

[bells.day_types]
"every day" = [{ name = "Block 1", starts = "00:00", ends = "23:59" }]

[bells.week]
monday = "every day"
tuesday = "every day"
wednesday = "every day"
thursday = "every day"
friday = "every day"
saturday = "every day"
sunday = "every day"
"""
"""A policy without numbers, and a school day every day."""
COLUMNS: Final = ("id", "first_name", "last_name", "grade", "language", "rooms", "cards")


@dataclass(frozen=True, slots=True)
class Pupil:
    """A student with one card to go out with, and one to come back with.

    Two, because the same card within 3 s is one tap, and nobody here waits that long.
    """

    id: StudentId
    room: RoomId
    card_out: str
    card_back: str

    @property
    def label(self) -> str:
        """Return the name as a door shows it."""
        return f"{self.id} P."


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    """What differs from one such school to the next."""

    rooms: Sequence[RoomId]
    pupils: Sequence[Pupil]
    capacity: int | None = None
    """Of the one destination."""
    groups: Sequence[tuple[str, Pupil, Pupil]] = ()
    """Mode and the two members of each encounter group."""


def rooms_named(count: int) -> list[RoomId]:
    """Return `count` rooms."""
    return [RoomId(str(101 + number)) for number in range(count)]


def pupils_of(room: RoomId, count: int) -> list[Pupil]:
    """Return `count` students of one room, with cards that nobody else has."""
    first = int(room) * 100_000
    return [
        Pupil(
            StudentId(f"p-{room}-{number}"),
            room,
            f"{first + 2 * number:010d}",
            f"{first + 2 * number + 1:010d}",
        )
        for number in range(count)
    ]


def write_school(folder: Path, plan: SchoolPlan) -> None:
    """Write the three files of a school whose day has no end and whose rules have no numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "school.toml").write_text(_toml(plan), encoding="utf-8")
    with (folder / "students.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for pupil in plan.pupils:
            cards = f"{pupil.card_out} {pupil.card_back}"
            rows.writerow([pupil.id, pupil.id, "Pupil", "9", "en", pupil.room, cards])
    (folder / "staff.csv").write_text("id,name,badges\nt-1,Ms. Stone,0000000001\n", "utf-8")


def _toml(plan: SchoolPlan) -> str:
    capacity = "" if plan.capacity is None else f"capacity = {plan.capacity}"
    rooms = "\n".join(
        f'[[rooms]]\nid = "{room}"\nname = "Room {room}"\nfloor = "{room[0]}"'
        for room in plan.rooms
    )
    groups = "\n".join(
        f'[[encounter_groups]]\nid = "g-{number}"\nmode = "{mode}"\n'
        f'members = ["{one.id}", "{two.id}"]'
        for number, (mode, one, two) in enumerate(plan.groups)
    )
    return f"""name = "Bench School"
time_zone = "UTC"

{rooms}

[[destinations]]
id = "{PLACE}"
name = {{ en = "Restroom" }}
kind = "restroom"
minutes = 7
{capacity}

{NO_RULES}
{groups}
"""
