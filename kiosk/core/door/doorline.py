"""Who waits in line at one door, as the aggregator says it; nothing here outlives the program."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.core.door.inputs import Moment
from kiosk.core.ids import DestinationId, OccurrenceId, PassId, StaffId, StudentId
from kiosk.core.protocol import Call, PlaceInLine, Request

MS = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Called:
    """A place is kept for the student: one tap accepts it."""

    until: datetime
    """As the aggregator says it: the same call said again has the same."""
    since_ms: int
    closes_ms: int


@dataclass(frozen=True, slots=True)
class InLine:
    """One student who waits here."""

    id: PassId
    """The refused request's, which the accepting one names."""
    student: StudentId
    label: str
    destination: DestinationId
    place: int
    """1 is next."""
    since_ms: int
    """When this door learnt of it: an older word of the aggregator can't know of it yet."""
    approved_by: StaffId | None = None
    appointment: OccurrenceId | None = None
    called: Called | None = None

    def called_at(self, mono_ms: int) -> bool:
        """Say whether the call stood on the screen at that moment."""
        called = self.called
        return called is not None and called.since_ms <= mono_ms < called.closes_ms


class DoorLine:
    """This door's part of all lines."""

    def __init__(self) -> None:
        self._waiting: dict[PassId, InLine] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def join(self, asked: Request, label: str, place: int, moment: Moment) -> None:
        """The aggregator has put a student of this door in line."""
        self.leave(asked.student)
        self._waiting[asked.id] = InLine(
            asked.id,
            asked.student,
            label,
            asked.destination,
            place,
            moment.mono_ms,
            asked.approved_by,
            asked.appointment,
        )

    def leave(self, student: StudentId) -> None:
        """Forget where a student waits."""
        for found in [w.id for w in self._waiting.values() if w.student == student]:
            del self._waiting[found]

    def of(self, student: StudentId) -> InLine | None:
        """Return where a student waits."""
        return next((w for w in self._waiting.values() if w.student == student), None)

    def learn(self, told: Iterable[PlaceInLine], asked_ms: int, moment: Moment) -> None:
        """Take the aggregator's word of who waits here, given to a heartbeat sent at `asked_ms`."""
        kept = {w.id: w for w in self._waiting.values() if w.since_ms >= asked_ms}
        for one in told:
            before = self._waiting.get(one.id)
            kept[one.id] = (
                replace(before, place=one.place, label=one.label)
                if before
                else InLine(
                    one.id,
                    one.student,
                    one.label,
                    one.destination,
                    one.place,
                    moment.mono_ms,
                    one.approved_by,
                    one.appointment,
                )
            )
        self._waiting = kept

    def call(self, call: Call, within: timedelta, moment: Moment) -> InLine | None:
        """Take a call; return whom to call if it is a new one for somebody who waits here."""
        waiting = self._waiting.get(call.id)
        if waiting is None or (waiting.called and waiting.called.until == call.until):
            return None
        # Without a clock, or with one that is off, the whole time counts from now.
        left = min(call.until - moment.now, within) if moment.clock_known else within
        if left <= timedelta():
            return None
        called = Called(call.until, moment.mono_ms, moment.mono_ms + left // MS)
        self._waiting[call.id] = replace(waiting, called=called)
        return self._waiting[call.id]

    def called_now(self, mono_ms: int) -> InLine | None:
        """Return who is called, the first if there are several."""
        found = [w for w in self._waiting.values() if w.called_at(mono_ms)]
        return min(found, key=lambda w: (w.called.since_ms if w.called else 0, w.id), default=None)

    def wakes_ms(self, mono_ms: int) -> int | None:
        """Return when a call runs out."""
        found = [w.called.closes_ms for w in self._waiting.values() if w.called]
        return min((ms for ms in found if ms > mono_ms), default=None)
