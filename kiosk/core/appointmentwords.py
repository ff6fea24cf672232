"""How staff read about appointments: who, where to, when, and who made them."""

from datetime import datetime

from kiosk.core.appointments import Appointment, Occurrence
from kiosk.core.building import Building


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
