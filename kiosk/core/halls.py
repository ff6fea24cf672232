"""Who is out, indexed so that a decision costs the same with ten passes open or 100,000."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from kiosk.core.ids import DestinationId, PassId, RoomId, StudentId

REMEMBERED = timedelta(hours=36)
"""How long a finished pass is kept for daily limits and cooldowns: longer than any school day."""


@dataclass(frozen=True, slots=True)
class Outing:
    """One pass that counts as out, or that has ended lately, as far as rules care."""

    id: PassId
    student: StudentId
    destination: DestinationId
    origin: RoomId
    since: datetime
    """When it started, or was granted while its start is not known."""
    ended: datetime | None = None
    urgent: bool = False
    expired: bool = False
    """Ended as forgotten: the student was not seen back."""
    resumed: bool = False
    """Goes on with a pass that is counted already."""
    by_staff: bool = False
    """Staff made it: an appointment, or at the door for the student."""
    heard_back: datetime | None = None
    """When the aggregator heard of the return, by its own clock; a door's may be wrong."""

    @property
    def counts(self) -> bool:
        """Say whether limits and favourites count the pass: only one that the student asked for.

        Neither an urgent one, nor one forgotten, nor one that goes on with another.
        """
        return not (self.by_staff or self.urgent or self.expired or self.resumed)


class HallsView(Protocol):
    """What rules may ask about who is out."""

    def out_with(self, student: StudentId) -> tuple[Outing, ...]:
        """Return the passes with which `student` counts as out."""
        ...

    def finished(self, student: StudentId) -> tuple[Outing, ...]:
        """Return the student's ended passes of the last `REMEMBERED`, oldest first."""
        ...

    def unseen(self, student: StudentId) -> tuple[Outing, ...]:
        """Return forgotten passes since which the student has not been seen."""
        ...

    def count(self) -> int:
        """Return how many passes count as out."""
        ...

    def count_to(self, destination: DestinationId) -> int:
        """Return how many passes to `destination` count as out."""
        ...

    def count_from(self, room: RoomId) -> int:
        """Return how many passes from `room` count as out."""
        ...


class Halls:
    """Who is out, kept by the caller pass by pass."""

    def __init__(self, outings: Iterable[Outing] = ()) -> None:
        self._out: dict[PassId, Outing] = {}
        self._by_student: dict[StudentId, dict[PassId, Outing]] = {}
        self._finished: dict[StudentId, dict[PassId, Outing]] = {}
        self._to: Counter[DestinationId] = Counter()
        self._from: Counter[RoomId] = Counter()
        for outing in outings:
            self.put(outing)

    def put(self, outing: Outing) -> None:
        """Take the newest state of one pass, whatever was known of it before."""
        self.forget(outing.id, outing.student)
        if outing.ended is not None:
            self._finished.setdefault(outing.student, {})[outing.id] = outing
            return
        self._out[outing.id] = outing
        self._by_student.setdefault(outing.student, {})[outing.id] = outing
        self._to[outing.destination] += 1
        self._from[outing.origin] += 1

    def forget(self, pass_id: PassId, student: StudentId) -> None:
        """Drop one pass, as when a grant was given back unused."""
        _discard(self._finished, student, pass_id)
        outing = self._out.pop(pass_id, None)
        if outing is None:
            return
        _discard(self._by_student, outing.student, pass_id)
        self._to[outing.destination] -= 1
        self._from[outing.origin] -= 1

    def forget_finished_before(self, instant: datetime) -> None:
        """Drop what ended before `instant`."""
        for student in list(self._finished):
            for outing in list(self._finished[student].values()):
                if outing.ended is not None and outing.ended < instant:
                    _discard(self._finished, student, outing.id)

    def out_with(self, student: StudentId) -> tuple[Outing, ...]:
        """Return the passes with which `student` counts as out."""
        return tuple(self._by_student.get(student, {}).values())

    def finished(self, student: StudentId) -> tuple[Outing, ...]:
        """Return the student's ended passes of the last `REMEMBERED`, oldest first."""
        return tuple(sorted(self._finished.get(student, {}).values(), key=lambda o: o.since))

    def unseen(self, student: StudentId) -> tuple[Outing, ...]:
        """Return forgotten passes since which the student has not been seen."""
        finished = self._finished.get(student, {}).values()
        forgotten = tuple(o for o in finished if o.expired)
        if not forgotten:
            return ()
        # A later pass shows that the student stood at a door again.
        last = max(o.since for o in (*finished, *self.out_with(student)))
        return tuple(o for o in forgotten if o.since == last)

    def count(self) -> int:
        """Return how many passes count as out."""
        return len(self._out)

    def count_to(self, destination: DestinationId) -> int:
        """Return how many passes to `destination` count as out."""
        return self._to[destination]

    def count_from(self, room: RoomId) -> int:
        """Return how many passes from `room` count as out."""
        return self._from[room]

    def outings(self) -> Mapping[PassId, Outing]:
        """Return every pass that counts as out, by id."""
        return self._out


def _discard(
    index: dict[StudentId, dict[PassId, Outing]], student: StudentId, pass_id: PassId
) -> None:
    passes = index.get(student)
    if passes is None:
        return
    passes.pop(pass_id, None)
    if not passes:
        del index[student]
