"""The acts with which staff make and cancel appointments, each as the form of its JSON body."""

from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Final

import uuid_utils
from pydantic import BeforeValidator, Field

from kiosk.aggregator.web.act_forms import ActForm, read_date
from kiosk.core.aggregator.appointing import AT_ONCE_MAX, MINUTES_MAX
from kiosk.core.aggregator.coordination import StaffInput
from kiosk.core.appointments import AppointmentCancelled, AppointmentsAsked, Repetition
from kiosk.core.ids import AppointmentId, StaffId
from kiosk.feed.messages import NOTE_MAX, UUID7

NAME_MAX: Final = 120
"""Longest name of a student or a place, in characters."""
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
A_DATE: Final = "a date, for example 2026-03-02"

Name = Annotated[str, Field(min_length=1, max_length=NAME_MAX)]


def _read_time(text: object) -> time:
    if not isinstance(text, str):
        raise ValueError("not a time of day")  # noqa: TRY004 # pydantic reports a ValueError only
    found = time.fromisoformat(text)
    if found.tzinfo is not None:
        raise ValueError("a time of day has no zone: it is the school's")
    return found


def _read_weekday(text: object) -> int:
    name = text.casefold()[:3] if isinstance(text, str) else ""
    if name not in WEEKDAYS:
        raise ValueError("not a weekday")
    return WEEKDAYS.index(name)


Day = Annotated[date, BeforeValidator(read_date)]


class Send(ActForm):
    """Send one student or several somewhere, now."""

    students: list[Name] = Field(
        min_length=1,
        max_length=AT_ONCE_MAX,
        description=f"a list of 1 to {AT_ONCE_MAX} students, by id or name",
    )
    destination: Name = Field(description="a destination, by id or name")
    minutes: int | None = Field(
        None,
        ge=1,
        le=MINUTES_MAX,
        description=f"a whole number from 1 to {MINUTES_MAX}; by default the destination's",
    )
    urgent: bool = Field(False, description="true or false: the pass starts by itself")
    declinable: bool = Field(False, description="true or false: the student may say no")
    one_way: bool = Field(False, description="true or false: nobody is expected back")
    origin: Name | None = Field(None, description="the room the student is in, by id or name")
    note: str = Field("", max_length=NOTE_MAX, description=f"at most {NOTE_MAX} characters")
    anyway: bool = Field(False, description="true or false: in spite of what may be passed by")

    def act(self, staff: StaffId) -> StaffInput:
        return self.asked(staff)

    def asked(
        self,
        staff: StaffId,
        day: date | None = None,
        at: time | None = None,
        repetition: Repetition | None = None,
    ) -> AppointmentsAsked:
        """Return what is asked for, with fresh ids."""
        return AppointmentsAsked(
            ids=tuple(AppointmentId(str(uuid_utils.uuid7())) for _ in self.students),
            students=tuple(self.students),
            destination=self.destination,
            staff=staff,
            day=day,
            at=at,
            minutes=self.minutes,
            declinable=self.declinable,
            repetition=repetition,
            urgent=self.urgent,
            round_trip=not self.one_way,
            origin=self.origin,
            note=self.note,
            anyway=self.anyway,
        )


class Appoint(Send):
    """Make an appointment for one student or several, once or on weekdays."""

    at: Annotated[time, BeforeValidator(_read_time)] = Field(
        description="a time of day at the school, for example 10:15"
    )
    day: Day | None = Field(None, description=f"{A_DATE}; by default today")
    every: list[Annotated[int, BeforeValidator(_read_weekday)]] = Field(
        default_factory=list, max_length=len(WEEKDAYS), description="a list of mon, tue, wed..."
    )
    until: Day | None = Field(None, description=f"{A_DATE}, the last one of a repetition")

    def act(self, staff: StaffId) -> StaffInput:
        again = Repetition(frozenset(self.every), self.until) if self.every else None
        return self.asked(staff, self.day, self.at, again)


class Cancel(ActForm):
    """Cancel an appointment, or one date of it."""

    id: str = Field(pattern=UUID7, description="the id of an appointment")
    day: Day | None = Field(None, description=f"{A_DATE}; by default every one to come")

    def act(self, staff: StaffId) -> StaffInput:
        return AppointmentCancelled(AppointmentId(self.id), staff, self.day)


APPOINTMENT_FORMS: Final[Mapping[str, type[ActForm]]] = {
    "appoint": Appoint,
    "send": Send,
    "cancel": Cancel,
}
"""Every one of these acts by the name in its address."""
