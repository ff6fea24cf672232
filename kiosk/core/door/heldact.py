"""An act of staff that the record can't take back, held for the seconds in which they can."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.core.events import RefusalReason
from kiosk.core.ids import PassId, StaffId


@dataclass(frozen=True, slots=True)
class HeldRefusal:
    """A no to a request."""

    id: PassId
    label: str
    staff: StaffId
    due_ms: int
    why: RefusalReason


@dataclass(frozen=True, slots=True)
class HeldReturn:
    """The end of a pass, with the time of return by staff's word if that is another."""

    id: PassId
    label: str
    staff: StaffId
    due_ms: int
    returned_at: datetime | None


HeldAct = HeldRefusal | HeldReturn
