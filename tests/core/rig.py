"""Real minds on one virtual clock, joined by a network that loses, repeats, delays and reorders.

Doors and aggregator carry commands out exactly as their programs do; a crash forgets everything
but what the models of the two journals have committed.
"""

import heapq
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import Protocol

from kiosk.core.aggregator.buildingbook import BuildingChange
from kiosk.core.aggregator.coordination import (
    BeatDue,
    Broadcast,
    BuildingInput,
    DoorSaid,
    EventCame,
    Reply,
)
from kiosk.core.aggregator.coordination import Record as BuildingRecord
from kiosk.core.aggregator.coordinator import Coordinator
from kiosk.core.door.commands import DoorCommand, DropLink, Record, Send, SendEvents, Show, WakeAt
from kiosk.core.door.doorbook import DoorChange
from kiosk.core.door.doorkeeper import Doorkeeper
from kiosk.core.door.inputs import (
    DoorInput,
    EventGone,
    GoRecorded,
    Heard,
    LinkChanged,
    Moment,
    Tick,
)
from kiosk.core.door.scene import Scene
from kiosk.core.events import Event, PassEvent
from kiosk.core.ids import BootId, DoorId, PassId, RoomId
from kiosk.core.ports import Codec, WireMessage
from kiosk.core.protocol import Heartbeat, Identify, Request, Sync, ToDoor
from kiosk.core.school import School
from kiosk.sim.campaign.building_disk import Ledger
from kiosk.sim.campaign.door_disk import Platter

START = datetime(2026, 3, 4, 14, 30, tzinfo=UTC)
BEAT_MS = 2_500


@dataclass(slots=True)
class Weather:
    """How bad it is; chances are per message, per command carried out and per commit."""

    loss: float = 0.0
    twice: float = 0.0
    late: float = 0.0
    delay_ms: int = 5
    door_crash: float = 0.0
    building_crash: float = 0.0
    stall: float = 0.0
    away_ms: int = 300
    """How long a door can be without its link."""


class Witness(Protocol):
    """Who sees everything, and may know whether it was right."""

    def recorded(self, door: "RigDoor", changes: Sequence[DoorChange]) -> None: ...
    def shown(self, door: "RigDoor", scene: Scene) -> None: ...
    def answered(self, door: DoorId, message: ToDoor) -> None: ...
    def decided(self) -> None: ...


class Rig:
    def __init__(
        self, seed: int, school: School, witness: Witness, *, codec: Codec | None = None
    ) -> None:
        self.rng = Random(seed)
        self.weather = Weather()
        self.school = school
        self.witness = witness
        self.codec = codec
        self.now_ms = 0
        self._due: list[tuple[int, int, Callable[[], None]]] = []
        self._made = 0
        self.building = RigBuilding(self)
        self.doors = {
            room.door: RigDoor(self, room.door, room.id) for room in school.roster.rooms.values()
        }
        self.said: list[bytes] = []
        """With a codec: everything that went to a door."""

    def now(self) -> datetime:
        return START + timedelta(milliseconds=self.now_ms)

    def fresh_id(self) -> str:
        self._made += 1
        n, ms = self._made, 0x019CB000_0000 + self.now_ms
        return f"{ms >> 16:08x}-{ms & 0xFFFF:04x}-7000-8000-{n:012x}"

    def chance(self, of: float) -> bool:
        return of > 0 and self.rng.random() < of

    def after(self, ms: int, action: Callable[[], None]) -> None:
        self._made += 1
        heapq.heappush(self._due, (self.now_ms + max(0, ms), self._made, action))

    def run(self, for_ms: int) -> None:
        until = self.now_ms + for_ms
        while self._due and self._due[0][0] <= until:
            self.now_ms, _, action = heapq.heappop(self._due)
            action()
        self.now_ms = until

    def post(self, message: WireMessage, deliver: Callable[[WireMessage], None]) -> None:
        """Put a message on its way: to get there once, twice, much later or never."""
        if self.chance(self.weather.loss):
            return
        if self.codec is not None:
            payload = self.codec.encode(message)
            self.said.append(payload)
            message = self.codec.decode(payload)
        for _ in range(2 if self.chance(self.weather.twice) else 1):
            slow_ms = self.weather.delay_ms
            if self.chance(self.weather.late):
                slow_ms = self.rng.choice((5_000, 20_000, 120_000))
            self.after(self.rng.randint(1, slow_ms), partial(deliver, message))


class RigDoor:
    """One door: its mind, its journal, its clock and its link."""

    def __init__(self, rig: Rig, door: DoorId, room: RoomId) -> None:
        self.rig = rig
        self.door, self.room = door, room
        self.journal = Platter()
        self.keeper: Doorkeeper | None = None
        self.scene: Scene | None = None
        self.linked = False
        self.deaf = False
        """Linked to a broker that passes nothing on, and no way to tell."""
        self.commits = 0
        self._boot_ms = 0
        self._fix: tuple[datetime, int] | None = None
        self._wrong = timedelta(seconds=rig.rng.randint(-(10**7), 10**7))
        self._wake_ms = -1
        self._stalled = False
        self._inputs: deque[DoorInput] = deque()
        self._todo: deque[DoorCommand] = deque()
        self._settled = True

    @property
    def mind(self) -> Doorkeeper:
        assert self.keeper is not None
        return self.keeper

    def start(self, *, unclean: bool = False) -> None:
        if self.keeper is not None:
            return
        boot = BootId(self.rig.fresh_id())
        self.journal.begin(boot)
        self._boot_ms, self._fix, self._stalled = self.rig.now_ms, None, False
        self.keeper = Doorkeeper(self.door, self.room, self.journal.memory(boot, unclean=unclean))
        self._let_do(self.keeper.begin(self._moment()))
        self._carry_out()
        self.rig.after(self.rig.rng.choice((200, self.rig.weather.away_ms)), self.connect)

    def crash(self) -> None:
        if self.keeper is None:
            return
        self.keeper = self.scene = None
        self.linked = self.deaf = False
        self._inputs.clear()
        self._todo.clear()
        self._settled = True
        self.rig.after(self.rig.rng.randint(300, 8_000), partial(self.start, unclean=True))

    def connect(self) -> None:
        if self.keeper is not None and not self.linked:
            self.linked = True
            self.give(LinkChanged(up=True))

    def cut(self) -> None:
        """Lose the link, for a while."""
        if self.linked:
            self.linked = self.deaf = False
            self.give(LinkChanged(up=False))
            self.rig.after(self.rig.rng.randint(200, self.rig.weather.away_ms), self.connect)

    def mono_ms(self) -> int:
        return self.rig.now_ms - self._boot_ms

    def give(self, happened: DoorInput) -> None:
        """Let an input arrive; it waits while a commit stalls."""
        if self.keeper is not None:
            self._inputs.append(happened)
            self._pump()

    def _moment(self) -> Moment:
        now = self.rig.now() + self._wrong
        if self._fix is not None:
            now = self._fix[0] + timedelta(milliseconds=self.mono_ms() - self._fix[1])
        fresh = PassId(self.rig.fresh_id())
        return Moment(self.mono_ms(), now, self._fix is not None, fresh)

    def _pump(self) -> None:
        while self._inputs and self.keeper is not None and not self._stalled and not self._todo:
            self._let_do(self.keeper.step(self._inputs.popleft(), self._moment()))
            self._carry_out()

    def _let_do(self, commands: list[DoorCommand]) -> None:
        self._todo.extend(commands)
        self._settled = False

    def _carry_out(self) -> None:
        while not self._stalled and (command := self._next()) is not None:
            if self.rig.chance(self.rig.weather.door_crash):
                self.crash()
                return
            self._do(command)

    def _next(self) -> DoorCommand | None:
        if not self._todo and not self._settled:
            self._todo.extend(self.mind.settle(self._moment()))
            self._settled = True
        return self._todo.popleft() if self._todo else None

    def _do(self, command: DoorCommand) -> None:
        match command:
            case Record(changes, go):
                self.commits += 1
                self.journal.apply(changes)
                self.rig.witness.recorded(self, changes)
                if go is not None:
                    self._go(go)
            case Send(message):
                self._send(message)
            case SendEvents(rows):
                for row in rows:
                    if row in self.journal.events:
                        self._send(self.journal.events[row])
                    else:
                        self._let_do(self.mind.step(EventGone(*row), self._moment()))
            case Show(scene):
                self.scene = scene
                self.rig.witness.shown(self, scene)
            case WakeAt(mono_ms):
                self._wake_ms = mono_ms
                life = self.mind
                self.rig.after(mono_ms - self.mono_ms(), partial(self._woken, life, mono_ms))
            case DropLink():
                self.cut()

    def _go(self, go: PassId) -> None:
        if self.rig.chance(self.rig.weather.stall):
            self._stalled = True
            self.rig.after(self.rig.rng.randint(100, 6_000), partial(self._on, self.mind, go))
        else:
            self._let_do(self.mind.step(GoRecorded(go), self._moment()))

    def _on(self, life: Doorkeeper, go: PassId) -> None:
        if self.keeper is life:
            self._stalled = False
            self._let_do(life.step(GoRecorded(go), self._moment()))
            self._carry_out()
            self._pump()

    def _woken(self, life: Doorkeeper, mono_ms: int) -> None:
        if self.keeper is life and self._wake_ms == mono_ms:
            self.give(Tick())

    def _send(self, message: WireMessage) -> None:
        if self.linked and not self.deaf:
            self.rig.post(message, partial(self.rig.building.came, self.door))

    def hear(self, message: WireMessage) -> None:
        if self.keeper is None or not self.linked or self.deaf:
            return
        if isinstance(message, Sync) and message.boot == self.keeper.state.boot:
            way_ms = self.mono_ms() - message.mono_ms
            if 0 <= way_ms <= 2_000:
                self._fix = (message.now + timedelta(milliseconds=way_ms / 2), self.mono_ms())
        assert isinstance(message, ToDoor)
        self.give(Heard(message))


class RigBuilding:
    """The aggregator: its mind and its journal."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.journal = Ledger()
        self.mind: Coordinator | None = None
        self._arrived: list[BuildingInput] = []

    def start(self) -> None:
        if self.mind is None:
            memory = self.journal.memory(self.rig.now())
            self.mind = Coordinator(self.rig.school, memory, BootId(self.rig.fresh_id()))
            self._commit(self.mind.begin())
            self.rig.after(0, partial(self._beat, self.mind))

    def crash(self) -> None:
        if self.mind is not None:
            self.mind = None
            self._arrived.clear()
            self.rig.after(self.rig.rng.randint(300, 8_000), self.start)

    def came(self, door: DoorId, message: WireMessage) -> None:
        match message:
            case Request() | Identify() | Heartbeat():
                self.give(DoorSaid(door, message))
            case Event():
                assert isinstance(message, PassEvent)
                self.give(EventCame(door, message, b"as it came"))

    def give(self, happened: BuildingInput) -> None:
        if self.mind is not None:
            if not self._arrived:
                self.rig.after(self.rig.rng.randint(0, 4), self._decide)
            self._arrived.append(happened)

    def _beat(self, life: Coordinator) -> None:
        if self.mind is life:
            self.give(BeatDue())
            self.rig.after(BEAT_MS, partial(self._beat, life))

    def _decide(self) -> None:
        if self.mind is None or not self._arrived:
            return
        batch, self._arrived = self._arrived, []
        commands = self.mind.batch(batch, self.rig.now())
        if self.rig.chance(self.rig.weather.building_crash):
            self.crash()
            return
        self._commit(commands)
        for command in commands:
            if self.rig.chance(self.rig.weather.building_crash / 10):
                self.crash()
                return
            match command:
                case Reply(door, message):
                    self.rig.witness.answered(door, message)
                    self.rig.post(message, self.rig.doors[door].hear)
                case Broadcast(message):
                    for to in self.rig.doors.values():
                        self.rig.post(message, to.hear)
        self.rig.witness.decided()

    def _commit(self, commands: Sequence[object]) -> None:
        changes: list[BuildingChange] = []
        for command in commands:
            if isinstance(command, BuildingRecord):
                changes.extend(command.changes)
        self.journal.apply(changes)
