"""The tally: which passes of this term count for each student, for limits and favourites."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kiosk.core.halls import Outing
from kiosk.core.ids import DestinationId, PassId, StudentId
from kiosk.core.limits import Span, began
from kiosk.core.schedule import Schedule

VISITS_MIN = 2
"""From the second time on a place is one that a student uses: a single visit is no habit."""


@dataclass(frozen=True, slots=True)
class TallySpans:
    """What the tally goes back to: passes of this week one by one, of the term by number."""

    term_from: datetime
    week_from: datetime

    @classmethod
    def at(cls, schedule: Schedule, now: datetime) -> "TallySpans":
        """Return the spans that `now` is in."""
        term_from, week_from = began(Span.TERM, schedule, now), began(Span.WEEK, schedule, now)
        # Only a period may be none at all.
        return cls(term_from or now, week_from or now)


@dataclass(frozen=True, slots=True)
class Counted:
    """One pass that counts."""

    id: PassId
    student: StudentId
    destination: DestinationId
    since: datetime


@dataclass(frozen=True, slots=True)
class TallyMemory:
    """What the tally finds on disk at a start, within `spans`; None: nothing was looked for."""

    spans: TallySpans | None = None
    lately: tuple[Counted, ...] = ()
    """Those of this week."""
    earlier: Mapping[tuple[StudentId, DestinationId], int] = field(default_factory=dict)
    """How many there were in the term before this week, but for passes that are remembered."""


class TallyView(Protocol):
    """What rules may ask about passes that count."""

    def count(
        self,
        student: StudentId,
        since: datetime,
        destination: DestinationId | None = None,
        *,
        but_for: PassId,
    ) -> int:
        """Return how many passes have started since then, to one destination if it is given."""
        ...


class Tally:
    """Every pass of this week that counts, and how many there were in the term before it."""

    def __init__(self, memory: TallyMemory | None = None) -> None:
        memory = memory or TallyMemory()
        self._spans = memory.spans
        self._lately: dict[StudentId, dict[PassId, Counted]] = {}
        self._earlier: dict[StudentId, Counter[DestinationId]] = {}
        for counted in memory.lately:
            self._lately.setdefault(counted.student, {})[counted.id] = counted
        for (student, destination), count in memory.earlier.items():
            self._earlier.setdefault(student, Counter())[destination] = count

    @classmethod
    def of(cls, outings: Iterable[Outing]) -> "Tally":
        """Return the tally of these passes."""
        tally = cls()
        for outing in outings:
            tally.put(outing)
        return tally

    def put(self, outing: Outing) -> None:
        """Take the newest state of one pass."""
        self.forget(outing.id, outing.student)
        if outing.counts:
            counted = Counted(outing.id, outing.student, outing.destination, outing.since)
            self._lately.setdefault(outing.student, {})[outing.id] = counted

    def forget(self, pass_id: PassId, student: StudentId) -> None:
        """Drop one pass: it was given back unused, or undone."""
        self._lately.get(student, {}).pop(pass_id, None)

    def settle(self, spans: TallySpans, remembered: Container[PassId]) -> None:
        """Begin another day: keep the term's number of passes before this week, drop older ones.

        A pass whose record is remembered may still change, so it stays by itself.
        """
        if self._spans is not None and self._spans.term_from < spans.term_from:
            self._earlier.clear()
        self._spans = spans
        for student, passes in list(self._lately.items()):
            for counted in list(passes.values()):
                if counted.since >= spans.week_from or counted.id in remembered:
                    continue
                del passes[counted.id]
                if counted.since >= spans.term_from:
                    self._earlier.setdefault(student, Counter())[counted.destination] += 1
            if not passes:
                del self._lately[student]

    def count(
        self,
        student: StudentId,
        since: datetime,
        destination: DestinationId | None = None,
        *,
        but_for: PassId,
    ) -> int:
        """Return how many passes have started since then, to one destination if it is given."""
        count = sum(
            counted.since >= since
            and counted.id != but_for
            and destination in {None, counted.destination}
            for counted in self._lately.get(student, {}).values()
        )
        if self._spans is None or since >= self._spans.week_from:
            return count
        earlier = self._earlier.get(student, Counter())
        return count + (earlier.total() if destination is None else earlier[destination])

    def favourites(self, student: StudentId, before: datetime) -> tuple[DestinationId, ...]:
        """Return where the student went most often in this term before then, most often first."""
        visits = Counter(self._earlier.get(student, Counter()))
        visits.update(
            counted.destination
            for counted in self._lately.get(student, {}).values()
            if counted.since < before
        )
        often = [place for place, count in visits.items() if count >= VISITS_MIN]
        often.sort(key=lambda place: (-visits[place], place))
        return tuple(often)
