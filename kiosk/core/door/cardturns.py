"""The stages of a turn that is about a card; times are the door's monotonic ms."""

from dataclasses import dataclass
from enum import Enum, unique

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
