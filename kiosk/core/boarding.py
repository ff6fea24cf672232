"""Draws the live board from the building."""

from datetime import datetime, timedelta

from kiosk.core.board import Board, BoardRow, DoorRow, in_board_order
from kiosk.core.building import Building
from kiosk.core.ids import DoorId
from kiosk.core.passes import PassRecord
from kiosk.core.watching import counts


def draw_board(building: Building, now: datetime) -> Board:
    """Return the board at `now`."""
    rows = tuple(row for r in building.held() if (row := _row(building, r)) is not None)
    return Board(
        now=now,
        building=building.school.name,
        rows=in_board_order(rows, now),
        doors=tuple(door_row(building, door) for door in sorted(building.doors)),
        alerts=tuple(building.alerts),
        hold=building.holds.hold,
        counts=counts(building),
    )


def door_row(building: Building, door: DoorId) -> DoorRow:
    """Return one door as staff see it."""
    room, info = building.school.roster.room_by_door.get(door), building.door_info(door)
    name = room.name if room else door
    return DoorRow(door, name, info.online, info.last_heard, info.outbox)


def _row(building: Building, record: PassRecord) -> BoardRow | None:
    if record.who is None or record.since is None:
        return None
    student_id, destination, origin = record.who
    roster = building.school.roster
    student = roster.students.get(student_id)
    place, room = roster.destinations.get(destination), roster.rooms.get(origin)
    started = record.started
    due = None
    if record.minutes is not None:
        due = record.since + timedelta(minutes=record.minutes)
    return BoardRow(
        id=record.id,
        student=f"{student.first_name} {student.last_name}" if student else "Unknown student",
        grade=student.grade if student else "",
        origin=room.name if room else origin,
        destination=place.name_in("en") if place else destination,
        since=record.since,
        due_at=due,
        started=started is not None,
        urgent=started.urgent if started else False,
        offline=started.offline if started else False,
        override=started.override if started else False,
    )
