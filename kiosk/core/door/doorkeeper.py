"""The door's mind: keeps the room's facts in step with the building, and gives students their turn.

`step` takes one input and `settle` says what the door is at rest with; both return commands in the
order to carry them out. Whoever runs a door settles it when all that steps asked for is done: to
draw takes as long as to decide, and a request, or a commit that a student waits for, goes first.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from kiosk.core.cardmessages import Enrolled, OwnPasses
from kiosk.core.door import asking
from kiosk.core.door.commands import DoorCommand, DropLink, Record, Send, SendEvents, Show, WakeAt
from kiosk.core.door.doorbook import (
    DoorChange,
    DoorMemory,
    DropPending,
    MarkAcked,
    PurgeAcked,
    PutMarks,
    PutPolicy,
    PutRoster,
    Reserve,
)
from kiosk.core.door.doorstate import DoorState, known_time
from kiosk.core.door.inputs import (
    DoorInput,
    EventGone,
    Heard,
    LinkChanged,
    Moment,
    ReaderChanged,
    Tick,
)
from kiosk.core.door.scene import Scene
from kiosk.core.door.scenery import closing_from_ms, draw
from kiosk.core.door.session import Session
from kiosk.core.door.syncing import conclude
from kiosk.core.doorschool import DocumentError, door_school
from kiosk.core.ids import BootId, DoorId, RoomId
from kiosk.core.protocol import (
    Ack,
    Call,
    EpochBeat,
    Freeze,
    Grant,
    Heartbeat,
    Hold,
    Identity,
    PinResult,
    Refusal,
    Sync,
    ToDoor,
)
from kiosk.core.protocol import (
    DoorCommand as Order,
)
from kiosk.core.rule import Holds
from kiosk.core.schoolparts import PolicyDocument, RosterPart

HEARTBEAT_EVERY_MS = 5_000
PURGE_EVERY_MS = 3_600_000
KEPT = timedelta(hours=48)
"""How long an acknowledged event is kept, in case the aggregator turns out to have lost it."""
KEPT_MS = 48 * 3_600_000
STATES_MAX = 5_000
"""Finished passes whose state is kept in memory: weeks of one door, far beyond any late message."""


Draw = Callable[[DoorState, Session, Moment], Scene]


class Doorkeeper:
    """One life of one door; made anew from the journal after every start and failed commit."""

    def __init__(
        self,
        door: DoorId,
        room: RoomId,
        memory: DoorMemory,
        drawn_by: Draw = draw,
        *,
        language: str = "en",
    ) -> None:
        self._memory = memory
        self._draw = drawn_by
        self.state = DoorState.from_memory(door, room, memory)
        prefs = memory.prefs
        self.state.prefs = replace(prefs, language=prefs.language or language)
        self.session = Session(self.state)
        self._roster: tuple[RosterPart, ...] = memory.roster
        self._arriving: dict[int, RosterPart] = {}
        self._policy: PolicyDocument | None = memory.policy
        self._heartbeat_ms = 0
        self._purge_ms = 0
        self._synced_ms = -1
        self._acked: dict[BootId, list[int]] = {}
        """Acknowledged and not yet recorded as such: losing one only means that it is sent again,
        so it rides on the next commit that is made anyway, the next heartbeat's at the latest."""
        self._shown: Scene | None = None
        self.health: dict[str, str | int | float | bool | None] = {}
        """What the program adds to each heartbeat."""

    def begin(self, moment: Moment) -> list[DoorCommand]:
        """Give up what an earlier life had asked for (D5)."""
        self._use_school()
        changes: list[DoorChange] = []
        for request in self._memory.pending:
            self.state.pending[request.id] = request
            doubt = self._memory.unclean
            changes += asking.abandon(self.state, request, moment, doubt=doubt)
        return self._ride([Record(tuple(changes))] if changes else [], moment)

    def step(self, happened: DoorInput, moment: Moment) -> list[DoorCommand]:
        """Take one input; return what to record and send, in order."""
        commands: list[DoorCommand] = []
        match happened:
            case Heard(message):
                commands = self._heard(message, moment)
            case LinkChanged(up):
                self.state.link.up = up
                self.state.link.up_ms = moment.mono_ms
                self.state.outbox.start_over()
                if up:
                    commands = self._heartbeat(moment)
            case ReaderChanged(ready):
                self.state.reader_ready = ready
            case EventGone(boot, seq):
                self.state.outbox.drop((boot, seq))
            case Tick():
                commands = [*self.session.handle(happened, moment), *self._housekeeping(moment)]
            case _:
                commands = self.session.handle(happened, moment)
        return self._ride(commands, moment)

    def settle(self, moment: Moment) -> list[DoorCommand]:
        """Return what to show now, which events to send, and when to come back if nothing happens.

        After the steps, and what they recorded: a go is on the screen before anybody is told of it,
        for somebody stands there waiting.
        """
        commands: list[DoorCommand] = []
        scene = self._draw(self.state, self.session, moment)
        if scene != self._shown:
            self._shown = scene
            commands.append(Show(scene))
        due = self.state.outbox.due() if self.state.link.up else ()
        if due:
            commands.append(SendEvents(due))
        wakes = [self._heartbeat_ms + HEARTBEAT_EVERY_MS]
        closing_ms = closing_from_ms(scene)
        if closing_ms is not None and not scene.closing:
            wakes.append(closing_ms)
        session_ms = self.session.wakes_ms()
        if session_ms is not None:
            wakes.append(session_ms)
        commands.append(WakeAt(max(min(wakes), moment.mono_ms + 1)))
        return commands

    def _ride(self, commands: list[DoorCommand], moment: Moment) -> list[DoorCommand]:
        """Put what was acknowledged into the first commit, before anything that is sent again.

        Not into one that a go waits for: there is time for it later.
        """
        for place, command in enumerate(commands):
            if isinstance(command, Record):
                acked = () if command.go is not None else self._take_acked(moment)
                changes = (*acked, *command.changes, *self._reserve(command.changes, moment))
                commands[place] = replace(command, changes=changes)
                break
        return commands

    def _reserve(self, changes: tuple[DoorChange, ...], moment: Moment) -> tuple[Reserve, ...]:
        """Keep an id for the next request with the end of this one: no commit of its own (D1)."""
        state, fresh = self.state, moment.fresh_id
        ends_one = any(isinstance(change, DropPending) for change in changes)
        is_used = fresh in state.pending or fresh in state.states
        if state.reserve is not None or is_used or not ends_one:
            return ()
        state.reserve = fresh
        return (Reserve(fresh),)

    def _take_acked(self, moment: Moment) -> tuple[MarkAcked, ...]:
        acked = tuple(MarkAcked(b, tuple(s), moment.now) for b, s in self._acked.items())
        self._acked.clear()
        return acked

    # --- what time brings -----------------------------------------------------------------------

    def _housekeeping(self, moment: Moment) -> list[DoorCommand]:
        now = moment.mono_ms
        if now - self._heartbeat_ms < HEARTBEAT_EVERY_MS:
            return []
        commands = self._heartbeat(moment)
        if self.state.link.silent(now):
            self.state.link.up_ms = now
            commands.append(DropLink("no heartbeat was answered"))
        if now - self._purge_ms >= PURGE_EVERY_MS:
            self._purge_ms = now
            self._trim_states()
            if moment.clock_known:
                self.state.outbox.forget_before(now - KEPT_MS)
                commands.append(Record((PurgeAcked(moment.now - KEPT),)))
        return commands

    def _heartbeat(self, moment: Moment) -> list[DoorCommand]:
        self._heartbeat_ms = moment.mono_ms
        acked = self._take_acked(moment)
        commands: list[DoorCommand] = [Record(acked)] if acked else []
        if not self.state.link.up:
            return commands
        self.state.outbox.start_over()
        roster = self._roster[0].version if self._roster else None
        heartbeat = Heartbeat(
            door=self.state.door,
            boot=self.state.boot,
            mono_ms=moment.mono_ms,
            at=known_time(moment),
            last_seq=dict(self.state.outbox.last_seq),
            open=tuple(sorted(self.state.open)),
            pending=tuple(sorted(self.state.pending)),
            max_fence=self.state.max_fence,
            epoch=self.state.epoch,
            health={**self.health, "outbox": len(self.state.outbox)},
            roster=roster,
            policy=self._policy.version if self._policy else None,
        )
        return [*commands, Send(heartbeat)]

    def _trim_states(self) -> None:
        finished = sorted(self.state.finished())
        for pass_id in finished[: max(0, len(finished) - STATES_MAX)]:
            del self.state.states[pass_id]

    # --- what the aggregator says ---------------------------------------------------------------

    def _heard(self, message: ToDoor, moment: Moment) -> list[DoorCommand]:
        self.state.link.heard_ms = moment.mono_ms
        commands: list[DoorCommand] = []
        epoch = getattr(message, "epoch", None)
        if epoch is not None:
            if epoch < self.state.epoch:
                return []
            if epoch > self.state.epoch:
                recovers = self.state.epoch > 0
                self.state.epoch = epoch
                commands.append(Record((PutMarks(epoch, self.state.max_fence),)))
                if recovers:
                    # No pass is granted in the building until every door has said this (A6).
                    commands += self._heartbeat(moment)
        return commands + self._take(message, moment)

    def _take(self, message: ToDoor, moment: Moment) -> list[DoorCommand]:
        match message:
            case Grant() | Refusal() | Call() | Identity() | Enrolled() | OwnPasses() | PinResult():
                return self.session.handle(message, moment)
            case Ack():
                seqs = self.state.outbox.acknowledge(message, moment.mono_ms)
                if seqs:
                    self._acked.setdefault(message.boot, []).extend(seqs)
                return []
            case Sync():
                return self._sync(message, moment)
            case EpochBeat():
                return []
            case Hold():
                held = self.state.holds
                self.state.holds = Holds(message.on, held.rooms, held.destinations)
                return []
            case Freeze():
                rooms, destinations = frozenset(message.rooms), frozenset(message.destinations)
                self.state.holds = Holds(self.state.holds.hold, rooms, destinations)
                return []
            case RosterPart():
                return self._roster_part(message)
            case PolicyDocument():
                return self._new_policy(message)
            case Order():
                return self._heartbeat(moment)

    def _sync(self, sync: Sync, moment: Moment) -> list[DoorCommand]:
        if sync.boot != self.state.boot or sync.mono_ms <= self._synced_ms:
            return []
        self._synced_ms = sync.mono_ms
        changes = conclude(self.state, sync, moment)
        concluded: list[DoorCommand] = [Record(tuple(changes))] if changes else []
        concluded += self.session.handle(sync, moment)
        return concluded + self.session.summon(moment)

    def _roster_part(self, part: RosterPart) -> list[DoorCommand]:
        if self._roster and self._roster[0].version == part.version:
            return []
        if self._arriving and next(iter(self._arriving.values())).version != part.version:
            self._arriving.clear()
        self._arriving[part.part] = part
        if len(self._arriving) < part.parts:
            return []
        self._roster = tuple(self._arriving[k] for k in sorted(self._arriving))
        self._arriving.clear()
        self._use_school()
        return [Record((PutRoster(self._roster),))]

    def _new_policy(self, policy: PolicyDocument) -> list[DoorCommand]:
        if self._policy and self._policy.version == policy.version:
            return []
        before, self._policy = self._policy, policy
        if not self._use_school():
            self._policy = before
            return []
        return [Record((PutPolicy(policy),))]

    def _use_school(self) -> bool:
        """Read the school anew; an unreadable policy leaves the old one and shows in the health."""
        if self._policy is None:
            return False
        try:
            self.state.school = door_school(self._roster, self._policy)
        except DocumentError as fault:
            self.health["policy_fault"] = str(fault)
            return False
        self.health.pop("policy_fault", None)
        return True
