"""The roster: students, staff, rooms, destinations and encounter groups as the school has them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum, unique
from functools import cached_property

from kiosk.core.ids import CardHash, DestinationId, DoorId, GroupId, RoomId, StaffId, StudentId
from kiosk.core.policy import Policy
from kiosk.core.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Student:
    """One student; a door sees only the label, never the rest of the name."""

    id: StudentId
    first_name: str
    last_name: str
    grade: str = ""
    language: str = ""
    """By code; empty: the language of whichever door it is."""
    rooms: frozenset[RoomId] = frozenset()
    cards: frozenset[CardHash] = frozenset()
    limit_exempt: bool = False
    """An accommodation: caps and timers are lifted, silently."""
    groups: frozenset[str] = frozenset()
    """Teams and classes that limits may be for; no encounter group is among them."""

    favourites: tuple[DestinationId, ...] = ()
    """Where the student goes most often, as a door knows it: the aggregator has a tally."""

    @property
    def in_groups(self) -> frozenset[str]:
        """Return the groups with the grade, which is one too."""
        return self.groups | {self.grade} if self.grade else self.groups

    @property
    def label(self) -> str:
        """First name and last initial: all that a door may show."""
        initial = self.last_name[:1]
        return f"{self.first_name} {initial}." if initial else self.first_name


@dataclass(frozen=True, slots=True)
class Staff:
    """One member of staff; a badge is a card."""

    id: StaffId
    name: str
    badges: frozenset[CardHash] = frozenset()


@dataclass(frozen=True, slots=True)
class Room:
    """A room with a door that students leave from."""

    id: RoomId
    name: str
    floor: str
    door: DoorId
    out_max: int
    """Students of this room out at once; 0 means that no limit is set."""


@unique
class DestinationKind(StrEnum):
    """What a destination is, which picks its icon and its place in the reports."""

    RESTROOM = "restroom"
    WATER = "water"
    NURSE = "nurse"
    OFFICE = "office"
    LIBRARY = "library"
    COUNSELOR = "counselor"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Hours:
    """When a destination is open, in the school's wall-clock time; start included, end excluded."""

    opens: time
    closes: time


@unique
class Approval(StrEnum):
    """Whose yes a destination takes that needs one."""

    ORIGIN = "origin"
    DESTINATION = "destination"


@dataclass(frozen=True, slots=True)
class Destination:
    """A place that a pass leads to."""

    id: DestinationId
    name: Mapping[str, str]
    """Name by language code; "en" is always there."""
    kind: DestinationKind
    floor: str = ""
    room: RoomId | None = None
    """The room whose own kiosk checks arrivals in, if it has one."""
    minutes: int | None = None
    """Allowance in minutes; None means no limit (the nurse)."""
    capacity: int | None = None
    """Students there at once; None means no limit is set."""
    hours: tuple[Hours, ...] = ()
    """Empty means always open."""
    needs_approval: bool = False
    approval: Approval = Approval.ORIGIN
    one_way: bool = False
    """The pass is over on arrival, and nobody is expected back."""

    def name_in(self, language: str) -> str:
        """Return the name in `language`, else in English."""
        return self.name.get(language) or self.name["en"]


@unique
class GroupMode(StrEnum):
    """What the members of an encounter group must not do together."""

    ANYWHERE = "anywhere"
    SAME_DESTINATION = "same_destination"


@unique
class OnHoldBack(StrEnum):
    """What follows when a member has been held back for as long as the group allows."""

    ALERT = "alert"
    """Staff are told."""
    ASK = "ask"
    """Staff are told, and from then on an adult may say yes."""


@dataclass(frozen=True, slots=True)
class EncounterGroup:
    """Students who must not meet; known to the aggregator and to nobody else."""

    id: GroupId
    members: frozenset[StudentId]
    mode: GroupMode
    enabled: bool = True
    expires: date | None = None
    """Last school day on which the group counts."""
    note: str = ""
    name: str = ""
    gap: timedelta = timedelta()
    """How long after a return the member still counts as out: halls empty slowly."""
    hold_back_max: timedelta | None = None
    """The longest that a member waits for others before staff are told; None: they are not."""
    on_hold_back: OnHoldBack = OnHoldBack.ALERT

    @property
    def asks_after(self) -> timedelta | None:
        """Return after how long an adult may say yes; None if nobody may."""
        return self.hold_back_max if self.on_hold_back is OnHoldBack.ASK else None

    def counts_on(self, day: date) -> bool:
        """Say whether the members must be kept apart on `day`."""
        return self.enabled and (self.expires is None or day <= self.expires)


@dataclass(frozen=True)
class Roster:
    """Everybody and every place of one building, with look-ups by id and by card."""

    students: Mapping[StudentId, Student] = field(default_factory=dict)
    staff: Mapping[StaffId, Staff] = field(default_factory=dict)
    rooms: Mapping[RoomId, Room] = field(default_factory=dict)
    destinations: Mapping[DestinationId, Destination] = field(default_factory=dict)
    groups: tuple[EncounterGroup, ...] = ()
    for_lending: Mapping[CardHash, str] = field(default_factory=dict)
    """Cards that staff lend for a day, with the number printed on each."""

    @cached_property
    def student_by_card(self) -> Mapping[CardHash, Student]:
        """Return students by the keyed hash of each of their cards."""
        return {card: s for s in self.students.values() for card in s.cards}

    @cached_property
    def staff_by_badge(self) -> Mapping[CardHash, Staff]:
        """Return staff by the keyed hash of each of their badges."""
        return {badge: s for s in self.staff.values() for badge in s.badges}

    @cached_property
    def room_by_door(self) -> Mapping[DoorId, Room]:
        """Return rooms by the kiosk at their door."""
        return {room.door: room for room in self.rooms.values()}

    @cached_property
    def students_by_room(self) -> Mapping[RoomId, tuple[Student, ...]]:
        """Return the students of each room, in the order of their ids."""
        found: dict[RoomId, list[Student]] = {}
        for student in sorted(self.students.values(), key=lambda s: s.id):
            for room in student.rooms:
                found.setdefault(room, []).append(student)
        return {room: tuple(students) for room, students in found.items()}

    @property
    def one_way_unwatched(self) -> tuple[DestinationId, ...]:
        """Return one-way destinations without a kiosk: nobody is ever seen to arrive there."""
        return tuple(d.id for d in self.destinations.values() if d.one_way and d.room is None)

    @cached_property
    def asks_after(self) -> timedelta | None:
        """Return when staff are asked about who waits for the hall: a full one must do so too."""
        found = (g.asks_after for g in self.groups if g.enabled)
        return min((after for after in found if after is not None), default=None)

    @cached_property
    def groups_by_student(self) -> Mapping[StudentId, tuple[EncounterGroup, ...]]:
        """Return the encounter groups that each student is in."""
        found: dict[StudentId, list[EncounterGroup]] = {}
        for group in self.groups:
            for member in group.members:
                found.setdefault(member, []).append(group)
        return {student: tuple(groups) for student, groups in found.items()}


@dataclass(frozen=True, slots=True)
class School:
    """One building as its files describe it."""

    name: str
    roster: Roster
    schedule: Schedule
    policy: Policy

    @property
    def gives_groups_away(self) -> bool:
        """Say whether only an encounter group can make the hallway full: no capacity is set."""
        return self.policy.hall_capacity is None and any(g.enabled for g in self.roster.groups)
