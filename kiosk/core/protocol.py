"""What a door and the aggregator say to each other, beside events; field names are the wire's.

Units: `mono_ms` milliseconds since the boot id was made; times are aware UTC instants.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, unique

from kiosk.core.cardmessages import AskPasses, Enrol, Enrolled, OwnPasses
from kiosk.core.events import IdentifiedBy
from kiosk.core.ids import (
    BootId,
    CardHash,
    DestinationId,
    DoorId,
    OccurrenceId,
    PassId,
    RoomId,
    StaffId,
    StudentId,
)
from kiosk.core.limits import UsedUp
from kiosk.core.schoolparts import PolicyDocument, RosterPart


@unique
class WireRuling(StrEnum):
    """What a refusal asks of the student: wait, ask the teacher, or take no for an answer."""

    WAIT = "wait"
    APPROVE = "approve"
    REFUSE = "refuse"


DEAD = "dead"
"""Protocol answer: this id can never be granted any more."""
RECOVERING = "recovering"
"""Protocol answer: the aggregator does not yet know enough to grant; ask again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A student asks; `id` is the id that the pass will have, the same on every retry."""

    door: DoorId
    boot: BootId
    id: PassId
    student: StudentId
    destination: DestinationId
    origin: RoomId
    identified_by: IdentifiedBy
    approved_by: StaffId | None = None
    urgent: bool = False
    round_trip: bool = True
    attempt: int = 1
    after: PassId | None = None
    override: bool = False
    """`approved_by` lets the student go in spite of every rule that can be overridden."""
    note: str = ""
    """Of an override: why, as a code."""
    resumes: PassId | None = None
    """The pass that this one goes on with: it ended at this door seconds ago, by mistake."""
    mono_ms: int
    at: datetime | None
    epoch: int
    appointment: OccurrenceId | None = None
    """The appointment that staff made of it, whose maker `approved_by` then is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The aggregator's word that one request may start; it counts as out from now on."""

    id: PassId
    fence: int
    epoch: int
    minutes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The answer to a request that may not start now."""

    id: PassId
    ruling: WireRuling
    reason: str
    retry_at: datetime | None = None
    place: int | None = None
    epoch: int
    used_up: UsedUp | None = None
    """Of a limit: what the student is told about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The line's next student may go: a place is kept until then; `id` is the refused request's.

    Said again until it is answered by a request whose `after` is that id, or the time is over.
    """

    id: PassId
    until: datetime
    epoch: int
    approved_by: StaffId | None = None
    """Who has said yes to it: a page that still asks for that can go on by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identify:
    """A door asks whose card this is; exactly one of `card` and `typed` is set."""

    id: str
    card: CardHash | None = None
    typed: str | None = field(default=None, repr=False)
    """A student's ID, typed by hand: it is kept nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenElsewhere:
    """The pass with which a student is out from some room."""

    id: PassId
    origin: RoomId
    destination: DestinationId
    round_trip: bool = True
    checked_in: bool = False
    """The student has tapped at the destination's own kiosk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a card belongs to, and the pass that student is out with, if any."""

    id: str
    student: StudentId | None = None
    label: str | None = None
    language: str | None = None
    accommodations: bool = False
    unknown: bool = False
    out: OpenElsewhere | None = None
    favourites: tuple[DestinationId, ...] = ()
    """Where the student goes most often, for the order of tiles."""
    wait_until: datetime | None = None
    """Of a typed ID: no try is taken before."""
    lent: bool = False
    """The card is one for lending: whose it is counts for this tap only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A PIN or day code was typed at a door, which keeps it nowhere; only the aggregator knows."""

    id: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PinResult:
    """Whose PIN it is; without `staff` it is wrong, or no try is taken before `wait_until`."""

    id: str
    staff: StaffId | None = None
    label: str | None = None
    wait_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """All of `boot` up to and with `upto`, save `missing`, is durable at the aggregator."""

    boot: BootId
    upto: int
    missing: tuple[int, ...]
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """What a door holds, every 5 s and on connect; `last_seq` names every boot it remembers."""

    door: DoorId
    boot: BootId
    mono_ms: int
    at: datetime | None
    last_seq: Mapping[BootId, int]
    open: tuple[PassId, ...]
    pending: tuple[PassId, ...]
    max_fence: int
    epoch: int
    health: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)
    roster: str | None = None
    """Version of the door's roster; another one at the aggregator makes it send a `roster`."""
    policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedPass:
    """A whole pass that is open by the aggregator's record and that the door has lost."""

    id: PassId
    student: StudentId
    label: str
    destination: DestinationId
    origin: RoomId
    minutes: int | None
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceInLine:
    """One student who waits at this door; `id` is the refused request's, `place` 1 is next."""

    id: PassId
    student: StudentId
    label: str
    destination: DestinationId
    place: int
    approved_by: StaffId | None = None
    appointment: OccurrenceId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NearAppointment:
    """An appointment whose time is near, of a student who leaves here or is expected here."""

    id: OccurrenceId
    student: StudentId
    label: str
    destination: DestinationId
    at: datetime
    minutes: int | None
    approved_by: StaffId
    """Who made it: that is the yes."""
    declinable: bool = False
    urgent: bool = False
    """It starts by itself, at the first door of the student's room that hears of it."""
    round_trip: bool = True
    leaves_here: bool = True
    """False at the destination's own kiosk: the student comes from elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitsForYes:
    """One request that waits for a yes, from this door's room or for its destination."""

    id: PassId
    label: str
    origin: RoomId
    destination: DestinationId
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """The answer to one heartbeat, named by `boot` and `mono_ms`."""

    boot: BootId
    mono_ms: int
    now: datetime
    fence: int
    epoch: int
    upto: Mapping[BootId, int]
    closed: tuple[PassId, ...] = ()
    adopt: tuple[AdoptedPass, ...] = ()
    reserved: tuple[PassId, ...] = ()
    hold: bool = False
    frozen_rooms: tuple[RoomId, ...] = ()
    frozen_destinations: tuple[DestinationId, ...] = ()
    places: Mapping[DestinationId, int] = field(default_factory=dict)
    """Free places by destination, for the tiles only; a request decides anew."""
    lines: Mapping[DestinationId, int] = field(default_factory=dict)
    """How many wait for each destination, for the tiles only."""
    in_line: tuple[PlaceInLine, ...] | None = None
    """Everybody who waits at this door; null: nothing is said about that."""
    asked: tuple[WaitsForYes, ...] | None = None
    """Who waits for a yes that this door can bring; null: nothing is said about that."""
    declined: tuple[PassId, ...] = ()
    """Requests of this door that have lately found a no."""
    declined_why: Mapping[PassId, str] = field(default_factory=dict)
    """Of those, the code of the reason that staff gave, where they gave one."""
    allowances: Mapping[PassId, int] = field(default_factory=dict)
    """Minutes in all of passes of this door that staff have extended."""
    appointments: tuple[NearAppointment, ...] | None = None
    """The next ones of this door's students and its place; null: nothing is said about that."""
    cards: int | None = None
    """Another number than before: whose cards a door has asked for has to be asked anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochBeat:
    """The aggregator's heartbeat to all doors."""

    epoch: int
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Staff set or lift "hold in your room"."""

    on: bool
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze:
    """Which rooms and destinations are frozen now; students' freezes stay at the aggregator."""

    rooms: tuple[RoomId, ...]
    destinations: tuple[DestinationId, ...]
    epoch: int


@unique
class DoorOrder(StrEnum):
    """What the aggregator can tell a door to do outside a pass."""

    HEARTBEAT = "heartbeat"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorCommand:
    """An order to one door; `heartbeat` asks for one now, after staff changed a pass."""

    command: DoorOrder
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A door's birth, or its last will with `online` false."""

    online: bool
    boot: BootId
    version: str


FromDoor = Request | Identify | Enrol | AskPasses | Pin | Heartbeat
ToDoor = (
    Grant
    | Refusal
    | Call
    | Identity
    | Enrolled
    | OwnPasses
    | PinResult
    | Ack
    | Sync
    | EpochBeat
    | Hold
    | Freeze
    | RosterPart
    | PolicyDocument
    | DoorCommand
)
