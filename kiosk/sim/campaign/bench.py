"""Real minds on a table, and every message in the hands of the one who tells the story.

For rules whose absence shows only when things happen in one very particular order.
"""

from datetime import datetime, timedelta

from kiosk.core.aggregator.buildingbook import BuildingChange
from kiosk.core.aggregator.coordination import (
    BeatDue,
    Broadcast,
    BuildingCommand,
    BuildingInput,
    DoorSaid,
    EventCame,
    Reply,
)
from kiosk.core.aggregator.coordination import Record as BuildingRecord
from kiosk.core.aggregator.coordinator import Coordinator
from kiosk.core.door.commands import DoorCommand, Record, Send, SendEvents, Show
from kiosk.core.door.doorkeeper import Doorkeeper
from kiosk.core.door.inputs import (
    CardTapped,
    Chose,
    DoorInput,
    GoRecorded,
    Heard,
    LinkChanged,
    Moment,
    Tick,
)
from kiosk.core.door.scene import Scene, Screen
from kiosk.core.events import Event, PassEvent
from kiosk.core.ids import BootId, CardHash, DestinationId, DoorId, PassId, RoomId, StudentId
from kiosk.core.ports import WireMessage
from kiosk.core.protocol import Heartbeat, Identify, Request, ToDoor
from kiosk.core.school import School
from kiosk.sim.campaign.building_disk import MemoryLedger
from kiosk.sim.campaign.door_disk import MemoryDisk, Platter
from kiosk.sim.campaign.sketch import sketch
from kiosk.sim.campaign.world import START

S0, S1, S2, S3 = (StudentId(f"s-{n}") for n in range(4))
"""S0 and S2 are of the first room, S1 and S3 of the second; S0 and S1 must not meet."""
HALL, BOOTH = DestinationId("hall"), DestinationId("booth")
BEAT_MS = 5_000


class BrokenError(AssertionError):
    """A promise of the protocol is broken; the text says which."""


def promise(what: str, *, kept: bool) -> None:
    """Raise BrokenError if a promise is not kept."""
    if not kept:
        raise BrokenError(what)


class TableBuilding:
    """The aggregator: what it says is handed out by the teller, through `said`."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.disk = MemoryLedger()
        self.now_ms = 0
        self.said: list[tuple[DoorId, ToDoor]] = []
        self._lives = 0
        self.start()

    def start(self) -> None:
        """Begin a life from what the disk holds."""
        self._lives += 1
        own = BootId(f"own-{self._lives}")
        self.mind = Coordinator(self.school, self.disk.begin(self.now()), own)
        self._commit(self.mind.begin())

    def now(self) -> datetime:
        """Return the time."""
        return START + timedelta(milliseconds=self.now_ms)

    def give(self, happened: BuildingInput) -> None:
        """Hand over one input."""
        commands = self.mind.batch([happened], self.now())
        self._commit(commands)
        for command in commands:
            match command:
                case Reply(door, message):
                    self.said.append((door, message))
                case Broadcast(message):
                    rooms = self.school.roster.rooms.values()
                    self.said.extend((room.door, message) for room in rooms)

    def hear(self, door: DoorId, message: WireMessage) -> None:
        """Hand over what a door said."""
        match message:
            case Request() | Identify() | Heartbeat():
                self.give(DoorSaid(door, message))
            case Event():
                if isinstance(message, PassEvent):
                    self.give(EventCame(door, message, b"as it came"))

    def held(self, pass_id: PassId) -> bool:
        """Say whether a pass counts as out."""
        return pass_id in self.mind.building.halls.outings()

    def _commit(self, commands: list[BuildingCommand]) -> None:
        changes: list[BuildingChange] = []
        for command in commands:
            if isinstance(command, BuildingRecord):
                changes += command.changes
        self.disk.commit(changes)


class TableDoor:
    """A door: what it says is handed over by the teller, through `said`."""

    def __init__(self, door: DoorId, room: RoomId) -> None:
        self.door, self.room = door, room
        self.disk = MemoryDisk()
        self.now_ms = self._boot_ms = 0
        self.commit_ms = 0
        """How long a commit takes that a go waits for."""
        self.wire_cut = False
        """Nothing gets through, and the door does not know."""
        self.said: list[WireMessage] = []
        self.scenes: list[Scene] = []
        self._made = 0
        self.start()

    def start(self) -> None:
        """Begin a life from what the disk holds."""
        self._made += 1
        boot = BootId(f"{self.door}-boot-{self._made}")
        self._boot_ms = self.now_ms
        memory = self.disk.begin(boot)
        self.keeper = Doorkeeper(self.door, self.room, memory, sketch)
        self._carry_out(self.keeper.begin(self._moment()))
        self._carry_out(self.keeper.settle(self._moment()))

    def give(self, happened: DoorInput) -> None:
        """Hand over one input."""
        self._carry_out(self.keeper.step(happened, self._moment()))
        self._carry_out(self.keeper.settle(self._moment()))

    def lose_power(self) -> None:
        """Begin another life after a power cut; what was said is lost."""
        self.take_card(self.disk.seen)

    def take_card(self, card: Platter) -> None:
        """Begin another life with this card; what was said is lost."""
        self.said.clear()
        self.disk.put_back(card)
        self.start()
        self.link()

    def link(self) -> None:
        """Let the link come up."""
        self.give(LinkChanged(up=True))

    def hear(self, message: ToDoor) -> None:
        """Hand over what the aggregator said."""
        self.give(Heard(message))

    def wait(self, ms: int) -> None:
        """Let time pass."""
        self.now_ms += ms
        self.give(Tick())

    def tap(self, card: CardHash, *, before_ms: int = 0) -> None:
        """Hold a card to the reader, some time before it is handled."""
        self.give(CardTapped(card, self.mono_ms() - before_ms))

    def choose(self, goal: DestinationId) -> None:
        """Touch a tile."""
        self.give(Chose(goal))

    def mono_ms(self) -> int:
        """Return the ms since this life began."""
        return self.now_ms - self._boot_ms

    @property
    def screen(self) -> Screen:
        """Return the page that stands."""
        return self.scenes[-1].screen

    def _moment(self) -> Moment:
        self._made += 1
        now = START + timedelta(milliseconds=self.now_ms)
        return Moment(self.mono_ms(), now, True, PassId(f"{self.door}-{self._made:04d}"))

    def _carry_out(self, commands: list[DoorCommand]) -> None:
        todo = list(commands)
        while todo:
            match todo.pop(0):
                case Record(changes, go):
                    self.disk.commit(changes)
                    if go is not None:
                        self.now_ms += self.commit_ms
                        todo.extend(self.keeper.step(GoRecorded(go), self._moment()))
                case Send(message):
                    self.said.append(message)
                case SendEvents(rows):
                    self.said.extend(e for row in rows if (e := self.disk.event(row)))
                case Show(scene):
                    self.scenes.append(scene)
                case _:
                    pass


class Table:
    """Two doors and an aggregator; time is the same for all."""

    def __init__(self, school: School, *, doors: int = 2) -> None:
        self.school = school
        self.building = TableBuilding(school)
        rooms = list(school.roster.rooms.values())[:doors]
        self.doors = [TableDoor(room.door, room.id) for room in rooms]
        for door in self.doors:
            door.link()
        self.settle()

    def card(self, who: StudentId) -> CardHash:
        """Return a student's card."""
        return next(iter(self.school.roster.students[who].cards))

    def settle(self, *, rounds: int = 8) -> None:
        """Deliver everything that waits, until nothing is said any more."""
        for _ in range(rounds):
            self.up()
            self.down()

    def up(self) -> None:
        """Deliver what the doors have said."""
        for door in self.doors:
            said, door.said = door.said, []
            for message in () if door.wire_cut else said:
                self.building.hear(door.door, message)

    def down(self) -> None:
        """Deliver what the aggregator has said."""
        said, self.building.said = self.building.said, []
        for to, message in said:
            for door in self.doors:
                if door.door == to and not door.wire_cut:
                    door.hear(message)

    def wait(self, ms: int) -> None:
        """Let time pass for all; nothing is delivered."""
        self.building.now_ms += ms
        self.building.give(BeatDue())
        for door in self.doors:
            door.wait(ms)

    def beats(self) -> None:
        """Let four heartbeats go by, with everything delivered."""
        for _ in range(4):
            self.settle()
            self.wait(BEAT_MS)
        self.settle()

    def ask(self, door: TableDoor, who: StudentId, goal: DestinationId) -> Request:
        """Let a student tap and choose; the request is not delivered yet."""
        door.tap(self.card(who))
        door.choose(goal)
        return next(m for m in reversed(door.said) if isinstance(m, Request))

    def go(self, door: TableDoor, who: StudentId, goal: DestinationId) -> PassId:
        """Let a student go, with everything delivered."""
        asked = self.ask(door, who, goal)
        self.settle()
        promise("a student may go when nothing stands against it", kept=door.screen is Screen.OUT)
        return asked.id
