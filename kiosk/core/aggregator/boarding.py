"""Draws the live board from the building."""

from datetime import datetime

from kiosk.core.aggregator.appointmentwords import appointment_rows
from kiosk.core.aggregator.approvals import AskedForYes
from kiosk.core.aggregator.board import AskedRow, Board, BoardRow, DoorRow, LineRow, in_board_order
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.coordination import PublishDoor
from kiosk.core.aggregator.line import Place, PlaceKind, Waiting
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.aggregator.watching import counts
from kiosk.core.ids import DestinationId, DoorId, PassId, RoomId


class Rows:
    """Remembers each held pass's row for as long as its record stands: most stay as they were."""

    def __init__(self) -> None:
        self._drawn: dict[PassId, tuple[PassRecord, BoardRow | None]] = {}

    def of(self, building: Building) -> tuple[BoardRow, ...]:
        """Return the rows of all held passes, in no order."""
        before, self._drawn = self._drawn, {}
        for record in building.held():
            drawn = before.get(record.id)
            if drawn is None or drawn[0] is not record:
                drawn = (record, _row(building, record))
            self._drawn[record.id] = drawn
        return tuple(row for _, row in self._drawn.values() if row is not None)


def draw_board(building: Building, rows: Rows, now: datetime) -> Board:
    """Return the board at `now`."""
    return Board(
        now=now,
        building=building.school.name,
        rows=in_board_order(rows.of(building), now),
        doors=tuple(door_row(building, door) for door in sorted(building.doors)),
        alerts=tuple(building.alerts),
        hold=building.holds.hold,
        counts=counts(building),
        asked=tuple(_asked(building, waiting) for waiting in building.approvals.in_order()),
        lines=_lines(building),
        appointments=appointment_rows(building, now),
    )


def door_row(building: Building, door: DoorId) -> DoorRow:
    """Return one door as staff see it."""
    room, info = building.school.roster.room_by_door.get(door), building.door_info(door)
    name = room.name if room else door
    return DoorRow(door, name, info.online, info.last_heard, info.outbox)


def doors_gone(building: Building) -> list[PublishDoor]:
    """Return what IT is to be told of doors that they still take for online."""
    gone = []
    for door, info in building.doors.items():
        if info.told_online and not info.online:
            info.told_online = False
            gone.append(PublishDoor(door_row(building, door), info.health))
    return gone


def _asked(building: Building, waiting: AskedForYes) -> AskedRow:
    asked, roster = waiting.request, building.school.roster
    student = roster.students.get(asked.student)
    place, room = roster.destinations.get(asked.destination), roster.rooms.get(asked.origin)
    return AskedRow(
        id=asked.id,
        student=f"{student.first_name} {student.last_name}" if student else "Unknown student",
        grade=student.grade if student else "",
        origin=room.name if room else asked.origin,
        destination=place.name_in("en") if place else asked.destination,
        since=waiting.since,
        reason=waiting.reason,
    )


def _lines(building: Building) -> tuple[LineRow, ...]:
    """Return every line, the one that has waited longest first."""
    found: dict[Place, list[Waiting]] = {}
    for waiting in building.line.in_order():
        found.setdefault(waiting.place, []).append(waiting)
    rows = [
        LineRow(
            place=_place_name(building, place),
            waiting=sum(w.until is None for w in line),
            called=sum(w.until is not None for w in line),
            since=min(w.joined for w in line),
        )
        for place, line in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.since, row.place)))


def _place_name(building: Building, place: Place) -> str:
    kind, token = place
    roster = building.school.roster
    match kind:
        case PlaceKind.HALL:
            return "Hallway"
        case PlaceKind.APPROVED:
            return "Approved"
        case PlaceKind.DESTINATION:
            destination = roster.destinations.get(DestinationId(token))
            return destination.name_in("en") if destination else token
        case PlaceKind.ROOM:
            room = roster.rooms.get(RoomId(token))
            return room.name if room else token


def _row(building: Building, record: PassRecord) -> BoardRow | None:
    if record.who is None or record.since is None:
        return None
    student_id, destination, origin = record.who
    roster = building.school.roster
    student = roster.students.get(student_id)
    place, room = roster.destinations.get(destination), roster.rooms.get(origin)
    started = record.started
    return BoardRow(
        id=record.id,
        student=f"{student.first_name} {student.last_name}" if student else "Unknown student",
        grade=student.grade if student else "",
        origin=room.name if room else origin,
        destination=place.name_in("en") if place else destination,
        since=record.since,
        due_at=record.due_at,
        started=started is not None,
        urgent=started.urgent if started else False,
        offline=started.offline if started else False,
        override=started.override if started else False,
        note=started.note if started else "",
        checked_in=record.checked_in,
    )
