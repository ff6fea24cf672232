"""The aggregator's mind on a bench: its journal a model, the doors played by the test."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.buildingbook import BuildingChange
from kiosk.core.aggregator.coordination import (
    BuildingCommand,
    BuildingInput,
    DoorSaid,
    EventCame,
    Record,
    Reply,
)
from kiosk.core.aggregator.coordinator import Coordinator
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.events import (
    Abandoned,
    Arrived,
    CheckedIn,
    Ended,
    EndedHow,
    IdentifiedBy,
    PassEvent,
    Refused,
    Started,
)
from kiosk.core.ids import BootId, DestinationId, DoorId, GroupId, PassId, RoomId, StudentId
from kiosk.core.policy import Policy
from kiosk.core.protocol import Grant, Heartbeat, Refusal, Request, Sync, ToDoor
from kiosk.core.schedule import Schedule
from kiosk.core.school import (
    Destination,
    DestinationKind,
    EncounterGroup,
    GroupMode,
    Room,
    Roster,
    School,
    Student,
)
from kiosk.sim.campaign.building_disk import Ledger

NOON = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ROOM_214, ROOM_118 = RoomId("r-214"), RoomId("r-118")
DOOR_214, DOOR_118 = DoorId("door-214"), DoorId("door-118")
ORIGINS: Mapping[DoorId, RoomId] = {DOOR_214: ROOM_214, DOOR_118: ROOM_118}
BOOT, LATER_BOOT = BootId("boot-1"), BootId("boot-2")
MAYA, OMAR, IVY, NOAH = (StudentId(f"s-{n}") for n in ("maya", "omar", "ivy", "noah"))
RESTROOM, BOOTH = DestinationId("restroom"), DestinationId("booth")
POLICY = Policy(
    no_fly_first=timedelta(),
    no_fly_last=timedelta(),
    passes_a_day_max=None,
    cooldown=timedelta(),
    hall_capacity=None,
)


def apart(*members: StudentId, mode: GroupMode = GroupMode.ANYWHERE) -> EncounterGroup:
    return EncounterGroup(GroupId("g-1"), frozenset(members), mode)


def school(
    *groups: EncounterGroup, hall: int | None = None, booth: int | None = None, **policy: object
) -> School:
    def place(name: DestinationId, capacity: int | None = None) -> Destination:
        kind = DestinationKind.OTHER
        return Destination(name, {"en": name}, kind, minutes=5, capacity=capacity)

    people = [Student(s, s.removeprefix("s-").title(), "Lopez") for s in (MAYA, OMAR, IVY, NOAH)]
    roster = Roster(
        students={s.id: s for s in people},
        rooms={r: Room(r, r, "2", d, 0) for d, r in ORIGINS.items()},
        destinations={RESTROOM: place(RESTROOM), BOOTH: place(BOOTH, booth)},
        groups=groups,
    )
    zone = Schedule(ZoneInfo("America/New_York"))
    numbers = replace(POLICY, hall_capacity=hall, **policy)  # type: ignore[arg-type] # by name
    return School("Example", roster, zone, numbers)


def with_room_limit(school: School, out_max: int) -> School:
    rooms = {r: replace(room, out_max=out_max) for r, room in school.roster.rooms.items()}
    return replace(school, roster=replace(school.roster, rooms=rooms))


class BuildingBench:
    """Give it batches at a time of your own; it keeps what was committed, said and told."""

    def __init__(self, of: School | None = None, *, heard: Iterable[DoorId] = ORIGINS) -> None:
        self.journal = Ledger()
        self.school = of or school()
        self.now = NOON
        self.commands: list[BuildingCommand] = []
        self.seqs: dict[tuple[DoorId, BootId], int] = {}
        self._ids = 0
        self.start()
        for door in heard:
            self.say(beat(door))

    def start(self) -> None:
        """Begin a life from what is on disk."""
        boot = BootId(f"own-{self._ids}")
        self.mind = Coordinator(self.school, self.journal.memory(self.now), boot)
        self._commit(self.mind.begin())

    def give(self, *inputs: BuildingInput) -> list[BuildingCommand]:
        """Hand over one batch; return its commands."""
        commands = self.mind.batch(inputs, self.now)
        self._commit(commands)
        self.commands += commands
        return commands

    def say(self, message: Request | Heartbeat) -> ToDoor:
        """Let a door say something; return the first answer."""
        return replies(self.give(DoorSaid(message.door, message)))[0]

    def ask(
        self,
        who: StudentId,
        to: DestinationId = RESTROOM,
        door: DoorId = DOOR_214,
        *,
        after: timedelta = SECOND,
    ) -> Request:
        """Return a new request, a while later; it is not sent."""
        self.now += after
        self._ids += 1
        return request(PassId(f"p-{self._ids:03d}"), who, to, door)

    def answer(self, asked: Request) -> Grant | Refusal:
        said = self.say(asked)
        assert isinstance(said, Grant | Refusal)
        return said

    def grant(
        self, who: StudentId, to: DestinationId = RESTROOM, door: DoorId = DOOR_214
    ) -> Request:
        """Return a request that was granted."""
        asked = self.ask(who, to, door)
        assert isinstance(self.answer(asked), Grant)
        return asked

    def take(self, event: PassEvent) -> list[BuildingCommand]:
        return self.give(EventCame(event.door, event, b"as it came"))

    def next_seq(self, door: DoorId, boot: BootId = BOOT) -> int:
        self.seqs[door, boot] = self.seqs.get((door, boot), 0) + 1
        return self.seqs[door, boot]

    def start_pass(self, asked: Request, *, offline: bool = False, known: bool = True) -> Started:
        """Let the door of `asked` start it now, and the event come in."""
        event = started(
            asked, self.next_seq(asked.door), self.now if known else None, offline=offline
        )
        self.take(event)
        return event

    def end_pass(self, asked: Request) -> None:
        seq = self.next_seq(asked.door)
        self.take(ended(asked, seq, self.now))

    def record(self, pass_id: PassId) -> PassRecord:
        return self.mind.building.record(pass_id)

    def alerts(self, kind: str) -> list[AlertRow]:
        return [alert for alert in self.journal.alerts if alert.kind == kind]

    def _commit(self, commands: Iterable[BuildingCommand]) -> None:
        changes: list[BuildingChange] = []
        for command in commands:
            if isinstance(command, Record):
                changes += command.changes
        self.journal.apply(changes)


def replies(commands: Iterable[BuildingCommand]) -> list[ToDoor]:
    return [c.message for c in commands if isinstance(c, Reply)]


def beat(
    door: DoorId = DOOR_214,
    boot: BootId = BOOT,
    last_seq: Mapping[BootId, int] | None = None,
    *,
    opened: tuple[PassId, ...] = (),
    pending: tuple[PassId, ...] = (),
) -> Heartbeat:
    return Heartbeat(
        door=door,
        boot=boot,
        mono_ms=1_000,
        at=None,
        last_seq=last_seq if last_seq is not None else {boot: 0},
        open=opened,
        pending=pending,
        max_fence=0,
        epoch=1,
    )


def sync_in(commands: Iterable[BuildingCommand]) -> Sync:
    return next(m for m in replies(commands) if isinstance(m, Sync))


def request(
    pass_id: PassId,
    who: StudentId = MAYA,
    to: DestinationId = RESTROOM,
    door: DoorId = DOOR_214,
    boot: BootId = BOOT,
) -> Request:
    return Request(
        door=door,
        boot=boot,
        id=pass_id,
        student=who,
        destination=to,
        origin=ORIGINS[door],
        identified_by=IdentifiedBy.CARD,
        mono_ms=1_000,
        at=None,
        epoch=1,
    )


def started(
    asked: Request, seq: int, at: datetime | None, *, offline: bool = False, urgent: bool = False
) -> Started:
    return Started(
        door=asked.door,
        boot=asked.boot,
        seq=seq,
        id=asked.id,
        mono_ms=seq * 1_000,
        at=at,
        student=asked.student,
        destination=asked.destination,
        origin=asked.origin,
        identified_by=asked.identified_by,
        approved_by=None,
        urgent=urgent,
        offline=offline,
        override=False,
        minutes=5,
    )


def ended(asked: Request, seq: int, at: datetime | None, how: EndedHow = EndedHow.TAP) -> Ended:
    return Ended(
        door=asked.door, boot=asked.boot, seq=seq, id=asked.id, mono_ms=seq * 1_000, at=at, how=how
    )


def abandoned(asked: Request, seq: int, *, doubt: bool = False) -> Abandoned:
    return Abandoned(
        door=asked.door,
        boot=asked.boot,
        seq=seq,
        id=asked.id,
        mono_ms=seq * 1_000,
        at=None,
        doubt=doubt,
        student=asked.student,
        destination=asked.destination,
        origin=asked.origin,
    )


def refused(asked: Request, seq: int) -> Refused:
    return Refused(
        door=asked.door,
        boot=asked.boot,
        seq=seq,
        id=asked.id,
        mono_ms=seq * 1_000,
        at=None,
        student=asked.student,
        destination=asked.destination,
        reason="hall_full",
    )


def arrived(asked: Request, door: DoorId, seq: int, at: datetime | None) -> Arrived:
    return Arrived(
        door=door,
        boot=BOOT,
        seq=seq,
        id=asked.id,
        mono_ms=seq * 1_000,
        at=at,
        student=asked.student,
    )


def checked_in(asked: Request, door: DoorId, seq: int, at: datetime | None) -> CheckedIn:
    return CheckedIn(
        door=door,
        boot=BOOT,
        seq=seq,
        id=asked.id,
        mono_ms=seq * 1_000,
        at=at,
        student=asked.student,
    )
