"""The record that the aggregator keeps of one pass.

The record is a join-semilattice: it is the set of facts taken in so far, and everything else is
computed from that set, so neither order nor duplicates can matter (PROTOCOL principle 5).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property

from kiosk.core.aggregator.ownhand import OWN_DOOR
from kiosk.core.events import (
    Abandoned,
    Arrived,
    CheckedIn,
    Corrected,
    Declined,
    Ended,
    EndedHow,
    Expired,
    Extended,
    IdentifiedBy,
    PassEvent,
    Started,
)
from kiosk.core.halls import Outing
from kiosk.core.ids import (
    BootId,
    DestinationId,
    DoorId,
    OccurrenceId,
    PassId,
    RoomId,
    StudentId,
)
from kiosk.core.protocol import Request

ARRIVAL_MARGIN = timedelta(seconds=3)
"""How much later than the start an arrival must be, by two clocks, to be surely later (A4)."""


@dataclass(frozen=True, slots=True)
class Granted:
    """The aggregator's own fact: this request was granted."""

    request: Request
    fence: int
    minutes: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """One event as taken in; `at` is when, by the aggregator's clock, and never changes."""

    event: PassEvent
    at: datetime

    @property
    def happened(self) -> datetime:
        """Return when it happened, as well as is known; never later than it was taken in."""
        # A door whose clock runs ahead must not put a return, and a cooldown, into the future.
        return min(self.event.at, self.at) if self.event.at else self.at


@dataclass(frozen=True)
class PassRecord:
    """All that is known of one pass; join facts with `with_event` and `with_grant`."""

    id: PassId
    granted: Granted | None = None
    taken: Mapping[tuple[DoorId, BootId, int], Taken] = field(default_factory=dict)

    def with_grant(self, granted: Granted) -> "PassRecord":
        """Join the grant; the first one stands (there is only ever one answer to an id)."""
        return self if self.granted else replace(self, granted=granted)

    def with_event(self, event: PassEvent, at: datetime) -> "PassRecord":
        """Join one event; of one already known, the earlier taking-in stands."""
        key = (event.door, event.boot, event.seq)
        known = self.taken.get(key)
        if known is not None and known.at <= at:
            return self
        return replace(self, taken={**self.taken, key: Taken(event, at)})

    @cached_property
    def start(self) -> Taken | None:
        """Return the start; if two claim to be it, the same one whatever came first."""
        starts = [t for t in self.taken.values() if isinstance(t.event, Started)]
        return min(starts, key=lambda t: (t.event.door, t.event.boot, t.event.seq), default=None)

    @cached_property
    def started(self) -> Started | None:
        """Return the start event."""
        event = self.start.event if self.start else None
        return event if isinstance(event, Started) else None

    @cached_property
    def seen_back(self) -> datetime | None:
        """Return when the student was observed to be back, if that is proved (A4)."""
        return min((t.happened for t in self._returns), default=None)

    @cached_property
    def _returns(self) -> tuple[Taken, ...]:
        return tuple(
            t
            for t in self.taken.values()
            if isinstance(t.event, Ended) or (isinstance(t.event, Arrived) and self._proved(t))
        )

    @cached_property
    def ended(self) -> datetime | None:
        """Return when the pass was over: seen back, else ended as forgotten."""
        if self.seen_back is not None:
            return self.seen_back
        times = [t.happened for t in self.taken.values() if isinstance(t.event, Expired)]
        return min(times, default=None)

    @property
    def expired(self) -> bool:
        """Say whether the pass was ended as forgotten and nobody has seen the student back."""
        return self.seen_back is None and self.ended is not None

    @cached_property
    def correction(self) -> Taken | None:
        """Return the correction that stands: the one taken in last."""
        found = [t for t in self.taken.values() if isinstance(t.event, Corrected)]
        return max(found, key=lambda t: (t.at, t.event.boot, t.event.seq), default=None)

    @property
    def corrected_return(self) -> datetime | None:
        """Return when the student was back by staff's word; the observed time stays beside it."""
        if self.correction is None or not isinstance(self.correction.event, Corrected):
            return None
        # What staff write can't lie ahead of when they wrote it.
        return min(self.correction.event.returned_at, self.correction.at)

    @cached_property
    def unproved_arrivals(self) -> tuple[Taken, ...]:
        """Return arrivals that may have come before the start; staff decide about them."""
        return tuple(
            self.taken[key]
            for key in sorted(self.taken)
            if isinstance(self.taken[key].event, Arrived) and not self._proved(self.taken[key])
        )

    @cached_property
    def checked_in(self) -> datetime | None:
        """Return when the student first tapped at the destination's own kiosk.

        It ends nothing and frees nothing, so it needs no proof.
        """
        times = [t.happened for t in self.taken.values() if isinstance(t.event, CheckedIn)]
        return min(times, default=None)

    @property
    def round_trip(self) -> bool:
        """Say whether the student is expected back at the origin."""
        asked = self.started or (self.granted.request if self.granted else None)
        return asked is None or asked.round_trip

    @cached_property
    def abandoned(self) -> Abandoned | None:
        """Return the door's word that the request was given up."""
        found = (t.event for t in self.taken.values() if isinstance(t.event, Abandoned))
        return min(found, key=lambda e: (e.door, e.boot, e.seq), default=None)

    @property
    def in_doubt(self) -> bool:
        """Say whether the door gave up without knowing that no go was shown."""
        return any(isinstance(t.event, Abandoned) and t.event.doubt for t in self.taken.values())

    @cached_property
    def held(self) -> bool:
        """Say whether the student counts as out (A3)."""
        if self.ended is not None:
            return False
        unused_grant = self.granted is not None and self.abandoned is None
        return self.start is not None or self.in_doubt or unused_grant

    @cached_property
    def who(self) -> tuple[StudentId, DestinationId, RoomId] | None:
        """Return student, destination and origin from the best fact there is."""
        if self.started:
            return self.started.student, self.started.destination, self.started.origin
        if self.granted:
            asked = self.granted.request
            return asked.student, asked.destination, asked.origin
        gone = self.abandoned
        if gone and gone.student and gone.destination and gone.origin:
            return gone.student, gone.destination, gone.origin
        return None

    @cached_property
    def appointment(self) -> OccurrenceId | None:
        """Return the appointment that the pass was made of, or that was declined with its id."""
        if self.started and self.started.appointment:
            return self.started.appointment
        return self.declined.appointment if self.declined else None

    @cached_property
    def declined(self) -> Declined | None:
        """Return the word that there is to be no such pass."""
        found = (t.event for t in self.taken.values() if isinstance(t.event, Declined))
        return min(found, key=lambda e: (e.door, e.boot, e.seq), default=None)

    @property
    def door(self) -> DoorId | None:
        """Return the door that the pass is open at."""
        if self.started:
            return self.started.door
        if self.granted:
            return self.granted.request.door
        return self.abandoned.door if self.abandoned else None

    @cached_property
    def since(self) -> datetime | None:
        """Return when the student counts as out from."""
        if self.start:
            return self.start.happened
        if self.granted:
            return self.granted.at
        return min((t.happened for t in self.taken.values()), default=None)

    @property
    def minutes(self) -> int | None:
        """Return the allowance in minutes, extensions included; None means no limit."""
        first = self.granted.minutes if self.granted else None
        if self.started:
            first = self.started.minutes
        return None if first is None else first + self.extended

    @cached_property
    def was_extended(self) -> bool:
        """Say whether staff have changed the minutes, if only to change them back."""
        return any(isinstance(t.event, Extended) for t in self.taken.values())

    @cached_property
    def extended(self) -> int:
        """Return how many minutes staff have added.

        What was taken back may be heard of before what was given: together they are no loss.
        """
        events = (t.event for t in self.taken.values())
        return max(0, sum(e.minutes for e in events if isinstance(e, Extended)))

    @property
    def due_at(self) -> datetime | None:
        """Return when the allowance ends; None means no limit, or that nothing has begun."""
        if self.since is None or self.minutes is None:
            return None
        return self.since + timedelta(minutes=self.minutes)

    def outing(self) -> Outing | None:
        """Return the pass as rules see it; None if it is not held and never took place."""
        if self.who is None or self.since is None:
            return None
        if not self.held and (self.void or not self._was_out):
            return None
        student, destination, origin = self.who
        asked = self.started or (self.granted.request if self.granted else None)
        # What goes on with another pass was for the aggregator to say, if it was asked.
        judged = self.granted.request if self.granted else asked
        return Outing(
            self.id,
            student,
            destination,
            origin,
            self.since,
            self._over_for_rules(),
            urgent=asked is not None and asked.urgent,
            expired=self.expired,
            resumed=judged is not None and judged.resumes is not None,
            by_staff=asked is not None and _is_by_staff(asked),
            heard_back=min((t.at for t in self._returns), default=None),
        )

    @property
    def void(self) -> bool:
        """Say whether the door recorded a go and never showed it, or it was undone at once."""
        events = (t.event for t in self.taken.values())
        return any(isinstance(e, Ended) and e.how is EndedHow.VOID for e in events)

    @property
    def undone(self) -> bool:
        """Say whether the go was shown and then taken back: for some seconds it counted."""
        events = (t.event for t in self.taken.values())
        return any(isinstance(e, Ended) and e.undone for e in events)

    @property
    def _was_out(self) -> bool:
        """Say whether the student had gone: a door ends only what it started.

        Its start may still be under way when the end of a grant is here.
        """
        ends = (t.event for t in self.taken.values() if isinstance(t.event, Ended))
        return self.start is not None or any(end.door != OWN_DOOR for end in ends)

    def _over_for_rules(self) -> datetime | None:
        """Return the end that rests are counted from: staff's word goes before what was seen."""
        if self.ended is None or self.corrected_return is None:
            return self.ended
        return max(self.corrected_return, self.since or self.corrected_return)

    def _proved(self, arrival: Taken) -> bool:
        if self.start is None:
            return False
        start, came = self.start.event, arrival.event
        if (start.door, start.boot) == (came.door, came.boot):
            return start.mono_ms < came.mono_ms
        if start.at is None or came.at is None:
            return False
        return came.at - start.at > ARRIVAL_MARGIN


def _is_by_staff(asked: Started | Request) -> bool:
    return asked.appointment is not None or asked.identified_by is IdentifiedBy.STAFF
