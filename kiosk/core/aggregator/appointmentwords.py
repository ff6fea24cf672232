"""How staff read about appointments: who, where to, when, and who made them."""

from datetime import datetime, timedelta
from itertools import islice

from kiosk.core.aggregator.board import AppointmentRow
from kiosk.core.aggregator.building import Building
from kiosk.core.appointments import Appointment, Occurrence

SHOWN_FROM = timedelta(hours=1)
SHOWN_TO = timedelta(days=7)
"""How far back and ahead the board looks: what has just become of one, and a week's plan."""
SHOWN_MAX = 60
"""Rows drawn: more is a list to search in, not one to see."""


def told(building: Building, occurrence: Occurrence) -> str:
    """Return student, place, time and maker for staff."""
    mine = occurrence.appointment
    by = building.staff_name(mine.made_by) or "an unknown member of staff"
    whose = f"{label(building, mine)}, {place(building, mine)}, {when(building, occurrence)}"
    return f"{whose}, made by {by}"


def when(building: Building, occurrence: Occurrence) -> str:
    """Return date and time in the school's zone."""
    return clock(building, occurrence.at)


def clock(building: Building, at: datetime) -> str:
    """Return date and time in the school's zone."""
    local = at.astimezone(building.school.schedule.time_zone)
    return f"{local:%a} {local.day} {local:%b} {local.hour}:{local:%M}"


def label(building: Building, mine: Appointment) -> str:
    """Return whose appointment it is."""
    student = building.school.roster.students.get(mine.student)
    return student.label if student else "An unknown student"


def place(building: Building, mine: Appointment) -> str:
    """Return where it leads to."""
    known = building.school.roster.destinations.get(mine.destination)
    return known.name_in("en") if known else "an unknown place"


def appointment_rows(building: Building, now: datetime) -> tuple[AppointmentRow, ...]:
    """Return what the board shows, earliest first."""
    shown = building.diary.between(now - SHOWN_FROM, now + SHOWN_TO)
    return tuple(_row(building, occurrence, now) for occurrence in islice(shown, SHOWN_MAX))


def _row(building: Building, occurrence: Occurrence, now: datetime) -> AppointmentRow:
    mine = occurrence.appointment
    student = building.school.roster.students.get(mine.student)
    whole = f"{student.first_name} {student.last_name}" if student else "Unknown student"
    return AppointmentRow(
        id=mine.id,
        day=occurrence.day,
        at=occurrence.at,
        student=whole,
        destination=place(building, mine),
        state=building.diary.state(occurrence, now),
        made_by=building.staff_name(mine.made_by),
        repeats=mine.repetition is not None,
        urgent=mine.urgent,
    )
