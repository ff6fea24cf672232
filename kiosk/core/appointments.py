"""Appointments: passes that staff make ahead, once or by weekdays, and what becomes of each date.

Nothing here is stored but the appointment: its occurrences follow from the bell schedule, and the
state of one from the pass events that name it.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum, StrEnum, unique

from kiosk.core.ids import (
    AppointmentId,
    DestinationId,
    OccurrenceId,
    RoomId,
    StaffId,
    StudentId,
    occurrence_id,
)
from kiosk.core.schedule import Schedule

NEAR_BEFORE = timedelta(minutes=10)
"""How long before its time a student's door shows an appointment: time to finish a sentence, and
for the way; longer would send students off early."""
NEAR_AFTER = timedelta(minutes=15)
"""How long after its time it can still be kept: the forbearance that schools give; then missed."""
MINUTES_UNSAID = timedelta(hours=1)
"""How long a student without an allowance is taken to be out when appointments are compared."""
NEXT_WITHIN = timedelta(days=120)
"""How far ahead the next occurrence is looked for: longer than any holiday."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """On which weekdays an appointment comes again; Monday = 0."""

    weekdays: frozenset[int]
    until: date | None = None
    """The last date on which it can come; None means until it is cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One student is to be at one place at a time, made by staff, who said yes with that."""

    id: AppointmentId
    student: StudentId
    destination: DestinationId
    made_by: StaffId
    made_at: datetime
    day: date
    """The first date, in the school's zone."""
    at: time
    """Wall-clock time in the school's zone, so that it stays when clocks change."""
    minutes: int | None = None
    """Allowance of the pass; None means no limit."""
    declinable: bool = False
    repetition: Repetition | None = None
    urgent: bool = False
    """The pass starts by itself when the student's door hears of it, and nothing blocks it."""
    round_trip: bool = True
    origin: RoomId | None = None
    """The room that the student is in then; None: any room of the student's."""
    note: str = ""
    """For staff only."""
    called_off: frozenset[date] = field(default_factory=frozenset)
    """Dates that staff cancelled one by one."""
    cancelled_at: datetime | None = None
    """When staff cancelled it; what was over by then stays what it was."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One appointment on one date; `at` is the instant in UTC."""

    appointment: Appointment
    day: date
    at: datetime

    @property
    def id(self) -> OccurrenceId:
        return occurrence_id(self.appointment.id, self.day)

    @property
    def ends(self) -> datetime:
        """Return until when the student is taken to be out with it."""
        minutes = self.appointment.minutes
        return self.at + (MINUTES_UNSAID if minutes is None else timedelta(minutes=minutes))

    def near(self, now: datetime) -> bool:
        """Say whether its time has come: a door shows it, and the pass can start."""
        return self.at - NEAR_BEFORE <= now < self.at + NEAR_AFTER

    def over(self, now: datetime) -> bool:
        """Say whether it is too late to keep it."""
        return now >= self.at + NEAR_AFTER

    @property
    def called_off(self) -> bool:
        """Say whether staff cancelled it before it was over."""
        whole = self.appointment.cancelled_at
        return self.day in self.appointment.called_off or (
            whole is not None and not self.over(whole)
        )


@unique
class OccurrenceState(StrEnum):
    """What has become of one occurrence."""

    DUE = "due"
    REMINDED = "reminded"
    """Its time is near: the student's door shows it."""
    TAKEN = "taken"
    DECLINED = "declined"
    MISSED = "missed"
    CANCELLED = "cancelled"


@unique
class Mark(Enum):
    """What pass events that name an occurrence say about it."""

    TAKEN = "taken"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class AppointmentsMade:
    """Staff make these, all or none; `anyway` goes past objections that may be passed by."""

    appointments: tuple[Appointment, ...]
    staff: StaffId
    anyway: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentsAsked:
    """What staff write down for one student or many; a name means whom or what it can only mean."""

    ids: tuple[AppointmentId, ...]
    """One that nobody has used for each of `students`."""
    students: tuple[str, ...]
    """Ids or names."""
    destination: str
    """An id or a name."""
    staff: StaffId
    day: date | None = None
    """None: today."""
    at: time | None = None
    """None: now."""
    minutes: int | None = None
    """None: as long as the place allows."""
    declinable: bool = False
    repetition: Repetition | None = None
    urgent: bool = False
    round_trip: bool = True
    origin: str | None = None
    """An id or a name of a room."""
    note: str = ""
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class AppointmentCancelled:
    """Staff cancel an appointment, or one date of it."""

    id: AppointmentId
    staff: StaffId
    day: date | None = None


AppointmentAct = AppointmentsMade | AppointmentsAsked | AppointmentCancelled


def state_of(occurrence: Occurrence, marks: AbstractSet[Mark], now: datetime) -> OccurrenceState:
    """Return what has become of `occurrence` by `now`; what the student did stands first."""
    if Mark.TAKEN in marks:
        return OccurrenceState.TAKEN
    if Mark.DECLINED in marks:
        return OccurrenceState.DECLINED
    if occurrence.called_off:
        return OccurrenceState.CANCELLED
    if occurrence.over(now):
        return OccurrenceState.MISSED
    return OccurrenceState.REMINDED if occurrence.near(now) else OccurrenceState.DUE


def occurrence_on(appointment: Appointment, day: date, schedule: Schedule) -> Occurrence | None:
    """Return the occurrence on `day`, if there is one.

    A repetition skips days without school; staff who name one date mean that date.
    """
    if not _falls_on(appointment, day):
        return None
    if appointment.repetition is not None and not schedule.lessons(day):
        return None
    return Occurrence(appointment, day, schedule.instant(day, appointment.at))


def occurrences(
    appointment: Appointment, first: date, last: date, schedule: Schedule
) -> Iterator[Occurrence]:
    """Yield the occurrences from `first` to `last`, both included, in order."""
    day = max(first, appointment.day)
    end = min(last, _last_day(appointment) or last)
    while day <= end:
        found = occurrence_on(appointment, day, schedule)
        if found is not None:
            yield found
        day += timedelta(days=1)


def next_occurrence(
    appointment: Appointment, now: datetime, schedule: Schedule
) -> Occurrence | None:
    """Return the first occurrence that can still be kept and is not cancelled, if there is one."""
    today = schedule.date_at(now)
    ahead = occurrences(appointment, today, today + NEXT_WITHIN, schedule)
    return next((o for o in ahead if not o.over(now) and not o.called_off), None)


def _falls_on(appointment: Appointment, day: date) -> bool:
    again = appointment.repetition
    if again is None:
        return day == appointment.day
    if day < appointment.day or (again.until is not None and day > again.until):
        return False
    return day.weekday() in again.weekdays


def _last_day(appointment: Appointment) -> date | None:
    again = appointment.repetition
    return appointment.day if again is None else again.until
