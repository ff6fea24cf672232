"""Events: facts about a pass, past tense, each recorded once at the door that saw it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import Literal, TypedDict

from kiosk.core.ids import (
    BootId,
    DestinationId,
    DoorId,
    MoreMinutes,
    OccurrenceId,
    PassId,
    RoomId,
    StaffId,
    StudentId,
)


@unique
class IdentifiedBy(StrEnum):
    """How the door knew the student."""

    CARD = "card"
    LENT = "lent"
    """A card lent for the day."""
    TYPED = "typed"
    STAFF = "staff"


@unique
class EndedHow(StrEnum):
    """What ended a pass; `void` is a go that was never shown, or was undone at once."""

    TAP = "tap"
    STAFF = "staff"
    VOID = "void"


@unique
class OverrideReason(StrEnum):
    """Why an adult let a student go in spite of a rule: the code that travels as `note`."""

    MEDICAL = "medical"
    ERRAND = "errand"
    OTHER = "other"


@unique
class RefusalReason(StrEnum):
    """Why staff say no to a request: the code of a reason, which has the student's words."""

    LATER = "declined_later"
    LESSON = "declined_lesson"
    TALK = "declined_talk"
    UNSAID = "declined"


class EventHead(TypedDict):
    """The fields of `Event` that its door sets, for the making of any kind."""

    door: DoorId
    boot: BootId
    seq: int
    id: PassId
    mono_ms: int
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What every event carries (PROTOCOL section 3).

    `seq` counts 1, 2, 3... within `boot`; `mono_ms` is the door's monotonic clock since its boot id
    was made; `at` is None while the clock is not known to be right; `prev` is the SHA-256 of the
    door's previous event as sent, set by the journal, so that a changed record shows.
    """

    door: DoorId
    boot: BootId
    seq: int
    id: PassId
    mono_ms: int
    at: datetime | None
    prev: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Started(Event):
    """The go was recorded: the student is out."""

    kind: Literal["started"] = "started"
    student: StudentId
    destination: DestinationId
    origin: RoomId
    identified_by: IdentifiedBy
    approved_by: StaffId | None
    urgent: bool
    offline: bool
    override: bool
    minutes: int | None
    round_trip: bool = True
    """False: the pass is over on arrival, and nobody is expected back."""
    note: str = ""
    """Of an override, or an urgent pass that staff made: why, as a code."""
    resumes: PassId | None = None
    """The pass that goes on with this one: its return was undone within seconds."""
    appointment: OccurrenceId | None = None
    """The appointment that staff made of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(Event):
    """The pass is over."""

    kind: Literal["ended"] = "ended"
    how: EndedHow
    staff: StaffId | None = None
    undone: bool = False
    """With `void`: the go was shown, and taken back within the seconds that it stood there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived(Event):
    """A student who is out from another room tapped here."""

    kind: Literal["arrived"] = "arrived"
    student: StudentId


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedIn(Event):
    """A student on a round trip tapped at the destination's own kiosk: the pass goes on."""

    kind: Literal["checked_in"] = "checked_in"
    student: StudentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Abandoned(Event):
    """A request was given up at the door; `doubt` when a go may have been shown after all."""

    kind: Literal["abandoned"] = "abandoned"
    doubt: bool
    student: StudentId | None = None
    destination: DestinationId | None = None
    origin: RoomId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Event):
    """The student was shown a no, with this reason code."""

    kind: Literal["refused"] = "refused"
    student: StudentId
    destination: DestinationId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected(Event):
    """Staff set the time of return; the observed time is kept beside it."""

    kind: Literal["corrected"] = "corrected"
    staff: StaffId
    returned_at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftLine(Event):
    """The student gave up a place in line, or was called and did not come."""

    kind: Literal["left_line"] = "left_line"
    student: StudentId | None = None
    destination: DestinationId | None = None
    missed: bool = False
    """The aggregator's word that the last call was not accepted in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended(Event):
    """Staff gave the pass more minutes."""

    kind: Literal["extended"] = "extended"
    staff: StaffId
    minutes: MoreMinutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired(Event):
    """A forgotten pass was ended by the aggregator, long past its allowance; nobody saw a return.

    Only the aggregator makes it, and it never counts against the student.
    """

    kind: Literal["expired"] = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined(Event):
    """A pass that was offered or asked for is not to be: by the student or by staff."""

    kind: Literal["declined"] = "declined"
    student: StudentId | None = None
    staff: StaffId | None = None
    appointment: OccurrenceId | None = None
    """What the student declined; then `id` is a pass that never was."""
    note: str = ""
    """What staff noted for the record."""
    why: str | None = None
    """Of staff: what the student is told, as a `RefusalReason`; None tells no more than a no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(Event):
    """Staff stopped new passes from this door's room, or let them start again; `id` is no pass."""

    kind: Literal["paused"] = "paused"
    staff: StaffId
    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved(Event):
    """Staff said yes, away from the student's door or at it, to a request that waited for that."""

    kind: Literal["approved"] = "approved"
    staff: StaffId


PassEvent = (
    Started
    | Ended
    | Arrived
    | CheckedIn
    | Abandoned
    | Refused
    | Corrected
    | LeftLine
    | Extended
    | Expired
    | Approved
    | Declined
    | Paused
)
