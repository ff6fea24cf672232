"""What a door and the aggregator say to each other about cards and whose they are; names are the
wire's.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique

from kiosk.core.ids import CardHash, DestinationId, StaffId, StudentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrol:
    """Staff at a door say whose a card is; `undo` takes that back within seconds, with its id."""

    id: str
    card: CardHash
    student: StudentId
    staff: StaffId
    undo: bool = False


@unique
class EnrolFault(StrEnum):
    """Why a card was not enrolled, or not taken back."""

    CARD_TAKEN = "card_taken"
    STUDENT_UNKNOWN = "student_unknown"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """What came of `enrol`; without a fault it is durable."""

    id: str
    fault: EnrolFault | None = None
    lent: bool = False
    """A card for lending: to the end of today."""
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPasses:
    """A student at the door wants to see the own passes, and an adult there says yes."""

    id: str
    identified: str
    """The id of the `identify` that the student's own card has just asked: it says whose."""
    staff: StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPass:
    """One pass as its student is shown it."""

    started_at: datetime
    destination: DestinationId
    minutes: int | None
    """How long it took; null while it lasts, or if nobody saw the return."""
    over: int = 0
    """Whole minutes beyond the allowance."""
    out: bool = False
    """It is not over yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPasses:
    """A student's own passes of the last school days, newest first; a door keeps them nowhere."""

    id: str
    passes: tuple[PastPass, ...] = ()
    more: int = 0
    """Older ones that are not in this answer."""
    refused: bool = False
    """No card that was read just now says whose passes, or the adult is not known."""
