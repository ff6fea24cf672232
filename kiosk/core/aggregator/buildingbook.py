"""What the aggregator keeps on disk, and the changes that one transaction can make to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from kiosk.core.aggregator.acts import DayCode
from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.givencards import GivenCard
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.aggregator.pauses import Pause
from kiosk.core.appointments import Appointment
from kiosk.core.events import PassEvent
from kiosk.core.ids import (
    AppointmentId,
    BootId,
    DestinationId,
    DoorId,
    GroupId,
    PassId,
    RoomId,
    StudentId,
)
from kiosk.core.pins import PinTries
from kiosk.core.protocol import Grant, Refusal, Request
from kiosk.core.rule import Holds
from kiosk.core.tally import TallyMemory


@dataclass(frozen=True, slots=True)
class Answered:
    """The remembered answer to one request id."""

    request: Request
    answer: Grant | Refusal
    at: datetime


@dataclass(frozen=True, slots=True)
class Stream:
    """How far one life of a door has been taken in: all up to `upto`, and `beyond` it."""

    upto: int = 0
    beyond: frozenset[int] = frozenset()

    def has(self, seq: int) -> bool:
        """Say whether event `seq` has been taken in."""
        return seq <= self.upto or seq in self.beyond

    def take(self, seq: int) -> "Stream":
        """Return the stream with `seq` taken in."""
        if self.has(seq):
            return self
        upto, beyond = self.upto, self.beyond | {seq}
        while upto + 1 in beyond:
            upto += 1
        return Stream(upto, frozenset(s for s in beyond if s > upto))


@dataclass(frozen=True, slots=True)
class Barrier:
    """After a rollback no pass is granted until every known door is in step once more (A6)."""

    in_step: frozenset[DoorId] = frozenset()
    """Doors that are, with a heartbeat of the present epoch."""


@dataclass(frozen=True, slots=True)
class BuildingMemory:
    """What the aggregator finds on disk when it starts."""

    epoch: int = 0
    fence: int = 0
    n: int = 0
    """The number of the last event on the staff feed."""
    published_upto: int = 0
    """Feed numbers up to this one were handed to the broker for certain."""
    current: Mapping[DoorId, BootId] = field(default_factory=dict)
    superseded: frozenset[tuple[DoorId, BootId]] = frozenset()
    streams: Mapping[tuple[DoorId, BootId], Stream] = field(default_factory=dict)
    answers: tuple[Answered, ...] = ()
    """Those of the last 48 h."""
    records: tuple[PassRecord, ...] = ()
    """Every held pass, and those that changed in the last 48 h."""
    holds: Holds = field(default_factory=Holds)
    alerts: tuple[AlertRow, ...] = ()
    """The last 50, newest first."""
    set_aside: str | None = None
    """Where a damaged journal was put, if this start found one: staff must be told."""
    unreadable: tuple[int, ...] = ()
    """Feed numbers of kept events that this version can't read; they count as taken in."""
    barrier: Barrier | None = None
    tally: TallyMemory = field(default_factory=TallyMemory)
    """Passes that count, of the term; those of `records` are counted from there."""
    pin_tries: tuple[PinTries, ...] = ()
    day_codes: tuple[DayCode, ...] = ()
    pauses: tuple[Pause, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    cards: tuple[GivenCard, ...] = ()
    """Those given to students beside the school's lists, in the order in which they were given."""


@dataclass(frozen=True, slots=True)
class PutAnswer:
    """Remember the answer to one id."""

    answered: Answered


@dataclass(frozen=True, slots=True)
class PutEvent:
    """Keep one event, as received, under its feed number; (door, boot, seq) is unique."""

    n: int
    event: PassEvent
    raw: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class PutPass:
    """Keep what a start needs to find the pass again."""

    id: PassId
    student: StudentId | None
    destination: DestinationId | None
    origin: RoomId | None
    held: bool
    changed_at: datetime
    since: datetime | None = None
    counts: bool = False
    """The tally counts it, from `since` on."""

    @classmethod
    def of(cls, record: PassRecord, now: datetime) -> "PutPass":
        """Return the change that lets a start find `record` again."""
        student, destination, origin = record.who or (None, None, None)
        kept, outing = (
            cls(record.id, student, destination, origin, record.held, now),
            record.outing(),
        )
        return kept if outing is None else replace(kept, since=outing.since, counts=outing.counts)


@dataclass(frozen=True, slots=True)
class PutQuarantine:
    """Keep a payload that could not be read; `seq` is set when at least its place was readable."""

    door: DoorId
    boot: BootId | None
    seq: int | None
    raw: bytes
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PutBoot:
    """Keep that `boot` is the door's life now, or was one before."""

    door: DoorId
    boot: BootId
    superseded: bool


@dataclass(frozen=True, slots=True)
class PutEpoch:
    """Keep the epoch, and a fence that the next grant must be above."""

    epoch: int
    fence: int = 0


@dataclass(frozen=True, slots=True)
class PutBarrier:
    """Keep how far the barrier is, or with None that there is none any more."""

    barrier: Barrier | None


@dataclass(frozen=True, slots=True)
class PutHolds:
    """Keep what staff have stopped."""

    holds: Holds


@dataclass(frozen=True, slots=True)
class PutAlert:
    """Keep an alert for staff."""

    alert: AlertRow


@dataclass(frozen=True, slots=True)
class PutPrevented:
    """Keep that an encounter was prevented; this never leaves the aggregator."""

    id: PassId
    student: StudentId
    groups: tuple[GroupId, ...]
    at: datetime
    destination: DestinationId
    since: datetime
    """When the wait began that this belongs to."""


@dataclass(frozen=True, slots=True)
class PurgeTally:
    """Forget what the tally counted before `before`: it was another term's."""

    before: datetime


@dataclass(frozen=True, slots=True)
class PutPinTries:
    """Keep how many wrong tries there were."""

    tries: PinTries


@dataclass(frozen=True, slots=True)
class PutPause:
    """Keep what a door has said last of its room's pause."""

    pause: Pause


@dataclass(frozen=True, slots=True)
class PutDayCode:
    """Keep a substitute's code, and who it is in the records."""

    code: DayCode


@dataclass(frozen=True, slots=True)
class PutCard:
    """Keep a card that staff gave to a student, as it is now."""

    given: GivenCard


@dataclass(frozen=True, slots=True)
class DropCard:
    """Forget a loan of long ago."""

    id: str


@dataclass(frozen=True, slots=True)
class PutAppointment:
    """Keep an appointment as it is now."""

    made: Appointment


@dataclass(frozen=True, slots=True)
class DropAppointment:
    """Forget an appointment that is long over."""

    id: AppointmentId


BuildingChange = (
    PutAnswer
    | PutEvent
    | PutPass
    | PutQuarantine
    | PutBoot
    | PutEpoch
    | PutBarrier
    | PutHolds
    | PutAlert
    | PutPrevented
    | PurgeTally
    | PutPinTries
    | PutDayCode
    | PutPause
    | PutCard
    | DropCard
    | PutAppointment
    | DropAppointment
)
