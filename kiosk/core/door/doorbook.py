"""What a door keeps on disk, and the changes that one transaction can make to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from kiosk.core.door.prefs import DoorPrefs
from kiosk.core.events import PassEvent
from kiosk.core.ids import BootId, DestinationId, PassId, RoomId, StudentId
from kiosk.core.protocol import Request
from kiosk.core.schoolparts import PolicyDocument, RosterPart

RESERVED_KEPT_MAX: Final = 8
"""Ids in reserve that a disk keeps: this life's, and those of lives that ended before an answer."""


@dataclass(frozen=True, slots=True)
class OpenPass:
    """A pass that started at this door and has not ended."""

    id: PassId
    student: StudentId
    label: str
    destination: DestinationId
    origin: RoomId
    started_at: datetime
    """By the door's clock as it was; for display."""
    minutes: int | None


@dataclass(frozen=True, slots=True)
class DoorMemory:
    """What a door finds on disk when it starts."""

    boot: BootId
    """This life's boot id, durable before this value was returned."""
    unclean: bool
    """The life before ended without saying so, and what it wrote last may be lost."""
    last_seq: Mapping[BootId, int] = field(default_factory=dict)
    """Every boot remembered, this one (0) included."""
    unacked: frozenset[tuple[BootId, int]] = frozenset()
    acked: frozenset[tuple[BootId, int]] = frozenset()
    """Events kept after their acknowledgement (48 h)."""
    pending: tuple[Request, ...] = ()
    reserved: tuple[PassId, ...] = ()
    """Ids kept for requests to come; one may have been sent, and nothing says with what."""
    open: tuple[OpenPass, ...] = ()
    finished: frozenset[PassId] = frozenset()
    """Passes for which an `ended` event is still kept."""
    epoch: int = 0
    max_fence: int = 0
    roster: tuple[RosterPart, ...] = ()
    """The newest whole roster, in order of parts; empty when none came yet."""
    policy: PolicyDocument | None = None
    paused: bool = False
    """Staff stopped new passes from this room, here."""
    prefs: DoorPrefs = field(default_factory=DoorPrefs)
    set_aside: str | None = None
    """Where a damaged journal was put, if this start found one: staff must be told."""


@dataclass(frozen=True, slots=True)
class Reserve:
    """Keep an id for the next request, so that it can be sent without waiting for a commit."""

    id: PassId


@dataclass(frozen=True, slots=True)
class PutPending:
    """Keep a request that is about to be sent; its id is not in reserve any more."""

    request: Request


@dataclass(frozen=True, slots=True)
class DropPending:
    """The request is answered, started or given up, or an id in reserve was used."""

    id: PassId


@dataclass(frozen=True, slots=True)
class PutOpen:
    """Keep a pass as open."""

    opened: OpenPass


@dataclass(frozen=True, slots=True)
class DropOpen:
    """The pass is not open any more."""

    id: PassId


@dataclass(frozen=True, slots=True)
class Append:
    """Put an event into the journal and the outbox; the journal sets `prev` and the bytes."""

    event: PassEvent


@dataclass(frozen=True, slots=True)
class MarkAcked:
    """These events of `boot` are durable at the aggregator: out of the outbox, kept for 48 h."""

    boot: BootId
    seqs: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Requeue:
    """The aggregator lost these events: back into the outbox."""

    boot: BootId
    seqs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PutMarks:
    """Keep the newest epoch and the highest fence seen."""

    epoch: int
    max_fence: int


@dataclass(frozen=True, slots=True)
class PutRoster:
    """Replace the roster by these parts."""

    parts: tuple[RosterPart, ...]


@dataclass(frozen=True, slots=True)
class PutPolicy:
    """Replace the policy document."""

    policy: PolicyDocument


@dataclass(frozen=True, slots=True)
class PutPaused:
    """Keep whether staff have stopped new passes from this room, here."""

    paused: bool


@dataclass(frozen=True, slots=True)
class PutPrefs:
    """Keep how staff have set this door."""

    prefs: DoorPrefs


@dataclass(frozen=True, slots=True)
class PurgeAcked:
    """Forget acknowledged events that were acknowledged before `before`."""

    before: datetime


DoorChange = (
    Reserve
    | PutPending
    | DropPending
    | PutOpen
    | DropOpen
    | Append
    | MarkAcked
    | Requeue
    | PutMarks
    | PutRoster
    | PutPolicy
    | PutPaused
    | PutPrefs
    | PurgeAcked
)
