"""What staff do with appointments: make them for one or many, cancel them, all or nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from kiosk.core.aggregator import appointmentwords as words
from kiosk.core.aggregator.acts import ActFault
from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.building import REMEMBERED, Building
from kiosk.core.aggregator.buildingbook import DropAppointment, PutAppointment
from kiosk.core.aggregator.coordination import BuildingCommand, Record
from kiosk.core.aggregator.foresight import Objection, objections
from kiosk.core.aggregator.reminding import rooms_of
from kiosk.core.aggregator.watching import raise_alert
from kiosk.core.appointments import (
    NEAR_AFTER,
    Appointment,
    AppointmentCancelled,
    AppointmentsMade,
    next_occurrence,
    occurrence_on,
)

AT_ONCE_MAX = 100
"""Students in one act: more are a whole grade, for which a hold or an announcement is better."""
KEPT_MAX = 5_000
"""Appointments of a building, repetitions counting once: one for each student of a large school."""
MINUTES_MAX = 480
"""A school day."""

MADE, CANCELLED = "appointment_made", "appointment_cancelled"


def made(
    building: Building, act: AppointmentsMade, now: datetime
) -> list[BuildingCommand] | ActFault:
    """Keep what staff make, all of it or, with a fault or an objection, nothing."""
    fault = _fault(building, act, now)
    if fault is not None:
        return fault
    kept = building.diary.all()
    found = objections(act.appointments, kept, building.school, now, anyway=act.anyway)
    if found:
        return ActFault("appointments", "\n".join(_objected(building, o) for o in found))
    for appointment in act.appointments:
        building.diary.put(appointment)
    text = f"Appointment: {_told(building, act.appointments)}"
    return [
        Record(tuple(PutAppointment(appointment) for appointment in act.appointments)),
        *raise_alert(building, AlertRow(now, MADE, text, staff=act.staff)),
    ]


def cancelled(
    building: Building, act: AppointmentCancelled, now: datetime
) -> list[BuildingCommand] | ActFault:
    """Cancel one date of an appointment, or all that is not over."""
    kept = building.diary.get(act.id)
    if kept is None:
        return ActFault("id", "no such appointment is known")
    if act.day is None:
        coming = next_occurrence(kept, now, building.school.schedule)
        if kept.cancelled_at is not None or coming is None:
            return ActFault("id", "the appointment is over already")
        changed = replace(kept, cancelled_at=now)
        which = "all dates" if kept.repetition else words.when(building, coming)
    else:
        dated = occurrence_on(kept, act.day, building.school.schedule)
        if dated is None or dated.called_off or dated.over(now):
            return ActFault("day", "nothing is to come on that date")
        changed = replace(kept, called_off=kept.called_off | {act.day})
        which = words.when(building, dated)
    building.diary.put(changed)
    text = f"Cancelled: {words.label(building, kept)}, {words.place(building, kept)}, {which}"
    alert = AlertRow(now, CANCELLED, text, staff=act.staff)
    return [Record((PutAppointment(changed),)), *raise_alert(building, alert)]


def swept(building: Building, now: datetime) -> list[BuildingCommand]:
    """Forget what is long over."""
    schedule = building.school.schedule
    gone = [
        kept.id
        for kept in building.diary.all()
        if next_occurrence(kept, now - REMEMBERED, schedule) is None
    ]
    for appointment in gone:
        building.diary.drop(appointment)
    changes = tuple(DropAppointment(appointment) for appointment in gone)
    return [Record(changes)] if changes else []


def _objected(building: Building, objection: Objection) -> str:
    student = building.school.roster.students.get(objection.student)
    label = student.label if student else objection.student
    text = f"{label}, {words.clock(building, objection.at)}: {'; '.join(objection.words)}"
    if objection.nearest_free is None:
        return text
    return f"{text}. Free at {words.clock(building, objection.nearest_free)}"


def _told(building: Building, appointments: Iterable[Appointment]) -> str:
    first, *others = appointments
    text = f"{words.label(building, first)}, {words.place(building, first)}"
    if others:
        text = (
            f"{words.label(building, first)} and {len(others)} more, {words.place(building, first)}"
        )
    schedule = building.school.schedule
    dated = next_occurrence(first, first.made_at - NEAR_AFTER, schedule)
    return f"{text}, {words.when(building, dated)}" if dated else text


# --- faults ---------------------------------------------------------------------------------------


def _fault(building: Building, act: AppointmentsMade, now: datetime) -> ActFault | None:
    asked = act.appointments
    if not 0 < len(asked) <= AT_ONCE_MAX:
        return ActFault("student", f"name from 1 to {AT_ONCE_MAX} students")
    if len(building.diary) + len(asked) > KEPT_MAX:
        return ActFault("student", f"{KEPT_MAX} appointments are kept already")
    return next((f for each in asked for f in _faults(building, each, now)), None)


def _faults(building: Building, asked: Appointment, now: datetime) -> Iterator[ActFault]:
    roster, again = building.school.roster, asked.repetition
    student = roster.students.get(asked.student)
    if student is None:
        yield ActFault("student", f"no student is {asked.student}")
        return
    if asked.destination not in roster.destinations:
        yield ActFault("destination", f"no destination is {asked.destination}")
    if asked.minutes is not None and not 0 < asked.minutes <= MINUTES_MAX:
        yield ActFault("minutes", f"must be from 1 to {MINUTES_MAX}")
    if again is not None and not again.weekdays:
        yield ActFault("every", "names no weekday")
    if asked.origin is not None and asked.origin not in roster.rooms:
        yield ActFault("origin", f"no room is {asked.origin}")
    elif asked.urgent and len(rooms_of(asked, student)) != 1:
        # At two doors it would start twice.
        yield ActFault("origin", f"say which room {student.label} is in")
    if again is not None and next_occurrence(asked, now, building.school.schedule) is None:
        yield ActFault("until", "there is no such school day")
