"""Appointments as the journal keeps them: one JSON text each.

A field that an older version did not write has its default; what a newer one writes beside is
passed over, and goes when this version keeps the appointment anew.
"""

import json
from datetime import date, datetime, time
from typing import Any, assert_never

from kiosk.core.aggregator.buildingbook import DropAppointment, PutAppointment
from kiosk.core.appointments import Appointment, Repetition
from kiosk.core.ids import AppointmentId, DestinationId, RoomId, StaffId, StudentId
from kiosk.store.database import Database
from kiosk.store.failures import JournalDamagedError


def make(db: Database, change: PutAppointment | DropAppointment) -> None:
    """Make one change."""
    match change:
        case PutAppointment(made):
            db.conn.execute(
                "INSERT INTO appointments (id, made) VALUES (?, ?)"
                " ON CONFLICT (id) DO UPDATE SET made = excluded.made",
                (made.id, to_text(made)),
            )
        case DropAppointment(appointment):
            db.conn.execute("DELETE FROM appointments WHERE id = ?", (appointment,))
        case _:
            assert_never(change)


def kept(db: Database) -> tuple[Appointment, ...]:
    """Return every appointment that is kept."""
    rows = db.execute("SELECT made FROM appointments ORDER BY id")
    return tuple(from_text(text) for (text,) in rows)


def to_text(made: Appointment) -> str:
    """Return what is kept of an appointment."""
    again = made.repetition
    return json.dumps(
        {
            "id": made.id,
            "student": made.student,
            "destination": made.destination,
            "made_by": made.made_by,
            "made_at": made.made_at.isoformat(),
            "day": made.day.isoformat(),
            "at": made.at.isoformat(),
            "minutes": made.minutes,
            "declinable": made.declinable,
            "weekdays": None if again is None else sorted(again.weekdays),
            "until": again.until.isoformat() if again and again.until else None,
            "urgent": made.urgent,
            "round_trip": made.round_trip,
            "origin": made.origin,
            "note": made.note,
            "called_off": sorted(day.isoformat() for day in made.called_off),
            "cancelled_at": made.cancelled_at.isoformat() if made.cancelled_at else None,
        }
    )


def from_text(text: str) -> Appointment:
    """Return the appointment that was kept; raise JournalDamagedError if none is there."""
    try:
        return _read(json.loads(text))
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise JournalDamagedError(f"a kept appointment can't be read: {error}") from error


def _read(found: dict[str, Any]) -> Appointment:
    weekdays, until, origin = found.get("weekdays"), found.get("until"), found.get("origin")
    cancelled_at = found.get("cancelled_at")
    repetition = None
    if weekdays is not None:
        last = date.fromisoformat(until) if until else None
        repetition = Repetition(frozenset(map(int, weekdays)), last)
    return Appointment(
        id=AppointmentId(found["id"]),
        student=StudentId(found["student"]),
        destination=DestinationId(found["destination"]),
        made_by=StaffId(found["made_by"]),
        made_at=datetime.fromisoformat(found["made_at"]),
        day=date.fromisoformat(found["day"]),
        at=time.fromisoformat(found["at"]),
        minutes=found["minutes"],
        declinable=bool(found.get("declinable")),
        repetition=repetition,
        urgent=bool(found.get("urgent")),
        round_trip=bool(found.get("round_trip", True)),
        origin=RoomId(origin) if origin else None,
        note=found.get("note") or "",
        called_off=frozenset(map(date.fromisoformat, found.get("called_off") or ())),
        cancelled_at=datetime.fromisoformat(cancelled_at) if cancelled_at else None,
    )
