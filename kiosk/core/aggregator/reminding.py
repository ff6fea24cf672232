"""What doors are told of appointments and believed about them, and what time does to them."""

from datetime import datetime, timedelta

from kiosk.core.aggregator import appointmentwords as words
from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.coordination import BuildingCommand, Reply
from kiosk.core.aggregator.line import WAIT_MAX
from kiosk.core.aggregator.watching import raise_alert
from kiosk.core.appointments import (
    NEAR_AFTER,
    NEAR_BEFORE,
    Appointment,
    Occurrence,
    OccurrenceState,
)
from kiosk.core.events import Declined, PassEvent
from kiosk.core.ids import DoorId, OccurrenceId, RoomId
from kiosk.core.protocol import DoorCommand, DoorOrder, NearAppointment, Request
from kiosk.core.school import Student

CLOCKS_APART = timedelta(minutes=1)
"""How much sooner or later than by our own clock a door may show an appointment: its clock and the
way of its request."""
MISSED_TOLD_WITHIN = timedelta(hours=1)
"""How long after it staff are still told that an appointment was missed: a while without the
aggregator hides none, and a start on the next morning tells of none from the day before."""

DECLINED, MISSED = "appointment_declined", "appointment_missed"


def near_at(
    building: Building, door: DoorId, now: datetime, most: int
) -> tuple[NearAppointment, ...]:
    """Return what a door is to show now: urgent ones first, then those who leave there, by time."""
    room = building.school.roster.room_by_door.get(door)
    if room is None:
        return ()
    found = []
    for occurrence in building.diary.near(now):
        student = building.school.roster.students.get(occurrence.appointment.student)
        if student is None or door not in doors_of(building, occurrence):
            continue
        leaves = room.id in rooms_of(occurrence.appointment, student)
        out = building.halls.out_with(student.id)
        if occurrence.appointment.urgent and out:
            # It would be a second pass of one student; the way back in starts it.
            continue
        found.append(_near(occurrence, student, leaves=leaves))
    return tuple(sorted(found, key=lambda n: (not n.urgent, not n.leaves_here, n.at))[:most])


def doors_of(building: Building, occurrence: Occurrence) -> frozenset[DoorId]:
    """Return the doors that are told of it: the student's, and that of the place."""
    roster, made_of = building.school.roster, occurrence.appointment
    student, place = (
        roster.students.get(made_of.student),
        roster.destinations.get(made_of.destination),
    )
    rooms = set(rooms_of(made_of, student)) if student else set()
    if place is not None and place.room is not None:
        rooms.add(place.room)
    return frozenset(roster.rooms[room].door for room in rooms if room in roster.rooms)


def believed(building: Building, asked: Request, at: datetime) -> Occurrence | None:
    """Return the appointment that a request rightly names; a door's word alone is none.

    Who asked in time and was put in line is believed when the line calls.
    """
    found = building.diary.occurrence(asked.appointment) if asked.appointment else None
    if found is None or found.called_off:
        return None
    mine = found.appointment
    if (mine.student, mine.destination) != (asked.student, asked.destination):
        return None
    soonest = found.at - NEAR_BEFORE - CLOCKS_APART
    if soonest <= at < found.at + NEAR_AFTER + CLOCKS_APART:
        return found
    before = building.answers.get(asked.after) if asked.after else None
    if before is None or before.request.appointment != asked.appointment:
        return None
    waited = before.at < at <= before.at + WAIT_MAX
    return found if waited and believed(building, before.request, before.at) else None


def event_taken(building: Building, event: PassEvent, now: datetime) -> list[BuildingCommand]:
    """Tell staff of an appointment that its student has declined."""
    if not isinstance(event, Declined) or event.appointment is None:
        return []
    occurrence = building.diary.occurrence(event.appointment)
    if occurrence is None:
        return []
    text = f"Declined: {words.told(building, occurrence)}"
    return raise_alert(building, AlertRow(now, DECLINED, text, event.id))


def rooms_of(mine: Appointment, student: Student) -> frozenset[RoomId]:
    """Return the rooms at whose doors the student can leave for it."""
    return frozenset({mine.origin}) if mine.origin is not None else student.rooms


def _near(occurrence: Occurrence, student: Student, *, leaves: bool) -> NearAppointment:
    mine = occurrence.appointment
    return NearAppointment(
        id=occurrence.id,
        student=mine.student,
        label=student.label,
        destination=mine.destination,
        at=occurrence.at,
        minutes=mine.minutes,
        approved_by=mine.made_by,
        declinable=mine.declinable,
        urgent=mine.urgent,
        round_trip=mine.round_trip,
        leaves_here=leaves,
    )


class Reminders:
    """What time does to appointments; what it has done it keeps in memory only."""

    def __init__(self) -> None:
        self._reminded: set[OccurrenceId] = set()
        self._missed: set[OccurrenceId] = set()
        self._told: set[str] = set()
        """Alerts that an earlier start raised."""

    def resume(self, building: Building) -> None:
        """Take up what staff were told before this start."""
        self._told = {alert.text for alert in building.alerts if alert.kind == MISSED}

    def time_passed(self, building: Building, now: datetime) -> list[BuildingCommand]:
        """Have doors fetch what has come near, and tell staff once of what was missed."""
        commands: list[BuildingCommand] = []
        near = building.diary.near(now)
        doors: set[DoorId] = set()
        for occurrence in near:
            if occurrence.id not in self._reminded:
                doors |= doors_of(building, occurrence)
        self._reminded = {occurrence.id for occurrence in near}
        order = DoorCommand(command=DoorOrder.HEARTBEAT, epoch=building.epoch)
        commands += [Reply(door, order) for door in sorted(doors)]
        over = now - NEAR_AFTER
        lately = building.diary.between(over - MISSED_TOLD_WITHIN, over)
        self._missed &= {occurrence.id for occurrence in lately}
        for occurrence in lately:
            if occurrence.id not in self._missed and _is_missed(building, occurrence, now):
                self._missed.add(occurrence.id)
                commands += self._tell(building, occurrence, now)
        return commands

    def _tell(
        self, building: Building, occurrence: Occurrence, now: datetime
    ) -> list[BuildingCommand]:
        text = f"Missed: {words.told(building, occurrence)}"
        return [] if text in self._told else raise_alert(building, AlertRow(now, MISSED, text))


def _is_missed(building: Building, occurrence: Occurrence, now: datetime) -> bool:
    if building.diary.state(occurrence, now) is not OccurrenceState.MISSED:
        return False
    student = occurrence.appointment.student
    # Who came in time and waits for a place, or has leave to go, has not missed it.
    waits = any(w.request.appointment == occurrence.id for w in building.line.in_order())
    goes = any(
        granted.request.appointment == occurrence.id
        for granted in (building.records[o.id].granted for o in building.halls.out_with(student))
        if granted is not None
    )
    return not waits and not goes
