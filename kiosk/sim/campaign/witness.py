"""The all-seeing eye: knows who is really out, and keeps every promise that was broken.

A promise is named as in the protocol's invariants (I1, I2, ...). Where a disk lied or went back the
record can't know everything at once; what is then excused is said where it is.
"""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.buildingbook import (
    BuildingChange,
    PutAlert,
    PutAnswer,
    PutBarrier,
    PutDayCode,
    PutEvent,
    PutPinTries,
)
from kiosk.core.aggregator.conflicts import Breach
from kiosk.core.aggregator.coordination import BuildingCommand, Reply
from kiosk.core.door import turns
from kiosk.core.door.commands import Record
from kiosk.core.door.doorbook import Append, MarkAcked
from kiosk.core.door.scene import Scene, Screen
from kiosk.core.events import Ended, EndedHow, PassEvent, Started
from kiosk.core.ids import BootId, DoorId, PassId, StudentId
from kiosk.core.pins import CheckPin
from kiosk.core.policy import WhenAlone
from kiosk.core.ports import WireMessage
from kiosk.core.protocol import RECOVERING, Ack, Grant, Pin, PinResult, Refusal
from kiosk.core.school import GroupMode, School
from kiosk.core.schoolparts import RosterPart
from kiosk.sim.campaign.building_disk import Place
from kiosk.sim.campaign.gap_witness import GapWitness
from kiosk.sim.campaign.limit_witness import LimitWitness
from kiosk.sim.campaign.line_witness import LineWitness
from kiosk.sim.campaign.patience import Patience
from kiosk.sim.campaign.pin_witness import PinWitness
from kiosk.sim.campaign.schools import SECRETS
from kiosk.sim.campaign.sim_building import SimBuilding
from kiosk.sim.campaign.sim_door import SimDoor
from kiosk.sim.campaign.telling import is_noise, told
from kiosk.sim.campaign.walk import Walk
from kiosk.sim.campaign.world import World

BROKEN_MAX = 20
"""Broken promises kept of one seed: the first ones tell, the rest follow from them."""


class Witness:
    """Sees every commit, answer and page."""

    def __init__(self, world: World, school: School) -> None:
        self.world, self.school = world, school
        self.building: SimBuilding
        self.doors: dict[DoorId, SimDoor]
        self.broken: list[str] = []
        self.walks: dict[PassId, Walk] = {}
        self.away: dict[PassId, Walk] = {}
        self.overlaps: list[tuple[Breach, frozenset[PassId]]] = []
        """What staff must hear of: for a capacity, everybody who was away then."""
        self.to_come_back: list[Walk] = []
        self.recorded_at_doors: dict[Place, PassEvent] = {}
        self.taken: set[Place] = set()
        """Every event that was ever durable at the aggregator."""
        self.alerts: list[AlertRow] = []
        """All that staff were ever told; the board shows the newest only."""
        self.unknown_grants: set[PassId] = set()
        """Grants that the aggregator has lost and not yet heard of again (A6)."""
        self.went_back = 0
        """How often the aggregator's record did."""
        self.reads_secrets = False
        self.lines = LineWitness(self.hold)
        self.gaps = GapWitness(school, self.hold)
        self.limits = LimitWitness(school, self.hold)
        self.pins = PinWitness(world, school, self.hold)
        self.patience = Patience(world, self.hold)
        self._granted: set[PassId] = set()
        self._answered: set[PassId] = set()
        self._answers: dict[tuple[PassId, int], Grant | Refusal] = {}
        self._lives: set[tuple[DoorId, BootId]] = set()
        self._waved = False
        self._barrier = False

    def hold(self, promise: str, *, kept: bool, about: object) -> None:
        """Keep it if a promise is broken."""
        if not kept and len(self.broken) < BROKEN_MAX:
            self.broken.append(f"{promise} at {self.world.now_ms} ms: {about}")
            if self.world.traced:
                self.world.note("WITNESS", f"BROKEN {promise}: {about}")

    # --- doors ----------------------------------------------------------------------------------

    def began(self, door: SimDoor) -> None:
        """Take note of a life, and of what its disk does not hold any more."""
        life = (door.door, door.mind.state.boot)
        self.hold("I14 one life a boot", kept=life not in self._lives, about=life)
        self._lives.add(life)
        if self.world.traced:
            self.world.note(door.door, f"life {life[1]} begins")

    def gone(self, door: SimDoor) -> None:
        """Take note that a life ended."""
        self.patience.gone(door)

    def recorded(self, door: SimDoor, record: Record) -> None:
        """Take note of what is durable at a door."""
        if self.world.traced:
            for change in record.changes:
                self.world.note(door.door, f"records {told(change)}")
        for change in record.changes:
            match change:
                case Append(event):
                    self.recorded_at_doors[event.door, event.boot, event.seq] = event
                    self.pins.recorded(event)
                    if isinstance(event, Started):
                        once = event.id not in self.walks
                        self.hold("I7 started once", kept=once, about=event)
                        self.walks[event.id] = Walk(event, door)
                    if isinstance(event, Ended) and event.how is EndedHow.VOID:
                        self.gaps.undone(event.id)
                case MarkAcked(boot, seqs):
                    kept = all((door.door, boot, seq) in self.taken for seq in seqs)
                    self.hold("I12 acknowledged is durable", kept=kept, about=change)

    def sends(self, door: SimDoor, message: WireMessage) -> None:
        """Take note of what a door asks."""
        if isinstance(message, Pin):
            self.pins.asked(door.door, message)

    def shown(self, door: SimDoor, scene: Scene) -> None:
        """Take note of a page, above all of a go."""
        self.patience.shown(door, scene)
        if self.world.traced:
            about = f" {scene.notice.code}" if scene.notice else ""
            self.world.note(door.door, f"shows {scene.screen}{about} to {scene.student}")
        turn = door.mind.session.turn
        self.pins.shown(door.door, turn)
        goes = scene.screen in (Screen.OUT, Screen.SUMMONED)
        if not goes or not isinstance(turn, turns.Out | turns.Summoned):
            return
        walk = self.walks.get(turn.id)
        durable = walk is not None and turn.id in door.disk.open_ids()
        self.hold("I10 a go is durable before it is seen", kept=durable, about=turn)
        if walk is None:
            return
        self.hold("I7 shown by one door", kept=walk.door is door, about=walk)
        if walk.shown_ms is None:
            walk.shown_ms = self.world.now_ms
            self._went(walk)
            self.away[turn.id] = walk
            self.to_come_back.append(walk)

    def came_back(self, walk: Walk) -> None:
        """Take note that the student is back in fact."""
        if walk.back_ms is None:
            walk.back_ms = self.world.now_ms
            self.gaps.came_back(walk, self.world.now_ms)
            self.away.pop(walk.started.id, None)
            if self.world.traced:
                self.world.note(walk.started.student, f"is back from {walk.started.id}")

    def card_changed(self, door: SimDoor) -> None:
        """Take note of starts that a door's disk holds no more, nor the aggregator's."""
        for walk in self.walks.values():
            if walk.door is door:
                self._look_for(walk)

    def _look_for(self, walk: Walk) -> None:
        started = walk.started
        if (started.boot, started.seq) not in walk.door.disk.events():
            there = self.building.disk.event(self._place(started))
            walk.lost = walk.lost or there is None

    # --- the aggregator -------------------------------------------------------------------------

    def committed(self, changes: Sequence[BuildingChange]) -> None:
        """Take note of what is durable at the aggregator."""
        for change in changes:
            match change:
                case PutEvent(event=event):
                    self.taken.add(self._place(event))
                    self.limits.happened(event, self.building.now())
                case PutAnswer(answered):
                    self._answered.add(answered.request.id)
                    self.limits.answered(
                        answered,
                        self.building.now(),
                        went_back=self.went_back > 0,
                        set_back=bool(self.building.behind),
                    )
                    if isinstance(answered.answer, Grant):
                        self._granted.add(answered.request.id)
                        kept = not self._barrier
                        self.hold("A6 no grant behind the barrier", kept=kept, about=change)
                case PutAlert(alert):
                    self.alerts.append(alert)
                case PutPinTries(tries):
                    self.pins.counted(tries)
                case PutDayCode(code):
                    self.pins.made(code)
                case PutBarrier(barrier):
                    self._barrier = barrier is not None
                    if barrier is None and not self._waved:
                        self.unknown_grants.clear()
            if self.world.traced:
                self.world.note("building", f"records {told(change)}")

    def waved(self) -> None:
        """Take note that staff took what is not known upon themselves."""
        self._waved = True

    def forgot(self) -> None:
        """Take note of grants that the aggregator's disk does not hold any more."""
        disk = self.building.disk
        known = disk.begin(self.building.now())
        self._barrier = known.barrier is not None
        self.pins.forgot(known.pin_tries, known.day_codes)
        kept = {answered.request.id for answered in known.answers}
        granted = {a.request.id for a in known.answers if isinstance(a.answer, Grant)}
        lost = self._granted - granted
        for walk in self.walks.values():
            self._look_for(walk)
            if walk.started.id not in granted and disk.event(self._place(walk.started)) is None:
                lost.add(walk.started.id)
        self.unknown_grants |= lost
        if self._answered - kept or any(disk.event(place) is None for place in self.taken):
            self.went_back += 1
        self._granted &= granted
        self._answered &= kept

    def said(self, reply: Reply) -> None:
        """Check an answer on its way to a door."""
        message = reply.message
        if self.world.traced and not is_noise(message):
            self.world.note("building", f"says to {reply.door}: {told(message)}")
        match message:
            case Grant() | Refusal() if getattr(message, "reason", "") != RECOVERING:
                first = self._answers.setdefault((message.id, self.went_back), message)
                # The epoch says when it was said: `dead` is not remembered, it is found anew.
                same = replace(first, epoch=message.epoch) == message
                self.hold("I9 one answer", kept=same, about=(first, message))
                durable = isinstance(message, Refusal) or message.id in self._granted
                self.hold("I10 a grant is durable", kept=durable, about=message)
            case Ack(boot=boot, upto=upto, missing=missing):
                gaps = set(missing)
                kept = all(
                    (reply.door, boot, seq) in self.taken or seq in gaps
                    for seq in range(1, upto + 1)
                )
                self.hold("I12 acknowledged is durable", kept=kept, about=message)
            case PinResult():
                self.pins.answered(reply.door, message)
        if self.reads_secrets and not isinstance(message, RosterPart):
            text = repr(message).lower()
            found = [secret for secret in SECRETS if secret in text]
            self.hold("I13 no secret is told", kept=not found, about=(found, message))

    def looks_at(self, check: CheckPin) -> None:
        """Hold a look at a PIN to the tries before it."""
        self.pins.looks_at(check)

    def decided(self, commands: Sequence[BuildingCommand]) -> None:
        """Check that everybody who is out with a grant is held, and that lines are served."""
        mind = self.building.mind
        if mind is None:
            return
        self.lines.decided(mind, commands, self.building.now())
        if mind.building.barrier is not None:
            return
        for walk in self.away.values():
            if walk.on and not self._excused(walk):
                held = walk.started.id in mind.building.halls.outings()
                self.hold("I4 held while out", kept=held, about=walk.started)

    # --- who is out with whom -------------------------------------------------------------------

    def _went(self, walk: Walk) -> None:
        others = list(self.away.values())
        # A record that went back may have lost returns, and with them when they were heard of.
        self.gaps.went(walk, self.world.now_ms, returns_known=not self.went_back)
        for other in others:
            breach = self._breach(walk, other)
            if breach is not None:
                pair = frozenset({walk.started.id, other.started.id})
                same = breach is Breach.SAME_STUDENT
                # Nobody can override that one student has one pass.
                on = all(w.on if same else w.bound for w in (walk, other))
                on = on and not self._excused(walk) and not self._excused(other)
                name = "I2 one pass" if same else "I1 no encounter"
                self.hold(name, kept=not on, about=sorted(pair))
                self._answered_for(walk, other)
                self.overlaps.append((breach, pair))
        goal = walk.started.destination
        there = [other for other in others if other.started.destination == goal]
        place = self.school.roster.destinations[goal]
        self._crowd(Breach.DESTINATION_CAPACITY, [walk, *there], place.capacity)
        self._crowd(Breach.HALL_CAPACITY, [walk, *others], self.school.policy.hall_capacity)

    def _crowd(self, breach: Breach, crowd: list[Walk], most: int | None) -> None:
        if most is None or len(crowd) <= most:
            return
        on = [walk for walk in crowd if walk.bound and not self._excused(walk)]
        about = f"I3 {breach.replace('_', ' ')}"
        self.hold(about, kept=len(on) <= most, about=[w.started.id for w in on])
        self._answered_for(*crowd)
        self.overlaps.append((breach, frozenset(walk.started.id for walk in crowd)))

    def _answered_for(self, *walks: Walk) -> None:
        """Hold whoever went alone against a rule to an adult's yes (I1b)."""
        for walk in walks:
            started = walk.started
            alone = started.offline and not started.urgent
            kept = not alone or started.override
            self.hold("I1b alone only with a yes", kept=kept, about=started)
            named = not started.override or started.approved_by is not None
            self.hold("I1b an override names its adult", kept=named, about=started)
            refused = self.school.policy.when_alone is WhenAlone.REFUSE
            self.hold("I1b alone is no", kept=not (alone and refused), about=started)

    def _breach(self, one: Walk, two: Walk) -> Breach | None:
        first, second = one.started, two.started
        if first.student == second.student:
            return Breach.SAME_STUDENT
        if self.must_not_meet(first.student, second.student, first, second):
            return Breach.ENCOUNTER
        return None

    def must_not_meet(
        self, one: StudentId, two: StudentId, first: Started, second: Started
    ) -> bool:
        """Say whether these two break a group's rule with these passes."""
        near = first.destination == second.destination
        return any(
            two in group.members and (near or group.mode is GroupMode.ANYWHERE)
            for group in self.school.roster.groups_by_student.get(one, ())
        )

    def _excused(self, walk: Walk) -> bool:
        return walk.lost or walk.started.id in self.unknown_grants

    def _place(self, event: PassEvent) -> Place:
        return (event.door, event.boot, event.seq)
