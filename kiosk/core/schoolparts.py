"""What the aggregator tells a door of its school: its people and its rules, each with a version."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.core.ids import CardHash, DestinationId, StaffId, StudentId


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorStudent:
    """What a door may keep of a student of its room."""

    student: StudentId
    label: str
    language: str
    cards: tuple[CardHash, ...]
    accommodations: bool = False
    favourites: tuple[DestinationId, ...] = ()
    """Where the student goes most often, for the order of tiles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorStaff:
    """What a door may keep of a member of staff."""

    staff: StaffId
    label: str
    badges: tuple[CardHash, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPart:
    """One part of a door's roster (its room's students, all badges); whole at `parts` parts."""

    version: str
    part: int
    parts: int
    students: tuple[DoorStudent, ...]
    staff: tuple[DoorStaff, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDocument:
    """What a door needs to judge its own room: places, bell schedule and the school's numbers.

    `document` is the JSON form of room, destinations, schedule and policy; its schema is in the
    AsyncAPI document.
    """

    version: str
    document: Mapping[str, object]
