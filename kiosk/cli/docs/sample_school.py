"""A small school from which every example of the documents is made; of no real person."""

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.core.ids import (
    AppointmentId,
    BootId,
    BuildingId,
    CardHash,
    DestinationId,
    DoorId,
    GroupId,
    PassId,
    RoomId,
    StaffId,
    StudentId,
    card_hash,
    occurrence_id,
)
from kiosk.core.limits import Limit, Span
from kiosk.core.policy import Policy
from kiosk.core.schedule import NoFly, Period, Schedule
from kiosk.core.school import (
    Destination,
    DestinationKind,
    EncounterGroup,
    GroupMode,
    Hours,
    OnHoldBack,
    Room,
    Roster,
    School,
    Staff,
    Student,
)

BUILDING: Final = BuildingId("north")
MAYA, OMAR, IVY = StudentId("s-001"), StudentId("s-002"), StudentId("s-003")
OKAFOR: Final = StaffId("t-01")
ROOM_214, ROOM_118 = RoomId("214"), RoomId("118")
DOOR_214, DOOR_118 = DoorId("door-214"), DoorId("door-118")
RESTROOM, LIBRARY, OFFICE, NURSE = (
    DestinationId("restroom"),
    DestinationId("library"),
    DestinationId("office"),
    DestinationId("nurse"),
)
NOWHERE: Final = DestinationId("old-gym")
"""On no roster any more."""

MID_LESSON: Final = datetime(2026, 3, 4, 14, 30, tzinfo=UTC)
"""A Wednesday, half past nine in New York: no rule about the time of day objects."""
AFTER_THE_BELL: Final = MID_LESSON - timedelta(minutes=28)
IN_THE_EVENING: Final = MID_LESSON + timedelta(hours=10)

_KEY: Final = bytes(range(16))


TO_THE_OFFICE: Final = occurrence_id(
    AppointmentId("019cb92a-00ff-7000-8000-000000000214"), MID_LESSON.date()
)
"""An appointment that staff have made, on the sample day."""


def pass_id(number: int) -> PassId:
    """Return a UUIDv7 of the sample day, the same for the same number."""
    return PassId(f"019cb92a-{number:04x}-7000-8000-000000000214")


def boot_id(number: int) -> BootId:
    """Return a UUIDv7 of the sample day, the same for the same number."""
    return BootId(f"019cb80f-{number:04x}-7000-8000-000000000b00")


def card(number: str) -> CardHash:
    """Return what stands for a card number in the sample building."""
    return card_hash(_KEY, number)


def _student(student: StudentId, first: str, last: str, *, limit_exempt: bool = False) -> Student:
    return Student(
        student,
        first,
        last,
        grade="7",
        rooms=frozenset({ROOM_214}),
        cards=frozenset({card(student)}),
        limit_exempt=limit_exempt,
    )


_STUDENTS: Final = (
    _student(MAYA, "Maya", "Rivera"),
    _student(OMAR, "Omar", "Hale"),
    _student(IVY, "Ivy", "Chen", limit_exempt=True),
)
_ROOMS: Final = (
    Room(ROOM_214, "Room 214", "2", DOOR_214, 1),
    Room(ROOM_118, "Room 118", "1", DOOR_118, 2),
)
_PLACES: Final = (
    Destination(
        RESTROOM,
        {"en": "Restroom", "es": "Baño"},
        DestinationKind.RESTROOM,
        floor="2",
        minutes=7,
        capacity=2,
    ),
    Destination(
        LIBRARY,
        {"en": "Library", "es": "Biblioteca"},
        DestinationKind.LIBRARY,
        floor="1",
        room=ROOM_118,
        minutes=15,
        hours=(Hours(time(8), time(15)),),
    ),
    Destination(
        OFFICE,
        {"en": "Office", "es": "Oficina"},
        DestinationKind.OFFICE,
        floor="1",
        minutes=10,
        needs_approval=True,
    ),
    Destination(NURSE, {"en": "Nurse", "es": "Enfermería"}, DestinationKind.NURSE, floor="1"),
)
_GROUPS: Final = (
    EncounterGroup(
        GroupId("g-1"),
        frozenset({MAYA, OMAR}),
        GroupMode.ANYWHERE,
        gap=timedelta(minutes=3),
        hold_back_max=timedelta(minutes=12),
        on_hold_back=OnHoldBack.ASK,
    ),
)

LIMITS: Final = (
    Limit(1, Span.PERIOD, destination=RESTROOM),
    Limit(2, Span.WEEK, student=MAYA, destination=NURSE),
)
LIMITED: Final = Policy(limits=LIMITS)
"""What rules are shown with: by themselves no policy has limits."""

SCHOOL: Final = School(
    "North Example School",
    Roster(
        students={s.id: s for s in _STUDENTS},
        staff={OKAFOR: Staff(OKAFOR, "Ms. Okafor", frozenset({card(OKAFOR)}))},
        rooms={room.id: room for room in _ROOMS},
        destinations={place.id: place for place in _PLACES},
        groups=_GROUPS,
    ),
    Schedule(
        ZoneInfo("America/New_York"),
        {
            "regular": (
                Period("1", time(8), time(8, 50)),
                Period("2", time(9), time(9, 50)),
            )
        },
        dict.fromkeys(range(5), "regular"),
        {datetime(2026, 3, 6, tzinfo=UTC).date(): None},
        {datetime(2026, 3, 27, tzinfo=UTC).date(): NoFly(timedelta(), timedelta())},
    ),
    Policy(),
)
