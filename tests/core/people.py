"""Students at the doors of a rig, and all that an all-seeing eye can hold against the minds."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from kiosk.core.aggregator.conflicts import Breach, started_unasked
from kiosk.core.door import turns
from kiosk.core.door.doorbook import Append, DoorChange, MarkAcked
from kiosk.core.door.inputs import (
    Cancelled,
    CardTapped,
    Chose,
    DoorInput,
    EndMyPassPressed,
    LeaveLinePressed,
    OtherPlacePressed,
    UrgentPressed,
)
from kiosk.core.door.scene import Scene, Screen
from kiosk.core.events import Started
from kiosk.core.ids import CardHash, DoorId, PassId, StudentId
from kiosk.core.protocol import RECOVERING, Grant, Refusal, ToDoor
from kiosk.core.school import GroupMode, School, Student
from tests.core.rig import Rig, RigDoor

VISIT_MS = 90_000
BADGE = CardHash("b" * 64)


@dataclass(slots=True)
class Trip:
    """One pass as it really was: who is out is known by eye."""

    started: Started
    door: RigDoor
    shown_ms: int | None = None
    back_ms: int | None = None

    @property
    def on(self) -> bool:
        """Started with a grant."""
        return not self.started.offline and not self.started.urgent

    @property
    def away(self) -> bool:
        return self.shown_ms is not None and self.back_ms is None


class Eye:
    """Sees every pass as it really was, and keeps what was not as promised."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.rig: Rig
        self.trips: dict[PassId, Trip] = {}
        self.faults: list[str] = []
        self.answers: defaultdict[PassId, set[Grant | Refusal]] = defaultdict(set)
        self.overlaps: list[tuple[Breach, frozenset[PassId]]] = []
        """What staff must hear of: for a capacity, everybody who was away then."""
        self.to_come_back: list[Trip] = []

    def hold(self, promise: str, *, kept: bool, about: object) -> None:
        if not kept:
            self.faults.append(f"{promise} at {self.rig.now_ms} ms: {about}")

    # --- what the rig tells ---------------------------------------------------------------------

    def recorded(self, door: RigDoor, changes: Sequence[DoorChange]) -> None:
        for change in changes:
            match change:
                case Append(Started() as started):
                    self.hold("I7 once", kept=started.id not in self.trips, about=started)
                    self.trips[started.id] = Trip(started, door)
                case MarkAcked(boot, seqs):
                    stream = self.rig.building.journal.streams[door.door, boot]
                    kept = all(stream.has(seq) for seq in seqs)
                    self.hold("I12 durable there", kept=kept, about=change)

    def shown(self, door: RigDoor, scene: Scene) -> None:
        turn = door.mind.session.turn
        if scene.screen is not Screen.OUT or not isinstance(turn, turns.Out):
            return
        trip = self.trips[turn.id]
        if trip.shown_ms is None:
            trip.shown_ms = self.rig.now_ms
            self._went(trip)
            self.to_come_back.append(trip)
        self.hold("I7 shown by one door", kept=trip.door is door, about=trip)

    def answered(self, door: DoorId, message: ToDoor) -> None:
        if isinstance(message, Grant | Refusal) and getattr(message, "reason", "") != RECOVERING:
            said = self.answers[message.id]
            said.add(message)
            self.hold("I9 one answer", kept=len(said) == 1, about=(door, said))

    def decided(self) -> None:
        mind = self.rig.building.mind
        if mind is not None:
            for trip in self.away():
                held = mind.building.record(trip.started.id).held
                self.hold("I4 superset", kept=held or not trip.on, about=trip.started)

    # --- who is out with whom -------------------------------------------------------------------

    def away(self) -> list[Trip]:
        return [trip for trip in self.trips.values() if trip.away]

    def _went(self, trip: Trip) -> None:
        others = [other for other in self.away() if other is not trip]
        for other in others:
            breach = self._breach(trip, other)
            if breach is not None:
                pair = frozenset({trip.started.id, other.started.id})
                self.hold(f"I1, I2 {breach}", kept=not (trip.on and other.on), about=pair)
                self.overlaps.append((breach, pair))
        there = [o for o in others if o.started.destination == trip.started.destination]
        place = self.school.roster.destinations[trip.started.destination]
        self._crowd(Breach.DESTINATION_CAPACITY, [trip, *there], place.capacity)
        self._crowd(Breach.HALL_CAPACITY, [trip, *others], self.school.policy.hall_capacity)

    def _crowd(self, breach: Breach, crowd: list[Trip], most: int | None) -> None:
        if most is None or len(crowd) <= most:
            return
        self.hold(f"I3 {breach}", kept=sum(t.on for t in crowd) <= most, about=crowd)
        self.overlaps.append((breach, frozenset(t.started.id for t in crowd)))

    def _breach(self, one: Trip, two: Trip) -> Breach | None:
        first, second = one.started, two.started
        if first.student == second.student:
            return Breach.SAME_STUDENT
        for group in self.school.roster.groups_by_student.get(first.student, ()):
            near = group.mode is GroupMode.ANYWHERE or first.destination == second.destination
            if second.student in group.members and near:
                return Breach.ENCOUNTER
        return None

    # --- at rest --------------------------------------------------------------------------------

    def at_rest(self) -> None:
        """Check what must hold once all is well again (I5, I6, I8)."""
        mind = self.rig.building.mind
        assert mind is not None
        taken = {(e.door, e.boot, e.seq): e for e, _ in self.rig.building.journal.feed.values()}
        open_somewhere: set[PassId] = set()
        for door in self.rig.doors.values():
            state = door.mind.state
            for event in door.journal.events.values():
                kept = taken.get((event.door, event.boot, event.seq)) == event
                self.hold("I5 no loss", kept=kept, about=event)
            outbox = len(state.outbox)
            self.hold("I8 outbox empty", kept=outbox == 0, about=(door.door, outbox))
            self.hold("I8 nothing pending", kept=not state.pending, about=state.pending)
            open_somewhere |= state.open.keys()
            same = door.journal.open.keys() == state.open.keys()
            self.hold("I10 memory as on disk", kept=same, about=door.door)
        for record in mind.building.held():
            kept = record.in_doubt or (record.start is not None and record.id in open_somewhere)
            self.hold("I8 held by somebody", kept=kept, about=record)
        self.hold("nobody left out", kept=not self.away(), about=self.away())
        said = mind._watch._reported
        for breach, ids in self.overlaps:
            told = any(kind is breach and pair & ids for pair, kind in said)
            if breach in (Breach.SAME_STUDENT, Breach.ENCOUNTER):
                told = (ids, breach) in said
            about = [(breach, self.trips[i].started) for i in sorted(ids)]
            self.hold("I6 staff hear of it", kept=told, about=about)
        for trip in self.trips.values():
            record = mind.building.record(trip.started.id)
            kept = trip.on != started_unasked(record)
            self.hold("a grant is known to be one", kept=kept, about=record)


class People:
    """Students who want out, and friends who try their cards at other doors."""

    def __init__(self, rig: Rig, eye: Eye) -> None:
        self.rig, self.eye = rig, eye
        self.restless = True
        self._busy: set[StudentId] = set()

    def wander(self) -> None:
        """Let somebody come to some door, again and again."""
        if not self.restless:
            return
        rng = self.rig.rng
        self.rig.after(rng.randint(200, 5_000), self.wander)
        who = rng.choice(list(self.rig.school.roster.students.values()))
        doors = list(self.rig.doors.values())
        own = [door for door in doors if door.room in who.rooms]
        door = rng.choice(own if rng.random() < 0.7 else doors)
        if who.id not in self._busy or door not in own:
            self._busy.add(who.id)
            until_ms = self.rig.now_ms + rng.randint(10_000, VISIT_MS)
            self._ask(who, door, until_ms)

    def come_back(self) -> None:
        """Let everybody who has gone come back after a while."""
        for trip in self.eye.to_come_back:
            rng, until_ms = self.rig.rng, self.rig.now_ms + 2 * VISIT_MS
            at = trip.door if rng.random() < 0.7 else rng.choice(list(self.rig.doors.values()))
            self.rig.after(rng.randint(4_000, 60_000), partial(self._back, trip, at, until_ms))
        self.eye.to_come_back.clear()
        self.rig.after(500, self.come_back)

    def tidy(self) -> None:
        """Let students who never left end passes that were recorded and never shown."""
        for door in self.rig.doors.values():
            for opened in list(door.mind.state.open.values()):
                mind = self.rig.building.mind
                kept = mind is not None and mind.building.record(opened.id).held
                self.eye.hold("I8 closed", kept=kept, about=opened)
                who = self.rig.school.roster.students[opened.student]
                self._tap(who, door)

    def _ask(self, who: Student, door: RigDoor, until_ms: int) -> None:
        if self.rig.now_ms > until_ms or self._out_from(who, door):
            self._touch(who, door, Cancelled())
            self._busy.discard(who.id)
            return
        self.rig.after(self.rig.rng.randint(150, 2_500), partial(self._ask, who, door, until_ms))
        scene, dice = door.scene, self.rig.rng.random()
        if scene is None:
            return
        if scene.student != who.label:
            self._tap(who, door)
            return
        match scene.screen:
            case Screen.CHOOSE if dice < 0.06:
                self._touch(who, door, UrgentPressed())
            case Screen.CHOOSE if dice > 0.05:
                self._touch(who, door, Chose(self.rig.rng.choice(scene.tiles).destination))
            case Screen.CHECKING | Screen.ASK_TEACHER if dice < 0.1:
                self._touch(who, door, Cancelled())
            case Screen.CHECKING if dice < 0.3:
                self._tap(who, door)
            case Screen.ASK_TEACHER if dice > 0.6:
                door.give(CardTapped(BADGE, door.mono_ms()))
            case Screen.OUT_ELSEWHERE:
                self._touch(who, door, Cancelled())
            case Screen.IN_LINE if dice < 0.2:
                self._touch(who, door, LeaveLinePressed())
            case Screen.IN_LINE if dice < 0.5:
                self._touch(who, door, OtherPlacePressed())
            case Screen.YOUR_TURN if dice < 0.8:
                self._tap(who, door)

    def _back(self, trip: Trip, at: RigDoor, until_ms: int) -> None:
        """Tap at a door, mostly the own one, until the pass is over."""
        who = self.rig.school.roster.students[trip.started.student]
        if trip.back_ms is None:
            trip.back_ms = self.rig.now_ms
        if at.keeper is not None and at.scene is not None:
            turn = at.mind.session.turn
            if isinstance(turn, turns.OutElsewhere) and turn.out.id == trip.started.id:
                self._touch(who, at, EndMyPassPressed())
            elif at.scene.student == who.label and at.scene.screen is not Screen.OUT:
                self._touch(who, at, Cancelled())
            else:
                self._tap(who, at)
        mind = self.rig.building.mind
        over = mind is not None and not mind.building.record(trip.started.id).held
        if not over and self.rig.now_ms < until_ms:
            wait_ms = self.rig.rng.randint(3_100, 6_000)
            self.rig.after(wait_ms, partial(self._back, trip, at, until_ms))

    def _out_from(self, who: Student, door: RigDoor) -> bool:
        return any(t.door is door and t.started.student == who.id for t in self.eye.away())

    def _tap(self, who: Student, door: RigDoor) -> None:
        # Nobody ends a pass with the card of somebody who is still away with it.
        if not self._out_from(who, door):
            door.give(CardTapped(next(iter(who.cards)), door.mono_ms()))

    def _touch(self, who: Student, door: RigDoor, touch: DoorInput) -> None:
        if door.scene is not None and door.scene.student == who.label:
            door.give(touch)
