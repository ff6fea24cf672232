"""The lines: who waits for which place, who is called, and which places are kept for them.

The aggregator keeps one line for each place: a destination, a room, the hall. All that must survive
a restart is in the answers and events that are kept anyway, and is replayed from there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum, unique

from kiosk.core.events import Abandoned, LeftLine, PassEvent, Started
from kiosk.core.halls import HallsView, Outing
from kiosk.core.ids import DestinationId, DoorId, PassId, RoomId, StaffId, StudentId
from kiosk.core.protocol import Grant, Refusal, Request
from kiosk.core.rules.destination_capacity import DestinationCapacity
from kiosk.core.rules.room_limit import RoomLimit
from kiosk.core.schedule import Schedule
from kiosk.core.words import HALL_FULL

IN_LINE_MAX = 300
"""Students in all lines of a building: more could not be served before the bell, and each is looked
at whenever a place may be free. Those beyond it are asked to try again."""
WAIT_MAX = timedelta(hours=1)
"""How long somebody waits where no bell ends the wait: who asked that long ago is elsewhere."""
ACCEPT_GRACE = timedelta(seconds=5)
"""How much longer than the door says a place is kept: an acceptance may be under way."""


@unique
class PlaceKind(StrEnum):
    """What a student can wait for."""

    ROOM = "room"
    DESTINATION = "destination"
    HALL = "hall"
    APPROVED = "approved"
    """An adult has said yes, and nothing else is known to object: called once all rules allow."""


Place = tuple[PlaceKind, str]
"""One place that a line leads to, by kind and token."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One student in line."""

    request: Request
    """The refused one: its id is the key of the place in line."""
    place: Place
    n: int
    """Order of joining; not the time, because a clock may be set back."""
    lapses: datetime
    """The end of the lesson: after that nobody stands at that door any more."""
    joined: datetime
    """Since when the student waits; lines go by `n`."""
    missed: int = 0
    """Calls that were not accepted in time: who missed one lets the others go first."""
    until: datetime | None = None
    """Until when a place is kept; None while not called."""
    yes_at: datetime | None = None
    """When the adult's yes that the request bears was given."""

    @property
    def may_be_held_back(self) -> bool:
        """Say whether a private finding leads to this line: the hall's, or with a yes the other."""
        return self.place[0] in {PlaceKind.HALL, PlaceKind.APPROVED}

    @property
    def order(self) -> tuple[int, int]:
        """Return what lines are sorted by: who joined first, across all rooms."""
        return self.missed, self.n


def place_for(reason: str, asked: Request) -> Place | None:
    """Return the place to wait for after a WAIT for `reason`; None if there is no line for it."""
    places: Mapping[str, Place] = {
        RoomLimit.reason.code: (PlaceKind.ROOM, asked.origin),
        DestinationCapacity.reason.code: (PlaceKind.DESTINATION, asked.destination),
        # A private rule borrows this reason, and with it this line.
        HALL_FULL.code: (PlaceKind.HALL, ""),
    }
    return places.get(reason)


class Line:
    """Every line of one building; a student stands in one at most."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._waiting: dict[StudentId, Waiting] = {}
        self._joined = 0

    def __len__(self) -> int:
        return len(self._waiting)

    # --- joining and leaving --------------------------------------------------------------------

    def join(self, asked: Request, place: Place, now: datetime) -> int | None:
        """Put the student in line; return the place in it, None if too many wait already.

        Who stood in this line before keeps that place, whatever door it is asked at.
        """
        before = self._waiting.pop(asked.student, None)
        if len(self._waiting) >= IN_LINE_MAX:
            return None
        self._joined += 1
        lesson = self._schedule.lesson_at(now)
        lapses = lesson.ends if lesson else now + WAIT_MAX
        yes_at = self.yes_since(before, asked.approved_by, now)
        waiting = Waiting(asked, place, self._joined, lapses, now, yes_at=yes_at)
        if before is not None and before.place == place and before.lapses > now:
            waiting = replace(waiting, n=before.n, missed=before.missed, joined=before.joined)
        elif before is not None and before.may_be_held_back and waiting.may_be_held_back:
            # A yes to who waits for the hall: it is the same wait that goes on.
            waiting = replace(waiting, joined=before.joined)
        self._waiting[asked.student] = waiting
        return self.number(waiting)

    def answered(self, asked: Request, answer: Grant | Refusal, at: datetime) -> None:
        """Take in an answer: a student's newest one says where that student waits, if at all."""
        place = None
        if isinstance(answer, Refusal) and answer.place is not None:
            place = place_for(answer.reason, asked)
        if place is None:
            self.drop(asked.student)
        else:
            self.join(asked, place, at)

    def drop(self, student: StudentId) -> None:
        """Take a student out of line, who was answered otherwise or has gone."""
        self._waiting.pop(student, None)

    def take(self, event: PassEvent) -> None:
        """Take in what an event says about a line."""
        match event:
            case LeftLine(id=pass_id) | Abandoned(id=pass_id):
                found = self.by_id(pass_id)
                if found is not None:
                    self.drop(found.request.student)
            case Started(student=student):
                self.drop(student)
            case _:
                pass

    @staticmethod
    def yes_since(
        before: Waiting | None, approved_by: StaffId | None, now: datetime
    ) -> datetime | None:
        """Return when the yes was given that a request bears; it may come along from the line."""
        if approved_by is None:
            return None
        same = before is not None and before.request.approved_by == approved_by
        return before.yes_at if before is not None and same else now

    # --- looking --------------------------------------------------------------------------------

    def by_id(self, pass_id: PassId) -> Waiting | None:
        """Return who waits with the refused request `pass_id`."""
        return next((w for w in self._waiting.values() if w.request.id == pass_id), None)

    def of(self, student: StudentId) -> Waiting | None:
        """Return where a student waits."""
        return self._waiting.get(student)

    def in_order(self) -> list[Waiting]:
        """Return everybody, first come first."""
        return sorted(self._waiting.values(), key=lambda w: w.order)

    def number(self, waiting: Waiting) -> int:
        """Return the place in line: 1 is next. Who is called already does not count."""
        ahead = (
            w.until is None and w.place == waiting.place and w.order < waiting.order
            for w in self._waiting.values()
        )
        return 1 + sum(ahead)

    def at(self, door: DoorId) -> list[Waiting]:
        """Return those who asked at `door`."""
        return [w for w in self.in_order() if w.request.door == door]

    def lengths(self) -> dict[DestinationId, int]:
        """Return how many wait for each destination."""
        found: dict[DestinationId, int] = {}
        for waiting in self._waiting.values():
            kind, token = waiting.place
            if kind is PlaceKind.DESTINATION and waiting.until is None:
                place = DestinationId(token)
                found[place] = found.get(place, 0) + 1
        return dict(sorted(found.items()))

    # --- calls ----------------------------------------------------------------------------------

    def call(self, waiting: Waiting, until: datetime) -> None:
        """Keep a place for a student until then."""
        self._waiting[waiting.request.student] = replace(waiting, until=until)

    def called(self) -> list[Waiting]:
        """Return those for whom a place is kept."""
        return [w for w in self.in_order() if w.until is not None]

    def time_passes(self, now: datetime, calls_max: int) -> list[Waiting]:
        """Let calls and waits run out; return who has missed the last call."""
        out = []
        for student, waiting in list(self._waiting.items()):
            if waiting.until is not None and waiting.until + ACCEPT_GRACE <= now:
                missed = replace(waiting, until=None, missed=waiting.missed + 1)
                self._waiting[student] = missed
                if missed.missed >= calls_max:
                    out.append(missed)
            elif waiting.until is None and waiting.lapses <= now:
                del self._waiting[student]
        return out

    def seen_by(self, halls: HallsView, student: StudentId | None) -> HallsView:
        """Return the halls as `student`, or None anybody, finds them: with kept places taken."""
        kept = tuple(
            w.request
            for w in self._waiting.values()
            if w.until is not None and w.request.student != student
        )
        return KeptHalls(halls, kept) if kept else halls


@dataclass(frozen=True, slots=True)
class KeptHalls:
    """The halls with a student more for each place that is kept: it can only refuse others."""

    halls: HallsView
    kept: tuple[Request, ...]

    def out_with(self, student: StudentId) -> tuple[Outing, ...]:
        """Return the passes with which `student` counts as out; a kept place is none."""
        return self.halls.out_with(student)

    def finished(self, student: StudentId) -> tuple[Outing, ...]:
        """Return the student's ended passes."""
        return self.halls.finished(student)

    def unseen(self, student: StudentId) -> tuple[Outing, ...]:
        """Return forgotten passes since which the student has not been seen."""
        return self.halls.unseen(student)

    def count(self) -> int:
        """Return how many are out or about to be."""
        return self.halls.count() + len(self.kept)

    def count_to(self, destination: DestinationId) -> int:
        """Return how many are out to `destination` or about to be."""
        kept = sum(asked.destination == destination for asked in self.kept)
        return self.halls.count_to(destination) + kept

    def count_from(self, room: RoomId) -> int:
        """Return how many are out from `room` or about to be."""
        return self.halls.count_from(room) + sum(asked.origin == room for asked in self.kept)
