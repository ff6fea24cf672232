"""A small school for examples, and short ways to ask for a pass in it."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.core.halls import Halls, Outing
from kiosk.core.ids import DestinationId, DoorId, PassId, RoomId, StudentId
from kiosk.core.rule import Ask, Facts, Holds, Reach
from kiosk.core.schedule import Period, Schedule
from kiosk.core.school import (
    Destination,
    DestinationKind,
    EncounterGroup,
    Hours,
    Room,
    Roster,
    Student,
)
from kiosk.core.tally import Tally

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")

MAYA, OMAR, IVY = StudentId("s-maya"), StudentId("s-omar"), StudentId("s-ivy")
ROOM_214, ROOM_118 = RoomId("r-214"), RoomId("r-118")
RESTROOM, LIBRARY, NURSE = (
    DestinationId("d-restroom"),
    DestinationId("d-library"),
    DestinationId("d-nurse"),
)

PERIODS = (
    Period("1", time(8), time(8, 50)),
    Period("2", time(9), time(9, 50)),
)
SCHEDULE = Schedule(NEW_YORK, {"regular": PERIODS}, dict.fromkeys(range(5), "regular"))

# A Wednesday, half past nine in New York: 30 minutes into the second lesson.
NOW = datetime(2026, 3, 4, 14, 30, tzinfo=UTC)


def at(hour: int, minute: int = 0) -> datetime:
    """A time of day in New York on the day of NOW, as an instant in UTC."""
    return datetime(2026, 3, 4, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)


def student(student_id: StudentId, *, limit_exempt: bool = False) -> Student:
    first = student_id.removeprefix("s-").title()
    return Student(student_id, first, "Example", limit_exempt=limit_exempt)


def place(
    destination: DestinationId,
    *,
    capacity: int | None = None,
    hours: tuple[Hours, ...] = (),
    needs_approval: bool = False,
) -> Destination:
    return Destination(
        destination,
        {"en": destination.removeprefix("d-").title()},
        DestinationKind.OTHER,
        capacity=capacity,
        hours=hours,
        needs_approval=needs_approval,
    )


def school(
    *,
    students: Iterable[Student] = (),
    places: Iterable[Destination] = (),
    groups: tuple[EncounterGroup, ...] = (),
    out_max: int = 0,
) -> Roster:
    """Everybody and every place above; those given stand in for their namesakes."""
    everybody = [student(s) for s in (MAYA, OMAR, IVY)] + list(students)
    everywhere = [place(d) for d in (RESTROOM, LIBRARY, NURSE)] + list(places)
    rooms = [
        Room(room, room, "2", DoorId(f"door-{room}"), out_max) for room in (ROOM_214, ROOM_118)
    ]
    return Roster(
        students={s.id: s for s in everybody},
        rooms={room.id: room for room in rooms},
        destinations={d.id: d for d in everywhere},
        groups=groups,
    )


def ask(who: StudentId = MAYA, to: DestinationId = RESTROOM) -> Ask:
    return Ask(PassId("p-asked"), who, to, ROOM_214)


def out(
    who: StudentId,
    to: DestinationId = RESTROOM,
    *,
    named: str = "",
    origin: RoomId = ROOM_214,
    since: datetime = NOW - timedelta(minutes=4),
    back: datetime | None = None,
    urgent: bool = False,
    by_staff: bool = False,
) -> Outing:
    name = PassId(named or f"p-{who}")
    return Outing(
        name, who, to, origin, since, back, urgent=urgent, by_staff=by_staff, heard_back=back
    )


def facts(
    *outings: Outing,
    now: datetime = NOW,
    reach: Reach = Reach.BUILDING,
    roster: Roster | None = None,
    holds: Holds | None = None,
    schedule: Schedule = SCHEDULE,
    clock_known: bool = True,
    waiting_since: datetime | None = None,
    yes_since: datetime | None = None,
) -> Facts:
    return Facts(
        now=now,
        reach=reach,
        roster=roster or school(),
        schedule=schedule,
        halls=Halls(outings),
        holds=holds or Holds(),
        tally=Tally.of(outings),
        clock_known=clock_known,
        waiting_since=waiting_since,
        yes_since=yes_since,
    )
