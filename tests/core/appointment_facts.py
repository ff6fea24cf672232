"""Short ways to make appointments in the small school of `examples`."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import UUID

from kiosk.core.appointments import Appointment, Repetition
from kiosk.core.ids import AppointmentId, DestinationId, StaffId, StudentId
from tests.core.examples import LIBRARY, MAYA, NOW

COUNSELOR = StaffId("t-reyes")
WEDNESDAY = date(2026, 3, 4)
_numbers = count(1)


def appointment_id(number: int) -> AppointmentId:
    return AppointmentId(str(UUID(int=(7 << 76) | (2 << 62) | number)))


def appointment(
    who: StudentId = MAYA,
    to: DestinationId = LIBRARY,
    *,
    day: date = WEDNESDAY,
    at: time = time(9, 30),
    minutes: int | None = 10,
    declinable: bool = False,
    urgent: bool = False,
    made_at: datetime = NOW - timedelta(days=1),
) -> Appointment:
    """One appointment on one date; each has an id of its own."""
    return Appointment(
        id=appointment_id(next(_numbers)),
        student=who,
        destination=to,
        made_by=COUNSELOR,
        made_at=made_at,
        day=day,
        at=at,
        minutes=minutes,
        declinable=declinable,
        urgent=urgent,
    )


def weekly(*weekdays: int, until: date | None = None) -> Repetition:
    return Repetition(frozenset(weekdays), until)


def days_of(found: Iterable[object]) -> list[object]:
    return [getattr(occurrence, "day", None) for occurrence in found]
