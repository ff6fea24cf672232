"""The aggregator of the simulated building: its real mind and its disk."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from kiosk.core.aggregator.buildingbook import BuildingChange
from kiosk.core.aggregator.coordination import (
    BeatDue,
    Broadcast,
    BuildingCommand,
    BuildingInput,
    DoorSaid,
    EventCame,
    LinkUp,
    Publication,
    Record,
    Reply,
)
from kiosk.core.aggregator.coordinator import Coordinator
from kiosk.core.events import Event, PassEvent
from kiosk.core.ids import BootId, DoorId
from kiosk.core.pins import CheckPin
from kiosk.core.ports import WireMessage
from kiosk.core.protocol import Heartbeat, Identify, Pin, Request
from kiosk.core.school import School
from kiosk.sim.campaign.building_disk import BuildingDisk
from kiosk.sim.campaign.network import Network
from kiosk.sim.campaign.pins import looked_up
from kiosk.sim.campaign.world import World

BEAT_MS = 2_500
BATCH_MS = 4
"""What arrives within this time is decided together."""
BACK_AGAIN_MS = 8_000
LOOK_MS = 50
"""What it takes to look at a PIN (decision record 15), and up to as much again."""
RAW = b"as it came"


class BuildingWitness(Protocol):
    """Who sees what the aggregator does."""

    def committed(self, changes: Sequence[BuildingChange]) -> None:
        """A commit returned."""
        ...

    def said(self, reply: Reply) -> None:
        """Something is on its way to a door."""
        ...

    def looks_at(self, check: CheckPin) -> None:
        """A PIN is handed to whoever looks at it."""
        ...

    def decided(self, commands: Sequence[BuildingCommand]) -> None:
        """A batch is done: committed, and said."""
        ...

    def forgot(self) -> None:
        """The disk was found to hold less than was written."""
        ...


class SimBuilding:
    """Carries the mind's commands out exactly as the aggregator program does."""

    def __init__(
        self, world: World, network: Network, school: School, witness: BuildingWitness
    ) -> None:
        self.disk: BuildingDisk
        self.mind: Coordinator | None = None
        self.linked = True
        self.behind = timedelta()
        """How far this clock was set back."""
        self.seal: Callable[[PassEvent], bytes] = lambda _: RAW
        """Returns the bytes of an event as they came."""
        self.published: Callable[[Publication], None] | None = None
        """Gets all that is told to staff and IT."""
        self._world, self._network, self._school = world, network, school
        self._witness = witness
        self._arrived: list[BuildingInput] = []
        self._deciding = False
        network.building_heard = self._heard

    def start(self) -> None:
        """Begin a life from what the disk holds."""
        if self.mind is not None:
            return
        memory = self.disk.begin(self.now())
        own = BootId(self._world.fresh_id(self._world.now_ms))
        self.mind = Coordinator(self._school, memory, own)
        self._deciding = False
        self._commit(self.mind.begin())
        if self.linked:
            self.give(LinkUp())
        self._beat(self.mind)

    def crash(self) -> None:
        """Forget all that is not on the disk; the disk may forget some too."""
        if self.mind is not None:
            self.stop()
            self.disk.power_cut(self._world.rng)
            self._witness.forgot()
            self._world.after(self._world.upto(BACK_AGAIN_MS), self.start)

    def stop(self) -> None:
        """Forget the mind."""
        self.mind = None
        self._arrived.clear()

    def now(self) -> datetime:
        """Return the aggregator's time."""
        return self._world.now() - self.behind

    def relink(self) -> None:
        """Reach the broker again."""
        self.linked = True
        self.give(LinkUp())

    def give(self, happened: BuildingInput) -> None:
        """Let an input arrive."""
        if self.mind is not None:
            self._arrived.append(happened)
            if not self._deciding:
                self._deciding = True
                self._world.after(self._world.upto(BATCH_MS), self._decide, self.mind)

    def _heard(self, door: DoorId, message: WireMessage) -> None:
        if not self.linked:
            return
        match message:
            case Request() | Identify() | Heartbeat() | Pin():
                self.give(DoorSaid(door, message))
            case Event():
                if isinstance(message, PassEvent):
                    self.give(EventCame(door, message, self.seal(message)))
            case _:
                raise TypeError(f"a door said {type(message).__name__}")

    def _beat(self, life: Coordinator) -> None:
        if self.mind is life:
            self.give(BeatDue())
            self._world.after(BEAT_MS, self._beat, life)

    def _decide(self, life: Coordinator) -> None:
        if self.mind is not life:
            return
        self._deciding = False
        inputs, self._arrived = self._arrived, []
        commands = life.batch(inputs, self.now())
        crash = self._network.weather.building_crash
        dies_at = -1
        if crash and self._world.chance() < crash:
            dies_at = int(self._world.chance() * (len(commands) + 1))
            self._world.fault("building_crash", "building")
            if self._world.chance() < 0.5:
                self._world.faults["torn_commit"] += 1
                self.disk.tear(_changes(commands))
                self.crash()
                return
        self._commit(commands)
        for number, command in enumerate(commands):
            if number == dies_at:
                break
            self._say(command)
        if dies_at >= 0:
            self.crash()
        else:
            self._witness.decided(commands)

    def _say(self, command: BuildingCommand) -> None:
        match command:
            case Reply(door, message):
                self._witness.said(command)
                if self.linked:
                    self._network.to_door(door, message)
            case Broadcast(message):
                if self.linked:
                    for door in self._network.wires:
                        self._network.to_door(door, message)
            case CheckPin():
                self._witness.looks_at(command)
                ms = LOOK_MS + self._world.upto(LOOK_MS)
                self._world.after(ms, self._looked, self.mind, command)
            case _:
                if isinstance(command, Publication) and self.published is not None:
                    self.published(command)

    def _looked(self, life: Coordinator, check: CheckPin) -> None:
        # Whoever looks ends with the program.
        if self.mind is life:
            self.give(looked_up(check))

    def _commit(self, commands: Sequence[BuildingCommand]) -> None:
        changes = _changes(commands)
        if changes:
            self.disk.commit(changes)
            self._witness.committed(changes)


def _changes(commands: Sequence[BuildingCommand]) -> list[BuildingChange]:
    records = (command for command in commands if isinstance(command, Record))
    return [change for record in records for change in record.changes]
