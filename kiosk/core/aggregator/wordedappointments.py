"""Appointments as staff write them down, with names: each must mean one student, place or room."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from kiosk.core.aggregator.acts import ActFault
from kiosk.core.aggregator.appointing import made
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.coordination import BuildingCommand
from kiosk.core.appointments import Appointment, AppointmentsAsked, AppointmentsMade
from kiosk.core.ids import DestinationId, RoomId
from kiosk.core.school import Destination, Room, Student

NAMED_MAX = 5
"""Names told when one could mean several: more help nobody."""
FoundT = TypeVar("FoundT")


def asked(
    building: Building, act: AppointmentsAsked, now: datetime
) -> list[BuildingCommand] | ActFault:
    """Make what was written down, with today, now and the place's own minutes where nothing is."""
    if len(act.ids) != len(act.students):
        return ActFault("students", "name each student once")
    place = _place(building, act.destination)
    room = _room(building, act.origin) if act.origin is not None else None
    students = [student_called(building, name) for name in act.students]
    for found in (place, room, *students):
        if isinstance(found, ActFault):
            return found
    known = [student for student in students if isinstance(student, Student)]
    if isinstance(place, ActFault) or isinstance(room, ActFault):
        return ActFault("destination", "is not known")
    local = now.astimezone(building.school.schedule.time_zone)
    appointments = tuple(
        Appointment(
            id=appointment,
            student=student.id,
            destination=place.id,
            made_by=act.staff,
            made_at=now,
            day=act.day or local.date(),
            at=act.at or local.time().replace(second=0, microsecond=0),
            minutes=place.minutes if act.minutes is None else act.minutes,
            declinable=act.declinable,
            repetition=act.repetition,
            urgent=act.urgent,
            round_trip=act.round_trip,
            origin=room.id if room else None,
            note=act.note,
        )
        for appointment, student in zip(act.ids, known, strict=True)
    )
    return made(building, AppointmentsMade(appointments, act.staff, act.anyway), now)


def student_called(building: Building, name: str) -> Student | ActFault:
    """Return the one student who has this id or name; a fault says who it could be."""
    students = building.school.roster.students
    if (by_id := next((s for s in students.values() if s.id == name), None)) is not None:
        return by_id
    wanted = name.casefold().strip()
    everybody = students.values()
    whole = [s for s in everybody if wanted in (_whole(s).casefold(), s.label.casefold())]
    found = whole or [s for s in everybody if wanted in _whole(s).casefold().split()]
    return _only("student", name, found, (f"{_whole(s)} ({s.id})" for s in found))


def _place(building: Building, name: str) -> Destination | ActFault:
    places = building.school.roster.destinations
    if DestinationId(name) in places:
        return places[DestinationId(name)]
    wanted = name.casefold().strip()
    found = [p for p in places.values() if wanted in {n.casefold() for n in p.name.values()}]
    return _only("destination", name, found, (f"{p.name_in('en')} ({p.id})" for p in found))


def _room(building: Building, name: str) -> Room | ActFault:
    rooms = building.school.roster.rooms
    if RoomId(name) in rooms:
        return rooms[RoomId(name)]
    wanted = name.casefold().strip()
    found = [room for room in rooms.values() if room.name.casefold() == wanted]
    return _only("origin", name, found, (f"{room.name} ({room.id})" for room in found))


def _only(field: str, name: str, found: list[FoundT], names: Iterable[str]) -> FoundT | ActFault:
    if len(found) == 1:
        return found[0]
    if not found:
        return ActFault(field, f"nobody and nothing here is called {name}")
    told = ", ".join(list(names)[:NAMED_MAX])
    return ActFault(field, f"{name} could be {told}: say which")


def _whole(student: Student) -> str:
    return f"{student.first_name} {student.last_name}".strip()
