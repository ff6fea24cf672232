"""One door's mind on a bench: its journal a model, the building played by the test."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.core.door.commands import DoorCommand, DropLink, Record, Send, SendEvents, Show, WakeAt
from kiosk.core.door.doorbook import DoorMemory, MarkAcked
from kiosk.core.door.doorkeeper import Doorkeeper
from kiosk.core.door.inputs import (
    CardTapped,
    Chose,
    DoorInput,
    GoRecorded,
    Heard,
    LinkChanged,
    Moment,
)
from kiosk.core.door.inputs import Tick as TickInput
from kiosk.core.door.scene import Scene, Screen
from kiosk.core.doorschool import policy_document, roster_parts
from kiosk.core.events import PassEvent
from kiosk.core.ids import (
    BootId,
    CardHash,
    DestinationId,
    DoorId,
    PassId,
    RoomId,
    StaffId,
    StudentId,
)
from kiosk.core.policy import Policy, WhenAlone
from kiosk.core.protocol import (
    Ack,
    EpochBeat,
    Grant,
    Heartbeat,
    Refusal,
    Request,
    Sync,
    ToDoor,
    WireRuling,
)
from kiosk.core.schedule import Schedule
from kiosk.core.school import Destination, DestinationKind, Room, Roster, School, Staff, Student
from kiosk.sim.campaign.door_disk import Platter

DOOR, ROOM = DoorId("door-214"), RoomId("r-214")
BOOT, LATER_BOOT = BootId("boot-1"), BootId("boot-2")
MAYA, OMAR, IVY = StudentId("s-maya"), StudentId("s-omar"), StudentId("s-ivy")
MAYAS_CARD, OMARS_CARD, IVYS_CARD = CardHash("c-maya"), CardHash("c-omar"), CardHash("c-ivy")
TEACHER, BADGE = StaffId("t-case"), CardHash("c-case")
RESTROOM, LIBRARY, OFFICE = (
    DestinationId("restroom"),
    DestinationId("library"),
    DestinationId("office"),
)
NOON = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
POLICY = Policy(
    no_fly_first=timedelta(), no_fly_last=timedelta(), passes_a_day_max=None, cooldown=timedelta()
)


def school(policy: Policy = POLICY, *, out_max: int = 0) -> School:
    def place(name: DestinationId, *, needs_approval: bool = False) -> Destination:
        kind = DestinationKind.OTHER
        return Destination(name, {"en": name}, kind, minutes=5, needs_approval=needs_approval)

    def student(who: StudentId, first: str, card: CardHash) -> Student:
        rooms = frozenset({ROOM})
        return Student(who, first, "Lopez", rooms=rooms, cards=frozenset({card}))

    places = (place(RESTROOM), place(LIBRARY), place(OFFICE, needs_approval=True))
    people = (student(MAYA, "Maya", MAYAS_CARD), student(OMAR, "Omar", OMARS_CARD))
    roster = Roster(
        students={s.id: s for s in people},
        staff={TEACHER: Staff(TEACHER, "Ms. Case", frozenset({BADGE}))},
        rooms={ROOM: Room(ROOM, "214", "2", DOOR, out_max)},
        destinations={p.id: p for p in places},
    )
    return School("Example", roster, Schedule(ZoneInfo("America/New_York")), policy)


def alone_policy(when_alone: WhenAlone) -> Policy:
    return replace(POLICY, when_alone=when_alone)


class DoorBench:
    """Give it inputs at a time of your own; it keeps what was recorded, sent and shown."""

    def __init__(self, *, of: School | None = None, linked: bool = True) -> None:
        self.journal = Platter()
        self.school = of or school()
        self.ms = 0
        self.clock_known = True
        self.records: list[Record] = []
        self.sent: list[object] = []
        self.rows: list[tuple[BootId, int]] = []
        self.scenes: list[Scene] = []
        self.dropped: list[str] = []
        self.wakes_ms = 0
        """When the door wants to be woken, if nothing happens before."""
        self.commit_ms = 0
        """How long each commit that a go waits for takes."""
        self._ids = 0
        self.begin(BOOT)
        if linked:
            self.link()

    def begin(
        self, boot: BootId, *, unclean: bool = False, memory: DoorMemory | None = None
    ) -> None:
        """Begin a life from what is on disk."""
        self.ms = 0
        self.journal.begin(boot)
        found = memory or self.journal.memory(boot, unclean=unclean)
        self.keeper = Doorkeeper(DOOR, ROOM, found)
        self._carry_out(self.keeper.begin(self.moment()))
        self._carry_out(self.keeper.settle(self.moment()))

    def link(self) -> None:
        """Connect, and let the building say what school this is."""
        self.give(LinkChanged(up=True))
        self.hear(EpochBeat(epoch=1, now=NOON))
        self.hear(policy_document(self.school, ROOM))
        for part in roster_parts(self.school, ROOM):
            self.hear(part)

    def moment(self) -> Moment:
        self._ids += 1
        now = NOON + timedelta(milliseconds=self.ms)
        return Moment(self.ms, now, self.clock_known, PassId(f"id-{self._ids:03d}"))

    def give(self, happened: DoorInput) -> None:
        self._carry_out(self.keeper.step(happened, self.moment()))
        self._carry_out(self.keeper.settle(self.moment()))

    def hear(self, message: ToDoor) -> None:
        self.give(Heard(message))

    def wait(self, ms: int) -> None:
        """Let time pass up to `ms` from now, as one late tick."""
        self.ms += ms
        self.give(TickInput())

    def tap(self, card: CardHash, *, at_ms: int | None = None) -> None:
        self.give(CardTapped(card, self.ms if at_ms is None else at_ms))

    def ask(self, card: CardHash = MAYAS_CARD, to: DestinationId = RESTROOM) -> Request:
        """Tap and choose, up to the request."""
        self.tap(card)
        self.give(Chose(to))
        return self.requests[-1]

    def go(self, card: CardHash = MAYAS_CARD, to: DestinationId = RESTROOM) -> PassId:
        """Tap, choose and be granted."""
        asked = self.ask(card, to)
        self.hear(grant(asked))
        return asked.id

    def ack_all(self) -> None:
        self.hear(Ack(boot=self.boot, upto=len(self.events), missing=(), epoch=1))

    def sync(self, answer_to: Heartbeat | None = None, **more: object) -> None:
        """Answer the last heartbeat, or an older one."""
        heartbeat = answer_to or self.heartbeats[-1]
        answer = Sync(
            boot=heartbeat.boot,
            mono_ms=heartbeat.mono_ms,
            now=NOON,
            fence=0,
            epoch=1,
            upto=dict(heartbeat.last_seq),
        )
        self.hear(replace(answer, **more))  # type: ignore[arg-type] # fields of Sync, by name

    @property
    def boot(self) -> BootId:
        return self.keeper.state.boot

    @property
    def scene(self) -> Scene:
        return self.scenes[-1]

    @property
    def screen(self) -> Screen:
        return self.scene.screen

    def must_show(self, screen: Screen) -> None:
        assert self.screen is screen

    @property
    def requests(self) -> list[Request]:
        return [m for m in self.sent if isinstance(m, Request)]

    @property
    def heartbeats(self) -> list[Heartbeat]:
        return [m for m in self.sent if isinstance(m, Heartbeat)]

    @property
    def events(self) -> list[PassEvent]:
        return list(self.journal.events.values())

    @property
    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]

    @property
    def marked(self) -> list[MarkAcked]:
        return [c for r in self.records for c in r.changes if isinstance(c, MarkAcked)]

    @property
    def states(self) -> Mapping[PassId, object]:
        return self.keeper.state.states

    def _carry_out(self, commands: list[DoorCommand]) -> None:
        todo = list(commands)
        while todo:
            match todo.pop(0):
                case Record(changes, go) as record:
                    self.records.append(record)
                    self.journal.apply(changes)
                    if go is not None:
                        self.ms += self.commit_ms
                        todo.extend(self.keeper.step(GoRecorded(go), self.moment()))
                case Send(message):
                    self.sent.append(message)
                case SendEvents(rows):
                    self.rows.extend(rows)
                case Show(scene):
                    self.scenes.append(scene)
                case DropLink(why):
                    self.dropped.append(why)
                case WakeAt(mono_ms):
                    self.wakes_ms = mono_ms


def grant(asked: Request, *, epoch: int = 1, fence: int = 1) -> Grant:
    return Grant(id=asked.id, fence=fence, epoch=epoch, minutes=5)


def refusal(
    asked: Request, ruling: WireRuling, reason: str = "hall_full", *, epoch: int = 1
) -> Refusal:
    return Refusal(id=asked.id, ruling=ruling, reason=reason, epoch=epoch)
