"""The appointments of one building: which are near, and what has become of them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.appointments import (
    NEAR_AFTER,
    NEAR_BEFORE,
    Appointment,
    Mark,
    Occurrence,
    OccurrenceState,
    occurrence_on,
    state_of,
)
from kiosk.core.ids import AppointmentId, OccurrenceId, PassId
from kiosk.core.schedule import Schedule

DAYS_READ_MAX = 16
"""Dates whose occurrences are kept ready: those of the next week are asked for all the time."""


class Diary:
    """What staff have made, and which passes name it."""

    def __init__(self, schedule: Schedule, kept: Iterable[Appointment] = ()) -> None:
        self._schedule = schedule
        self._kept: dict[AppointmentId, Appointment] = {made.id: made for made in kept}
        self._days: dict[date, tuple[Occurrence, ...]] = {}
        self._passes: dict[OccurrenceId, dict[PassId, PassRecord]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def put(self, made: Appointment) -> None:
        """Take a new appointment, or its newest state."""
        self._kept[made.id] = made
        self._days.clear()

    def drop(self, appointment: AppointmentId) -> None:
        """Forget one that nothing can name any more."""
        self._kept.pop(appointment, None)
        self._days.clear()

    def get(self, appointment: AppointmentId) -> Appointment | None:
        return self._kept.get(appointment)

    def all(self) -> tuple[Appointment, ...]:
        return tuple(self._kept.values())

    # --- passes that name one ---------------------------------------------------------------------

    def take(self, record: PassRecord) -> None:
        """Take the newest state of a pass, which may be one that was made of an appointment."""
        if record.appointment is not None:
            self._passes.setdefault(record.appointment, {})[record.id] = record

    def forget(self, record: PassRecord) -> None:
        """Forget a pass that is forgotten everywhere."""
        named = self._passes.get(record.appointment) if record.appointment else None
        if record.appointment is not None and named is not None:
            named.pop(record.id, None)
            if not named:
                del self._passes[record.appointment]

    def marks(self, occurrence: Occurrence) -> frozenset[Mark]:
        """Return what passes say; only those of the student in question count."""
        found, student = set(), occurrence.appointment.student
        for record in self._passes.get(occurrence.id, {}).values():
            started, declined = record.started, record.declined
            # An urgent one that was undone does not start by itself once more.
            counts = not record.void or occurrence.appointment.urgent
            if started is not None and started.student == student and counts:
                found.add(Mark.TAKEN)
            if declined is not None and declined.student == student:
                found.add(Mark.DECLINED)
        return frozenset(found)

    def state(self, occurrence: Occurrence, now: datetime) -> OccurrenceState:
        return state_of(occurrence, self.marks(occurrence), now)

    # --- dates ------------------------------------------------------------------------------------

    def on(self, day: date) -> tuple[Occurrence, ...]:
        """Return the occurrences of one date, earliest first, whatever became of them."""
        if day not in self._days:
            if len(self._days) >= DAYS_READ_MAX:
                self._days.clear()
            found = (occurrence_on(made, day, self._schedule) for made in self._kept.values())
            there = [occurrence for occurrence in found if occurrence is not None]
            self._days[day] = tuple(sorted(there, key=lambda o: (o.at, o.id)))
        return self._days[day]

    def between(self, first: datetime, last: datetime) -> list[Occurrence]:
        """Return the occurrences whose time is within, both included, earliest first."""
        day, end = self._schedule.date_at(first), self._schedule.date_at(last)
        found: list[Occurrence] = []
        while day <= end:
            found += [o for o in self.on(day) if first <= o.at <= last]
            day += timedelta(days=1)
        return found

    def near(self, now: datetime) -> list[Occurrence]:
        """Return those that a student can keep now and that nobody has called off."""
        there = self.between(now - NEAR_AFTER, now + NEAR_BEFORE)
        return [o for o in there if self.state(o, now) is OccurrenceState.REMINDED]

    def occurrence(self, named: OccurrenceId) -> Occurrence | None:
        """Return what a door names, if it is anything that was ever made."""
        appointment, _, digits = named.partition("_")
        made = self._kept.get(AppointmentId(appointment))
        try:
            day = date.fromisoformat(digits)
        except ValueError:
            return None
        return None if made is None else occurrence_on(made, day, self._schedule)
