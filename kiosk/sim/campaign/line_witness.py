"""Sees that lines are served as promised (decision record 9), by an account of its own.

It learns who waits from answers and events, as the aggregator must after a start, and who was
called from what is said to doors. Objections of rules are asked of the real rulebook: what is held
to a promise here is whom the aggregator calls, not the rules.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.buildingbook import Answered, PutAnswer, PutEvent, PutHolds
from kiosk.core.aggregator.calling import ask_of
from kiosk.core.aggregator.coordination import (
    Broadcast,
    BuildingCommand,
    PublishDoor,
    Record,
    Reply,
)
from kiosk.core.aggregator.coordinator import Coordinator
from kiosk.core.aggregator.line import ACCEPT_GRACE, KeptHalls, Place, PlaceKind, place_for
from kiosk.core.events import Abandoned, Approved, Declined, LeftLine, PassEvent, Started
from kiosk.core.halls import HallsView, Outing
from kiosk.core.ids import DestinationId, PassId, RoomId, StaffId, StudentId
from kiosk.core.protocol import Call, EpochBeat, Grant, Refusal, Request
from kiosk.core.rule import Holds, Ruling
from kiosk.core.rulebook import decide

Hold = Callable[..., None]
"""`Witness.hold`: keeps a promise that was broken."""


@dataclass(frozen=True, slots=True)
class Wait:
    """One student who stands in a line."""

    request: Request
    place: Place
    joined: int
    lapses: datetime | None
    """When the lesson ends: nobody stands in a line any more that began before the bell."""
    misses: int = 0
    until: datetime | None = None
    """Until when a place is kept."""

    @property
    def order(self) -> tuple[int, int]:
        """Return what those in one line are called by: who missed a call lets others go first."""
        return self.misses, self.joined

    def has_lapsed(self, now: datetime) -> bool:
        """Say whether the bell has ended the wait."""
        return self.lapses is not None and self.lapses <= now


class LineWitness:
    """Follows every batch of one aggregator after another."""

    def __init__(self, hold: Hold) -> None:
        self._hold = hold
        self._mind: Coordinator | None = None
        self._waits: dict[StudentId, Wait] = {}
        self._joined = 0
        self._holds = Holds()
        self._free: set[StudentId] = set()
        """Who could have gone when the last beat was over, and was not called."""
        self._approved: dict[PassId, StaffId] = {}
        """Who was said yes to in this batch, and stands in no line when it is over."""
        self.calls = 0

    def decided(
        self, mind: Coordinator, commands: Sequence[BuildingCommand], now: datetime
    ) -> None:
        """Take one batch in, in its order, and hold it to the promises."""
        if mind is not self._mind:
            self._begin_with(mind)
            return
        beat = any(isinstance(c, Broadcast) and isinstance(c.message, EpochBeat) for c in commands)
        if beat:
            self._lapse(now)
        self._approved = {}
        called: list[tuple[Wait, int]] = []
        for command in commands:
            match command:
                case Record(changes):
                    for change in changes:
                        if self._changed(mind.building, change, now):
                            called.clear()
                case Reply(message=Call() as call):
                    called += self._called(mind, call)
                case PublishDoor():
                    # A door came back: whom it would have let go was not known to be there.
                    called.clear()
                case _:
                    pass
        for wait, joined in called:
            self._check_call(mind.building, wait, now, joined)
        self._check_all_stand(mind)
        if beat:
            self._check_free(mind, now)

    def _begin_with(self, mind: Coordinator) -> None:
        """Take over what another life has found; calls are made anew."""
        self._mind = mind
        self._holds = mind.building.holds
        self._waits, self._free = {}, set()
        for waiting in mind.building.line.in_order():
            self._joined += 1
            until, lapses = waiting.until, waiting.lapses
            wait = Wait(waiting.request, waiting.place, self._joined, lapses, 0, until)
            self._waits[waiting.request.student] = wait

    def _lapse(self, now: datetime) -> None:
        for student, wait in list(self._waits.items()):
            if wait.until is not None and wait.until + ACCEPT_GRACE <= now:
                self._waits[student] = replace(wait, until=None, misses=wait.misses + 1)
            elif wait.until is None and wait.has_lapsed(now):
                del self._waits[student]

    # --- what happened --------------------------------------------------------------------------

    def _changed(self, building: Building, change: object, now: datetime) -> bool:
        """Take a change in; return whether it may change who can go."""
        match change:
            case PutHolds(holds):
                self._holds = holds
            case PutAnswer(answered):
                self._answered(building, answered, now)
                return isinstance(answered.answer, Grant)
            case PutEvent(event=event):
                self._happened(building, event)
            case _:
                return False
        return True

    def _answered(self, building: Building, answered: Answered, now: datetime) -> None:
        asked, said = answered.request, answered.answer
        before = self._waits.pop(asked.student, None)
        if isinstance(said, Grant):
            self._granted(building, asked)
            return
        place = place_for(said.reason, asked) if _in_line(said) else None
        if place is None:
            return
        self._joined += 1
        lesson = building.school.schedule.lesson_at(now)
        wait = Wait(asked, place, self._joined, lesson.ends if lesson else None)
        if before is not None and before.place == place and not before.has_lapsed(now):
            wait = replace(wait, joined=before.joined, misses=before.misses)
        self._waits[asked.student] = wait

    def _happened(self, building: Building, event: PassEvent) -> None:
        match event:
            case Approved(id=pass_id, staff=staff):
                # Whose yes is believed is the aggregator's to say; the line is ours to follow.
                joined = building.line.by_id(pass_id)
                if joined is None:
                    # The batch may have let the student stand there, be called, ask anew and go.
                    self._approved[pass_id] = staff
                elif joined.request.student not in self._waits:
                    self._joined += 1
                    wait = Wait(joined.request, joined.place, self._joined, joined.lapses)
                    self._waits[joined.request.student] = wait
            case Declined(id=pass_id) if building.line.by_id(pass_id) is not None:
                # Not believed, for whose word it is.
                pass
            case LeftLine(id=pass_id) | Abandoned(id=pass_id) | Declined(id=pass_id):
                for student, wait in list(self._waits.items()):
                    if wait.request.id == pass_id:
                        del self._waits[student]
            case Started(student=student):
                self._waits.pop(student, None)
            case _:
                pass

    def _granted(self, building: Building, asked: Request) -> None:
        holds = self._holds
        frozen = asked.origin in holds.rooms or asked.destination in holds.destinations
        frozen = frozen or asked.student in holds.students
        # An adult goes past a freeze, and past capacity; nobody past a hold.
        stopped = holds.hold or (frozen and not asked.override)
        self._hold("hold and freeze stop grants", kept=not stopped, about=(asked, holds))
        destination = building.school.roster.destinations.get(asked.destination)
        most = destination.capacity if destination else None
        if most is None or asked.override:
            return
        out = [o for o in building.halls.outings().values() if o.destination == asked.destination]
        if any(_went_unasked(building, outing) for outing in out):
            # Urgent and alone they go past every capacity; places can be kept no more then.
            return
        # The batch is over: who was called before this and has come since is out already.
        gone = {outing.student for outing in out}
        kept = [
            asks
            for asks in self._kept(asked.student)
            if asks.destination == asked.destination and asks.student not in gone
        ]
        fits = len(out) + len(kept) <= most
        self._hold("a kept place is not given away", kept=fits, about=(asked, kept))

    def _called(self, mind: Coordinator, call: Call) -> list[tuple[Wait, int]]:
        """Take a call in; return whom it calls if it is a new one, and who had joined by then."""
        found = next((w for w in self._waits.values() if w.request.id == call.id), None)
        if found is None:
            stood = call.id in self._approved and call.approved_by == self._approved[call.id]
            self._hold("who is called stands in line", kept=stood, about=call)
            return []
        if found.until is not None:
            return []
        self.calls += 1
        most = mind.building.school.policy.calls_max
        kept = found.misses < most
        self._hold("nobody is called more often than calls_max", kept=kept, about=found)
        wait = replace(found, until=call.until)
        self._waits[found.request.student] = wait
        return [(wait, self._joined)]

    # --- promises -------------------------------------------------------------------------------

    def _check_call(self, building: Building, wait: Wait, now: datetime, joined: int) -> None:
        free = self._may_go(building, wait, now, self._seen_by(building, wait))
        self._hold("nobody is called while a rule objects", kept=free, about=wait)
        for other in self._waits.values():
            before = other.until is None and other.place == wait.place and other.order < wait.order
            # Who asked later in the batch was not there yet.
            if (
                not before
                or other.joined > joined
                or other.has_lapsed(now)
                or not building.door_info(other.request.door).online
            ):
                continue
            # That there was room is shown by the call: only what else stands against it counts.
            kept = tuple(self._kept(other.request.student))
            alone = _Roomy(building.halls, kept, wait.place[0])
            passed = not self._may_go(building, other, now, alone)
            self._hold("who waits longest is called first", kept=passed, about=(other, wait))

    def _check_all_stand(self, mind: Coordinator) -> None:
        standing = {w.request.student for w in mind.building.line.in_order()}
        thrown_out = self._waits.keys() - standing
        self._hold("nobody is thrown out of line", kept=not thrown_out, about=sorted(thrown_out))

    def _check_free(self, mind: Coordinator, now: datetime) -> None:
        """Look for who could have gone at two beats in a row."""
        building, before = mind.building, self._free
        self._free = set()
        if building.barrier is not None:
            return
        for student, wait in self._waits.items():
            heard = building.door_info(wait.request.door).online
            if wait.until is None and heard:
                seen = self._seen_by(building, wait)
                if self._may_go(building, wait, now, seen):
                    self._free.add(student)
        kept = not self._free & before
        about = sorted(self._free & before)
        self._hold("nobody waits for a place that is free", kept=kept, about=about)

    def _may_go(self, building: Building, wait: Wait, now: datetime, halls: HallsView) -> bool:
        # What the tap would ask that accepts the call.
        ask = ask_of(building, replace(wait.request, after=wait.request.id), now)
        facts = replace(building.facts(now, ask), halls=halls)
        return decide(building.rulebook, ask, facts).ruling is Ruling.ALLOW

    def _kept(self, but_for: StudentId) -> list[Request]:
        return [
            w.request
            for w in self._waits.values()
            if w.until is not None and w.request.student != but_for
        ]

    def _seen_by(self, building: Building, wait: Wait) -> HallsView:
        kept = tuple(self._kept(wait.request.student))
        return KeptHalls(building.halls, kept)


@dataclass(frozen=True, slots=True)
class _Roomy(KeptHalls):
    """The halls as if there were room in what a line leads to."""

    kind: PlaceKind

    def count(self) -> int:
        return 0

    def count_to(self, destination: DestinationId) -> int:
        room = self.kind is PlaceKind.DESTINATION
        return 0 if room else KeptHalls.count_to(self, destination)

    def count_from(self, room: RoomId) -> int:
        return 0 if self.kind is PlaceKind.ROOM else KeptHalls.count_from(self, room)


def _in_line(said: Refusal) -> bool:
    return said.place is not None


def _went_unasked(building: Building, outing: Outing) -> bool:
    record = building.record(outing.id)
    started = record.started
    if record.granted is None or record.granted.request.override:
        return True
    return started is not None and (started.urgent or started.offline or started.override)
