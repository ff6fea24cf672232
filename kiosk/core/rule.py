"""The shape of a rule: what it may see (`Facts`) and what it may say (`Finding`)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, IntEnum, unique
from typing import ClassVar, Protocol

from kiosk.core.events import IdentifiedBy
from kiosk.core.halls import HallsView, Outing
from kiosk.core.ids import DestinationId, OccurrenceId, PassId, RoomId, StaffId, StudentId
from kiosk.core.limits import Limit, Span, UsedUp, began, standing
from kiosk.core.protocol import Request
from kiosk.core.schedule import Schedule
from kiosk.core.school import Roster
from kiosk.core.tally import Tally, TallyView
from kiosk.core.words import Reason

_SPANS = tuple(Span)


@unique
class Reach(Enum):
    """How far the facts see."""

    ROOM = "room"
    BUILDING = "building"


@unique
class Ruling(IntEnum):
    """What a finding does, from mildest to gravest."""

    ALLOW = 0
    DEFER = 1
    WAIT = 2
    APPROVE = 3
    REFUSE = 4


@dataclass(frozen=True, slots=True)
class Ask:
    """What a student asks for, as a rule sees it."""

    id: PassId
    student: StudentId
    destination: DestinationId
    origin: RoomId
    identified_by: IdentifiedBy = IdentifiedBy.CARD
    approved_by: StaffId | None = None
    urgent: bool = False
    override: bool = False
    """An adult lets the student go in spite of every rule that can be overridden."""
    resumes: PassId | None = None
    """A pass that ended by mistake and goes on with this one: no rest or limit is between them."""
    appointment: OccurrenceId | None = None
    """Staff made an appointment of it: rests, limits and no-fly times do not count."""
    note: str = ""
    """Why, by an adult who goes past a rule or calls it urgent: for the record, not for a rule."""

    @classmethod
    def of(cls, request: Request) -> "Ask":
        """Return what a door asks for, word for word."""
        return cls(
            request.id,
            request.student,
            request.destination,
            request.origin,
            request.identified_by,
            request.approved_by,
            request.urgent,
            request.override,
            request.resumes,
            request.appointment,
            request.note,
        )


@dataclass(frozen=True, slots=True)
class Holds:
    """What staff have stopped, until lifted; a door knows of no frozen student."""

    hold: bool = False
    rooms: AbstractSet[RoomId] = frozenset()
    destinations: AbstractSet[DestinationId] = frozenset()
    students: AbstractSet[StudentId] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a rule may see; callers gather, rules never fetch."""

    now: datetime
    reach: Reach
    roster: Roster
    schedule: Schedule
    halls: HallsView
    holds: Holds = field(default_factory=Holds)
    tally: TallyView = field(default_factory=Tally)
    clock_known: bool = True
    """False at a door whose clock is not known to be right; the aggregator's always is."""
    waiting_since: datetime | None = None
    """When the student joined the line for the hall; None: is not in it."""
    yes_since: datetime | None = None
    """When the adult's yes was given that the request bears."""

    @property
    def blind_to_time(self) -> bool:
        """Say whether a rule about the time of day has to ask the building."""
        return self.reach is Reach.ROOM and not self.clock_known

    def while_full(self, ask: Ask) -> Ruling:
        """Return what a full hallway does: wait, or when the wait is long ask the teacher.

        Only encounter groups need the teacher asked. A hallway that is really full asks as well, so
        that nobody can tell the two apart; there a yes changes nothing.
        """
        after = self.roster.asks_after
        if after is None or ask.approved_by is not None or self.waiting_since is None:
            return Ruling.WAIT
        return Ruling.APPROVE if self.now - self.waiting_since >= after else Ruling.WAIT

    # A request sent again after a lost answer finds its own grant out: it must not count.

    def others_out_with(self, ask: Ask) -> tuple[Outing, ...]:
        """Return the passes with which the student counts as out, but for the one asked for."""
        return tuple(o for o in self.halls.out_with(ask.student) if o.id != ask.id)

    def others_out(self, ask: Ask) -> int:
        """Count who is out in the building, but for the pass asked for."""
        return self.halls.count() - len(self._granted(ask))

    def others_out_to(self, ask: Ask) -> int:
        """Count who is out to the destination, but for the pass asked for."""
        granted = sum(o.destination == ask.destination for o in self._granted(ask))
        return self.halls.count_to(ask.destination) - granted

    def others_out_from(self, ask: Ask) -> int:
        """Count who is out from the origin, but for the pass asked for."""
        granted = sum(o.origin == ask.origin for o in self._granted(ask))
        return self.halls.count_from(ask.origin) - granted

    def used_up(self, limits: tuple[Limit, ...], ask: Ask) -> Limit | None:
        """Return a limit that counts for the student and whose passes have all started already.

        Of several the one that lasts longest, and of two that last as long the one for every place.
        """
        student = self.roster.students.get(ask.student)
        groups = student.in_groups if student else frozenset[str]()
        found = (
            limit
            for limit in standing(limits, ask.student, groups, ask.destination)
            if self._started(limit, ask) >= limit.passes_max
        )
        return max(found, key=lambda x: (_SPANS.index(x.span), not x.destination), default=None)

    def _started(self, limit: Limit, ask: Ask) -> int:
        since = began(limit.span, self.schedule, self.now)
        if since is None:
            return -1
        return self.tally.count(ask.student, since, limit.destination, but_for=ask.id)

    def _granted(self, ask: Ask) -> tuple[Outing, ...]:
        return tuple(o for o in self.halls.out_with(ask.student) if o.id == ask.id)


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's objection.

    `retry_at` is an instant at which this rule no longer objects, if one is known.
    `private` is what really stood behind a finding that borrows another rule's reason; it never
    leaves the aggregator.
    """

    ruling: Ruling
    reason: Reason
    retry_at: datetime | None = None
    private: str | None = None
    used_up: UsedUp | None = None
    """Of a limit: what the student is told about it."""


class Rule(Protocol):
    """One rule: a frozen dataclass in its own module, pure, with one reason."""

    reason: ClassVar[Reason]
    overridable: ClassVar[bool]
    """Whether an adult may let a student go in spite of it."""

    def check(self, ask: Ask, facts: Facts, /) -> Finding | None:
        """Return what this rule objects to `ask`, or None.

        With ROOM reach, a rule that needs to see the building returns a DEFER finding.
        """
        ...
