"""One door of the simulated building: its real mind, its disk, its clock and its link."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Protocol, assert_never

from kiosk.core.door.commands import DoorCommand, DropLink, Record, Send, SendEvents, Show, WakeAt
from kiosk.core.door.doorkeeper import Doorkeeper, Draw
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
from kiosk.core.ids import BootId, DoorId, PassId, RoomId
from kiosk.core.ports import WireMessage
from kiosk.core.protocol import Sync, ToDoor
from kiosk.sim.campaign.door_disk import DoorDisk
from kiosk.sim.campaign.network import Network, Wire
from kiosk.sim.campaign.sketch import sketch
from kiosk.sim.campaign.telling import is_noise, told
from kiosk.sim.campaign.world import START, World

ROUND_TRIP_MAX_MS = 2_000
"""As in the door program: a slower answer says too little about what time it is."""
POWER_CUTS = 0.5
"""Share of crashes that take the machine along; in the others only the program dies."""
BACK_AGAIN_MS = 8_000
"""How long a door that crashed is gone at most."""


class DoorWitness(Protocol):
    """Who sees what a door does."""

    def recorded(self, door: "SimDoor", record: Record) -> None:
        """A commit returned."""
        ...

    def sends(self, door: "SimDoor", message: WireMessage) -> None:
        """Something is on its way to the aggregator, or nowhere."""
        ...

    def shown(self, door: "SimDoor", scene: Scene) -> None:
        """A page stands on the screen."""
        ...

    def began(self, door: "SimDoor") -> None:
        """A life began."""
        ...

    def gone(self, door: "SimDoor") -> None:
        """A life ended."""
        ...

    def card_changed(self, door: "SimDoor") -> None:
        """The disk may hold less than was written to it."""
        ...


@dataclass(slots=True)
class DoorClock:
    """A clock that nobody set: 1970, an hour off, or nearly right and believed; and it drifts."""

    wrong_ms: int = 0
    trusted: bool = False
    rate: float = 1.0


class SimDoor:
    """Carries the mind's commands out exactly as the door program does."""

    def __init__(
        self, world: World, network: Network, door: DoorId, room: RoomId, witness: DoorWitness
    ) -> None:
        self.door, self.room = door, room
        self.wire = network.wires[door] = Wire(door, heard=self._hear)
        self.disk: DoorDisk
        self.clock = DoorClock()
        self.drawn_by: Draw = sketch
        self.keeper: Doorkeeper | None = None
        self.scene: Scene | None = None
        self.linked = False
        self.away_ms_max = 300
        self.stalled_ms = 0
        """How long its commits have stalled so far, and the one that stalls now will."""
        self._world, self._network, self._witness = world, network, witness
        self._boot_ms = 0
        self._fix: tuple[datetime, int] | None = None
        self._wake_ms = -1
        self._stalled = False
        self._inputs: deque[DoorInput] = deque()
        self._todo: deque[DoorCommand] = deque()
        self._settled = True

    @property
    def mind(self) -> Doorkeeper:
        """Return the mind; only while the door is on."""
        if self.keeper is None:
            raise RuntimeError(f"{self.door} is off")
        return self.keeper

    @property
    def listens(self) -> bool:
        """Say whether an input is taken at once, by a door that knows its school."""
        on = self.keeper is not None and self.keeper.state.school is not None
        return on and not self._stalled and not self._todo

    def start(self) -> None:
        """Begin a life from what the disk holds."""
        if self.keeper is not None:
            return
        boot = BootId(self._world.fresh_id(self._wall_ms()))
        memory = self.disk.begin(boot)
        self._boot_ms, self._fix, self._stalled = self._world.now_ms, None, False
        self.keeper = Doorkeeper(self.door, self.room, memory, self.drawn_by)
        self._witness.began(self)
        self._let_do(self.keeper.begin(self._moment()))
        self._carry_out()
        self._world.after(self._world.upto(self.away_ms_max), self.connect, self.keeper)

    def crash(self, off_ms: int | None = None) -> None:
        """Forget all that is not on the disk; the disk may forget some too."""
        if self.keeper is None:
            return
        self.keeper = self.scene = None
        self._witness.gone(self)
        self.linked = False
        self._inputs.clear()
        self._todo.clear()
        self._settled = True
        if self._world.chance() < POWER_CUTS:
            self._world.faults["power_cut"] += 1
            self.disk.power_cut(self._world.rng)
            self._witness.card_changed(self)
        self._world.after(off_ms or self._world.upto(BACK_AGAIN_MS), self.start)

    def connect(self, life: Doorkeeper) -> None:
        """Reach the broker, if this life still wants to and there is one."""
        if self.keeper is None or self.keeper is not life or self.linked:
            return
        if not self._network.broker_up:
            self._world.after(self._world.upto(1_000), self.connect, life)
            return
        self.linked = True
        self.give(LinkChanged(up=True))

    def cut(self) -> None:
        """Lose the link, for a while."""
        if self.linked and self.keeper is not None:
            self.linked = False
            self.give(LinkChanged(up=False))
            if self.keeper is not None:
                self._world.after(self._world.upto(self.away_ms_max), self.connect, self.keeper)

    def mono_ms(self) -> int:
        """Return the door's own count of ms since its boot."""
        return int((self._world.now_ms - self._boot_ms) * self.clock.rate)

    def give(self, happened: DoorInput) -> None:
        """Let an input arrive; it waits while a commit stalls."""
        if self.keeper is not None:
            self._inputs.append(happened)
            self._take_next()

    def _wall_ms(self) -> int:
        base_ms = int(START.timestamp() * 1_000)
        return max(0, base_ms + self._world.now_ms - self.clock.wrong_ms)

    def _moment(self) -> Moment:
        mono_ms, known = self.mono_ms(), True
        if self.clock.trusted:
            now = self._world.now() - timedelta(milliseconds=self.clock.wrong_ms)
        elif self._fix is not None:
            now = self._fix[0] + timedelta(milliseconds=mono_ms - self._fix[1])
        else:
            now = self._world.now() - timedelta(milliseconds=self.clock.wrong_ms)
            known = False
        return Moment(mono_ms, now, known, PassId(self._world.fresh_id(self._wall_ms())))

    def _take_next(self) -> None:
        while self._inputs and self.keeper is not None and not self._stalled and not self._todo:
            self._let_do(self.keeper.step(self._inputs.popleft(), self._moment()))
            self._carry_out()

    def _let_do(self, commands: list[DoorCommand]) -> None:
        self._todo.extend(commands)
        self._settled = False

    def _carry_out(self) -> None:
        crash = self._network.weather.door_crash
        while not self._stalled and (command := self._next()) is not None:
            if crash and self._world.chance() < crash:
                self._die(command)
                return
            self._do(command)

    def _next(self) -> DoorCommand | None:
        """Return what to do now; when all is done the mind settles."""
        if not self._todo and not self._settled:
            self._todo.extend(self.mind.settle(self._moment()))
            self._settled = True
        return self._todo.popleft() if self._todo else None

    def _die(self, command: DoorCommand) -> None:
        """Crash before the command, or with its commit in flight."""
        self._world.fault("door_crash", self.door)
        if isinstance(command, Record):
            if self._world.chance() < 0.5:
                self._world.faults["torn_commit"] += 1
                self._commit(command)
            else:
                self.disk.tear(command.changes)
        self.crash()

    def _commit(self, record: Record) -> None:
        self.disk.commit(record.changes)
        self._witness.recorded(self, record)

    def _do(self, command: DoorCommand) -> None:
        match command:
            case Record():
                self._commit(command)
                if command.go is not None:
                    self._go(command.go)
            case Send(message):
                self._witness.sends(self, message)
                if self.linked:
                    self._network.to_building(self.door, message)
            case SendEvents(rows):
                for row in rows:
                    self._send_event(row)
            case Show(scene):
                self.scene = scene
                self._witness.shown(self, scene)
            case WakeAt(mono_ms):
                if mono_ms != self._wake_ms:
                    self._wake_ms = mono_ms
                    wait_ms = ceil((mono_ms - self.mono_ms()) / self.clock.rate)
                    self._world.after(max(1, wait_ms), self._woken, self.keeper, mono_ms)
            case DropLink():
                self.cut()
            case other:
                assert_never(other)

    def _send_event(self, row: tuple[BootId, int]) -> None:
        event = self.disk.event(row)
        if event is None:
            self._let_do(self.mind.step(EventGone(*row), self._moment()))
        elif self.linked:
            self._network.to_building(self.door, event)

    def _go(self, go: PassId) -> None:
        weather = self._network.weather
        if weather.stall and self._world.chance() < weather.stall:
            self._world.fault("stalled_commit", self.door)
            self._stalled = True
            ms = self._world.upto(weather.stall_ms)
            self.stalled_ms += ms
            self._world.after(ms, self._on, self.keeper, go)
        else:
            self._let_do(self.mind.step(GoRecorded(go), self._moment()))

    def _on(self, life: Doorkeeper, go: PassId) -> None:
        if self.keeper is life:
            self._stalled = False
            self._let_do(life.step(GoRecorded(go), self._moment()))
            self._carry_out()
            self._take_next()

    def _woken(self, life: Doorkeeper, mono_ms: int) -> None:
        if self.keeper is life and self._wake_ms == mono_ms:
            self._wake_ms = -1
            self.give(Tick())

    def _hear(self, message: WireMessage) -> None:
        if self.keeper is None or not self.linked or self.wire.broken:
            return
        if isinstance(message, Sync) and message.boot == self.keeper.state.boot:
            mono_ms = self.mono_ms()
            way_ms = mono_ms - message.mono_ms
            if 0 <= way_ms <= ROUND_TRIP_MAX_MS:
                self._fix = (message.now + timedelta(milliseconds=way_ms / 2), mono_ms)
        if not isinstance(message, ToDoor):
            raise TypeError(f"{type(message).__name__} was sent to a door")
        if self._world.traced and not is_noise(message):
            self._world.note(self.door, f"hears {told(message)}")
        self.give(Heard(message))
