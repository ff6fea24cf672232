"""Requests that wait for an adult's yes away from the door, and what a yes or a no does to them.

A yes puts the request into the line as approved, and the line calls it as limits allow; so nothing
here starts a pass. Like the line it is not stored but replayed, from answers and events.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.core.aggregator.line import WAIT_MAX, Line, PlaceKind
from kiosk.core.aggregator.ownhand import OWN_DOOR
from kiosk.core.events import Abandoned, Approved, Declined, LeftLine, PassEvent, Started
from kiosk.core.ids import DoorId, PassId, StaffId, StudentId
from kiosk.core.protocol import Grant, Refusal, Request, WireRuling
from kiosk.core.school import Approval, School

ASKED_MAX = 300
"""Requests that wait for a yes in one building: more than its staff could read before the bell."""
DECLINED_TOLD = timedelta(minutes=2)
"""How long a door is told of a no: by then the page that waited for it has closed."""


@dataclass(frozen=True, slots=True)
class AskedForYes:
    """One request that waits."""

    request: Request
    reason: str
    """The code that the student was shown."""
    since: datetime
    lapses: datetime
    """The end of the lesson: after that nobody stands at that door any more."""


@dataclass(frozen=True, slots=True)
class _No:
    """One no, and whom to tell of it."""

    door: DoorId
    at: datetime
    why: str | None
    """A reason's code."""


class Approvals:
    """Who waits for a yes; a student's newest answer counts, as in the line."""

    def __init__(self, school: School, knows_staff: Callable[[StaffId], bool]) -> None:
        self._schedule, self._roster = school.schedule, school.roster
        self._knows_staff = knows_staff
        self._asked: dict[StudentId, AskedForYes] = {}
        self._declined: dict[PassId, _No] = {}

    def __len__(self) -> int:
        return len(self._asked)

    def answered(self, asked: Request, answer: Grant | Refusal, at: datetime) -> None:
        """Take in an answer: one that asks for a yes waits, any other ends that wait."""
        self.drop(asked.student)
        if isinstance(answer, Grant) or answer.ruling is not WireRuling.APPROVE:
            return
        if len(self._asked) < ASKED_MAX:
            lesson = self._schedule.lesson_at(at)
            lapses = lesson.ends if lesson else at + WAIT_MAX
            self._asked[asked.student] = AskedForYes(asked, answer.reason, at, lapses)

    def take(self, event: PassEvent, at: datetime, line: Line) -> DoorId | None:
        """Take in what an event says; return the door to tell of a yes or a no."""
        match event:
            case Approved(id=pass_id, staff=staff):
                found = self.by_id(pass_id)
                if found is None or found.lapses <= at or not self._believed(event, found.request):
                    return None
                self.drop(found.request.student)
                # An appointment would have had its maker's yes: this one is not near, or is none.
                approved = replace(found.request, approved_by=staff, appointment=None)
                line.join(approved, (PlaceKind.APPROVED, ""), at)
                return found.request.door
            case Declined(id=pass_id, why=why):
                asked = self._may_decline(pass_id, line)
                if asked is None or not self._believed(event, asked):
                    return None
                self.drop(asked.student)
                line.drop(asked.student)
                self._declined[pass_id] = _No(asked.door, at, why)
                return asked.door
            case LeftLine(id=pass_id) | Abandoned(id=pass_id):
                gone = self.by_id(pass_id)
                if gone is not None:
                    self.drop(gone.request.student)
            case Started(student=student):
                self.drop(student)
            case _:
                pass
        return None

    def drop(self, student: StudentId) -> None:
        """Let a student wait no more, who was answered otherwise or has gone."""
        self._asked.pop(student, None)

    def time_passes(self, now: datetime) -> None:
        """Let waits run out."""
        for student, waiting in list(self._asked.items()):
            if waiting.lapses <= now:
                del self._asked[student]
        for pass_id, no in list(self._declined.items()):
            if now - no.at > DECLINED_TOLD:
                del self._declined[pass_id]

    def by_id(self, pass_id: PassId) -> AskedForYes | None:
        """Return who waits with the request `pass_id`."""
        return next((w for w in self._asked.values() if w.request.id == pass_id), None)

    def in_order(self) -> list[AskedForYes]:
        """Return everybody, first come first."""
        return sorted(self._asked.values(), key=lambda w: (w.since, w.request.id))

    def declined_at(self, door: DoorId) -> tuple[PassId, ...]:
        """Return the requests of a door that have lately found a no."""
        return tuple(pass_id for pass_id, no in self._declined.items() if no.door == door)

    def why_declined(self, ids: Iterable[PassId]) -> Mapping[PassId, str]:
        """Return the reasons that staff gave for those of `ids` that have lately found a no."""
        found = {pass_id: self._declined[pass_id].why for pass_id in ids}
        return {pass_id: why for pass_id, why in found.items() if why is not None}

    def _may_decline(self, pass_id: PassId, line: Line) -> Request | None:
        """Return the request that waits for a yes, or has one and waits to be let go."""
        found = self.by_id(pass_id)
        if found is not None:
            return found.request
        waiting = line.by_id(pass_id)
        approved = waiting is not None and waiting.place[0] is PlaceKind.APPROVED
        return waiting.request if waiting is not None and approved else None

    def _believed(self, event: Approved | Declined, asked: Request) -> bool:
        """Say whether it comes from where this may be said, by somebody we know."""
        if isinstance(event, Declined) and event.staff is None:
            return event.door == asked.door and event.student == asked.student
        if event.door == OWN_DOOR:
            return True
        place = self._roster.destinations.get(asked.destination)
        room = self._roster.room_by_door.get(event.door)
        if room is None or event.staff is None or not self._knows_staff(event.staff):
            return False
        # The destination's own staff may always say yes; the origin's only where it is theirs to.
        at_destination = place is not None and place.room == room.id
        theirs = place is None or place.approval is Approval.ORIGIN
        return at_destination or (theirs and event.door == asked.door)
