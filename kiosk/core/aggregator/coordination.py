"""What reaches the aggregator's mind, and what it asks of its program.

Commands of one batch: every `Record` first, in one transaction; only then the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.core.aggregator.acts import ActAnswered, NewAct
from kiosk.core.aggregator.board import AlertRow, Counts, DoorRow
from kiosk.core.aggregator.buildingbook import BuildingChange
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.appointments import AppointmentAct
from kiosk.core.events import PassEvent
from kiosk.core.ids import BootId, DoorId, PassId, StaffId, StudentId
from kiosk.core.pins import CheckPin, PinAnswered, PinAsked, PinChecked
from kiosk.core.protocol import FromDoor, ToDoor
from kiosk.core.rule import Holds


@dataclass(frozen=True, slots=True)
class DoorSaid:
    """An intact message came on `door`'s own topic."""

    door: DoorId
    message: FromDoor


@dataclass(frozen=True, slots=True)
class EventCame:
    """An intact event came on `door`'s own topic, with its bytes as received."""

    door: DoorId
    event: PassEvent
    raw: bytes


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something came that can't be read; its place in the stream, if that much was readable."""

    door: DoorId
    raw: bytes
    why: str
    boot: BootId | None = None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class PresenceChanged:
    """A door's birth or last will."""

    door: DoorId
    online: bool


@dataclass(frozen=True, slots=True)
class HoldsSet:
    """Staff changed what is stopped."""

    holds: Holds
    staff: StaffId


@dataclass(frozen=True, slots=True)
class StaffEnded:
    """Staff ended a pass away from the door."""

    id: PassId
    staff: StaffId


@dataclass(frozen=True, slots=True)
class BarrierWaved:
    """Staff let passes be granted again, though not every door has reported since a rollback."""

    staff: StaffId


@dataclass(frozen=True, slots=True)
class StaffExtended:
    """Staff gave a pass more minutes, away from the door."""

    id: PassId
    minutes: int
    staff: StaffId


@dataclass(frozen=True, slots=True)
class StaffCorrected:
    """Staff say when the student of an ended pass was really back."""

    id: PassId
    returned_at: datetime
    note: str
    staff: StaffId


StaffAct = StaffEnded | StaffExtended | StaffCorrected
"""What staff do to one pass."""

StaffInput = HoldsSet | StaffAct | BarrierWaved | NewAct | AppointmentAct
"""Everything that staff do away from a door."""


@dataclass(frozen=True, slots=True)
class ActAsked:
    """Somebody in a browser or at a command line does this and waits for `ActAnswered`."""

    act: StaffInput
    asked_as: str


@dataclass(frozen=True, slots=True)
class LinkUp:
    """A broker was reached: say the epoch, and what is retained, anew."""


@dataclass(frozen=True, slots=True)
class BeatDue:
    """Time for the aggregator's heartbeat and for what only time changes."""


BuildingInput = (
    DoorSaid
    | EventCame
    | Unreadable
    | PresenceChanged
    | StaffInput
    | ActAsked
    | PinAsked
    | PinChecked
    | LinkUp
    | BeatDue
)


@dataclass(frozen=True, slots=True)
class Record:
    """Make these changes in the batch's one transaction."""

    changes: tuple[BuildingChange, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """Send to one door."""

    door: DoorId
    message: ToDoor


@dataclass(frozen=True, slots=True)
class Broadcast:
    """Send to all doors."""

    message: ToDoor


@dataclass(frozen=True, slots=True)
class PublishEvent:
    """Put event number `n` on the staff feed, with the pass as it stands after it."""

    n: int
    event: PassEvent
    record: PassRecord


@dataclass(frozen=True, slots=True)
class PublishPass:
    """Retain the open pass for staff, or clear it when `record` is not held."""

    id: PassId
    record: PassRecord


@dataclass(frozen=True, slots=True)
class PublishCounts:
    """Retain the counts."""

    counts: Counts


@dataclass(frozen=True, slots=True)
class PublishDoor:
    """Retain how a door is doing, for IT; `health` is as its last heartbeat said."""

    row: DoorRow
    health: Mapping[str, str | int | float | bool | None]


@dataclass(frozen=True, slots=True)
class RaiseAlert:
    """Tell staff."""

    alert: AlertRow


Publication = PublishEvent | PublishPass | PublishCounts | PublishDoor | RaiseAlert
"""What staff and IT read."""


@dataclass(frozen=True, slots=True)
class ReadPasses:
    """Read a student's passes of the time since `since`, and send them to one door as own."""

    door: DoorId
    asked_as: str
    student: StudentId
    since: datetime


Aside = CheckPin | PinAnswered | ActAnswered
"""What concerns neither doors nor the feed: PINs to look at, and outcomes somebody waits for."""

BuildingCommand = Record | Reply | Broadcast | ReadPasses | Publication | Aside
