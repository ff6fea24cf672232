"""Sees that limits are kept as promised (decision record 12), by an account of its own.

It learns what the aggregator knows of each pass from its commits, and counts in the order in which
they were made. A pass whose part in a limit is a matter of clocks, or in doubt, is counted
neither for sure nor surely not: a grant must not go past those that surely count, and a refusal
must be borne out by those that may.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.core.aggregator.buildingbook import Answered
from kiosk.core.events import Abandoned, Ended, EndedHow, Expired, IdentifiedBy, PassEvent, Started
from kiosk.core.ids import DestinationId, PassId, StudentId
from kiosk.core.limits import Limit, Span
from kiosk.core.protocol import Grant, Refusal, Request
from kiosk.core.rules.daily_limit import DailyLimit
from kiosk.core.rules.pass_limit import PassLimit
from kiosk.core.school import School

Hold = Callable[..., None]
LIMIT_REASONS = frozenset({DailyLimit.reason.code, PassLimit.reason.code})
CLOCKS_DIFFER = timedelta(seconds=15)
"""Doors with clocks that are believed are up to 10 s off here, and a start takes its time."""


@dataclass(slots=True)
class Known:
    """What the aggregator knows of one pass."""

    student: StudentId | None = None
    """Who went, and where to; an end may be heard of before its start."""
    destination: DestinationId | None = None
    first: datetime | None = None
    """When, by the aggregator's clock, student and destination were heard of."""
    granted: bool = False
    started: bool = False
    urgent: bool = False
    resumes: bool = False
    by_staff: bool = False
    """Staff made it."""
    void: bool = False
    """The go was taken back: it never counts."""
    given_up: bool = False
    """The grant was given back: it counts only if it had started after all."""
    unsure: bool = False
    """Forgotten, or in doubt: whether it counts hangs on what else is known."""

    @property
    def counts_surely(self) -> bool:
        """Say whether it counts whatever else is to come to light."""
        out = self.granted or self.started
        return out and not (self._never or self.resumes or self.unsure)

    @property
    def may_count(self) -> bool:
        """Say whether it may count."""
        out = self.granted or self.started or self.unsure
        return out and not self._never

    @property
    def _never(self) -> bool:
        given_up = self.given_up and not self.started
        return self.urgent or self.by_staff or self.void or given_up


class LimitWitness:
    """Follows what is durable at the aggregator; silent once its record has gone back."""

    def __init__(self, school: School, hold: Hold) -> None:
        self._school, self._hold = school, hold
        policy = school.policy
        everybody = policy.passes_a_day_max
        daily = (Limit(everybody, Span.DAY),) if everybody is not None else ()
        self._limits = (*daily, *policy.limits)
        self._passes: dict[PassId, Known] = {}
        self._set_back = False
        self.granted = self.refused = 0

    def happened(self, event: PassEvent, now: datetime) -> None:
        """Take in an event that is durable now."""
        match event:
            case Started():
                known = self._known(event.id, event.student, event.destination, now)
                known.started, known.urgent, known.by_staff = True, event.urgent, _by_staff(event)
                # What goes on with another pass is for the aggregator to say, if it was asked.
                known.resumes = known.resumes if known.granted else event.resumes is not None
            case Abandoned(doubt=True):
                self._known(event.id, event.student, event.destination, now).unsure = True
            case Abandoned():
                self._known(event.id).given_up = True
            case Ended(how=EndedHow.VOID):
                self._known(event.id).void = True
            case Expired():
                self._known(event.id).unsure = True
            case Ended() if not self._known(event.id).started:
                self._known(event.id).unsure = True

    def answered(
        self, answered: Answered, now: datetime, *, went_back: bool, set_back: bool
    ) -> None:
        """Hold an answer that is durable now to the limits, unless the record has gone back."""
        asked, said = answered.request, answered.answer
        self._set_back = set_back
        if self._limits and not went_back and not _is_lifted(asked):
            if isinstance(said, Grant):
                self._check_granted(asked, now)
            elif said.reason in LIMIT_REASONS:
                self._check_refused(asked, said, now)
        if isinstance(said, Grant):
            known = self._known(asked.id, asked.student, asked.destination, now)
            known.granted, known.urgent, known.by_staff = True, asked.urgent, _by_staff(asked)
            known.resumes = asked.resumes is not None

    def _known(
        self,
        pass_id: PassId,
        student: StudentId | None = None,
        destination: DestinationId | None = None,
        now: datetime | None = None,
    ) -> Known:
        known = self._passes.setdefault(pass_id, Known())
        if known.student is None and student is not None:
            known.student, known.destination, known.first = student, destination, now
        return known

    def _check_granted(self, asked: Request, now: datetime) -> None:
        if asked.approved_by is not None or self._exempt(asked.student):
            return
        self.granted += 1
        for limit in self._standing(asked, now):
            many = sum(known.counts_surely for known in self._within(limit, asked, now, sure=True))
            kept = many < limit.passes_max
            self._hold("no pass beyond a limit", kept=kept, about=(limit, many, asked))

    def _check_refused(self, asked: Request, said: Refusal, now: datetime) -> None:
        self._hold("a limit is lifted", kept=not self._exempt(asked.student), about=asked)
        self.refused += 1
        used_up = [
            limit
            for limit in self._standing(asked, now)
            if sum(k.may_count for k in self._within(limit, asked, now, sure=False))
            >= limit.passes_max
        ]
        self._hold("a limit asks only once it is used up", kept=bool(used_up), about=asked)
        told = said.used_up is None or any(limit.told == said.used_up for limit in used_up)
        self._hold("what is told of a limit is true", kept=told, about=(said, used_up))

    def _exempt(self, student: StudentId) -> bool:
        return self._school.roster.students[student].limit_exempt

    def _standing(self, asked: Request, now: datetime) -> Iterable[Limit]:
        """Return of each kind the narrowest limit for the student; of two groups' the higher."""
        no_lesson = self._school.schedule.lesson_at(now) is None
        groups = self._school.roster.students[asked.student].in_groups
        kinds = {(limit.span, limit.destination): None for limit in self._limits}
        for span, destination in kinds:
            if destination not in {None, asked.destination}:
                continue
            if span is Span.PERIOD and no_lesson:
                continue
            alike = [x for x in self._limits if (x.span, x.destination) == (span, destination)]
            for several in (
                [x for x in alike if x.student == asked.student],
                [x for x in alike if x.student is None and x.group in groups],
                [x for x in alike if x.student is None and x.group is None],
            ):
                if several:
                    yield max(several, key=lambda limit: limit.passes_max)
                    break

    def _within(
        self, limit: Limit, asked: Request, now: datetime, *, sure: bool
    ) -> Collection[Known]:
        """Return the student's other passes within the span: those surely, or those that may be."""
        since = None
        if limit.span is Span.PERIOD:
            lesson = self._school.schedule.lesson_at(now)
            if sure and self._set_back:
                # By a clock that was set back nobody can say in which lesson a pass was.
                return ()
            since = lesson.starts if lesson is not None and not self._set_back else None
        slack = CLOCKS_DIFFER if sure else -CLOCKS_DIFFER
        return [
            known
            for pass_id, known in self._passes.items()
            if known.student == asked.student
            and pass_id != asked.id
            and limit.destination in {None, known.destination}
            and (since is None or (known.first is not None and known.first >= since + slack))
            # One that a door let go alone was earlier than it was heard of.
            and (since is None or known.granted or not sure)
        ]


def _by_staff(asked: Started | Request) -> bool:
    return asked.appointment is not None or asked.identified_by is IdentifiedBy.STAFF


def _is_lifted(asked: Request) -> bool:
    """Say whether no limit counts: for what goes on, was decided before, or is let go anyway."""
    goes_on = asked.resumes is not None or asked.appointment is not None
    return asked.urgent or asked.override or goes_on
