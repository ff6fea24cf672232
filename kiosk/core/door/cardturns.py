"""The stages of a turn that is about a card; times are the door's monotonic ms."""

from dataclasses import dataclass, field
from enum import Enum, unique

from kiosk.core.cardmessages import PastPass
from kiosk.core.door.scene import Notice
from kiosk.core.ids import CardHash, StaffId
from kiosk.core.school import Student


@unique
class EnrolStage(Enum):
    """How far staff are with an unknown card."""

    WHOSE = "whose"
    SURE = "sure"
    ASKING = "asking"
    DONE = "done"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Enrolling:
    """Staff say whose an unknown card is."""

    card: CardHash
    staff: StaffId
    stage: EnrolStage
    opened_ms: int
    closes_ms: int
    lent: bool = False
    """The card is one for lending: to the end of today."""
    first: int = 0
    """The first name shown."""
    who: Student | None = None
    """Whom they picked."""
    asked_as: str | None = None
    """The id of what is asked, and of what can be undone."""
    undo: bool = False
    again_ms: int | None = None
    deadline_ms: int | None = None
    told: Notice | None = None
    """Why it was not done."""


@unique
class OwnStage(Enum):
    """How far a student is who wants to see the own passes."""

    ASK = "ask"
    ASKING = "asking"
    SHOWN = "shown"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """A student sees the own passes, after an adult's yes; they are kept nowhere else."""

    who: Student
    identified: str
    """The id of the look-up of the card that was read."""
    stage: OwnStage
    opened_ms: int
    closes_ms: int
    staff: StaffId | None = None
    asked_as: str | None = None
    again_ms: int | None = None
    deadline_ms: int | None = None
    passes: tuple[PastPass, ...] = field(default=(), repr=False)
    more: int = 0
    told: Notice | None = None
