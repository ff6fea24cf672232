"""The acts that staff can send, each as the form of its JSON body; a fault names field and cure."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from kiosk.core.aggregator.acts import ActFault, Froze, HallsHeld, SaidNo, SaidYes, Stops
from kiosk.core.aggregator.coordination import (
    BarrierWaved,
    StaffCorrected,
    StaffEnded,
    StaffExtended,
    StaffInput,
)
from kiosk.core.aggregator.staffing import EXTENDED_MINUTES_MAX
from kiosk.core.ids import TOKEN, PassId, StaffId
from kiosk.feed.messages import NOTE_MAX, UTC_TIME, UUID7

NAME_MAX: Final = 60
"""Longest name of a substitute, in characters: it stands on a door's screen."""
APPROVED_MAX: Final = 100
"""Requests that one yes can be for: more than anybody reads before saying it."""
ROOMS_MAX: Final = 50
"""Rooms of one day code: a substitute has a handful."""

Pass = Annotated[str, Field(pattern=UUID7)]
Token = Annotated[str, Field(pattern=f"^{TOKEN.pattern}$")]
SWITCH = "true or false"


def _read_time(text: object) -> datetime:
    if not isinstance(text, str) or re.fullmatch(UTC_TIME, text, re.ASCII) is None:
        raise ValueError("not a time in UTC")
    return datetime.fromisoformat(text)


def read_date(text: object) -> date:
    """Return the date that a text names; raises ValueError."""
    if not isinstance(text, str):
        raise ValueError("not a date")  # noqa: TRY004 # pydantic reports a ValueError only
    return date.fromisoformat(text)


class ActForm(BaseModel):
    """What one act's body holds."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    def act(self, staff: StaffId) -> StaffInput:
        """Return what `staff` ask the mind for."""
        raise NotImplementedError


class End(ActForm):
    """End a pass."""

    id: Pass = Field(description="the id of an open pass")

    def act(self, staff: StaffId) -> StaffInput:
        return StaffEnded(PassId(self.id), staff)


class Extend(ActForm):
    """Give a pass more minutes."""

    id: Pass = Field(description="the id of an open pass")
    minutes: int = Field(
        ge=1,
        le=EXTENDED_MINUTES_MAX,
        description=f"a whole number from 1 to {EXTENDED_MINUTES_MAX}",
    )

    def act(self, staff: StaffId) -> StaffInput:
        return StaffExtended(PassId(self.id), self.minutes, staff)


class Correct(ActForm):
    """Say when the student of an ended pass was really back."""

    id: Pass = Field(description="the id of an ended pass")
    returned_at: Annotated[datetime, BeforeValidator(_read_time)] = Field(
        description="a time in UTC, for example 2026-03-02T15:04:05Z"
    )
    note: str = Field("", max_length=NOTE_MAX, description=f"at most {NOTE_MAX} characters")

    def act(self, staff: StaffId) -> StaffInput:
        return StaffCorrected(PassId(self.id), self.returned_at, self.note, staff)


class HoldForm(ActForm):
    """Set or lift the hold."""

    on: bool = Field(description=SWITCH)

    def act(self, staff: StaffId) -> StaffInput:
        return HallsHeld(on=self.on, staff=staff)


class Freeze(ActForm):
    """Stop new passes of one student, from one room or to one destination."""

    student: Token | None = Field(None, description="a student's id")
    room: Token | None = Field(None, description="a room's id")
    destination: Token | None = Field(None, description="a destination's id")

    @model_validator(mode="after")
    def _one(self) -> "Freeze":
        if len(self._named()) != 1:
            raise ValueError("name one student, one room or one destination")
        return self

    def _named(self) -> list[tuple[Stops, str]]:
        named = (
            (Stops.STUDENT, self.student),
            (Stops.ROOM, self.room),
            (Stops.DESTINATION, self.destination),
        )
        return [(what, token) for what, token in named if token is not None]

    def act(self, staff: StaffId) -> StaffInput:
        what, token = self._named()[0]
        return Froze(what, token, on=True, staff=staff)


class Unfreeze(Freeze):
    """Let new passes start again."""

    def act(self, staff: StaffId) -> StaffInput:
        what, token = self._named()[0]
        return Froze(what, token, on=False, staff=staff)


class Barrier(ActForm):
    """Let passes be granted though not every door has reported since a rollback."""

    def act(self, staff: StaffId) -> StaffInput:
        return BarrierWaved(staff)


class Approve(ActForm):
    """Say yes to one or several requests that wait for it."""

    ids: list[Pass] = Field(
        min_length=1,
        max_length=APPROVED_MAX,
        description=f"a list of 1 to {APPROVED_MAX} ids of requests that wait for a yes",
    )

    def act(self, staff: StaffId) -> StaffInput:
        return SaidYes(tuple(map(PassId, self.ids)), staff)


class Decline(ActForm):
    """Say no to a request that waits for a yes."""

    id: Pass = Field(description="the id of a request that waits for a yes")
    reason: str = Field(
        "", max_length=NOTE_MAX, description=f"for the record, at most {NOTE_MAX} characters"
    )

    def act(self, staff: StaffId) -> StaffInput:
        return SaidNo(PassId(self.id), self.reason, staff)


class DayCodeForm(ActForm):
    """Give a substitute a code for one day."""

    name: str = Field(
        min_length=1, max_length=NAME_MAX, description=f"a name, at most {NAME_MAX} characters"
    )
    rooms: list[Token] = Field(
        default_factory=list, max_length=ROOMS_MAX, description="ids of rooms; none: every room"
    )
    day: Annotated[date, BeforeValidator(read_date)] | None = Field(
        None, description="a date, for example 2026-03-02; by default today"
    )


FORMS: Final[Mapping[str, type[ActForm]]] = {
    "end": End,
    "extend": Extend,
    "correct": Correct,
    "hold": HoldForm,
    "freeze": Freeze,
    "unfreeze": Unfreeze,
    "barrier": Barrier,
    "approve": Approve,
    "decline": Decline,
    "daycode": DayCodeForm,
}
"""Every act by the name in its address."""


def read_form(form: type[ActForm], body: bytes) -> ActForm | ActFault:
    """Return the filled-in form, or its first fault."""
    try:
        return form.model_validate_json(body)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
    name = str(fault["loc"][0]) if fault["loc"] else ""
    if name in form.model_fields:
        return ActFault(name, f"must be {form.model_fields[name].description}")
    if fault["type"] == "extra_forbidden":
        return ActFault(name, f"is not known; the fields are {', '.join(form.model_fields) or '-'}")
    if fault["type"] == "value_error":
        return ActFault("body", fault["msg"].removeprefix("Value error, "))
    return ActFault("body", "must be a JSON object")
