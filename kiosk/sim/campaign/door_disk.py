"""A door's disk: all of a transaction or nothing, kept in memory; some disks lie, some are old."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Protocol, assert_never

from kiosk.core.door.doorbook import (
    RESERVED_KEPT_MAX,
    Append,
    DoorChange,
    DoorMemory,
    DropOpen,
    DropPending,
    MarkAcked,
    OpenPass,
    PurgeAcked,
    PutMarks,
    PutOpen,
    PutPaused,
    PutPending,
    PutPolicy,
    PutPrefs,
    PutRoster,
    Requeue,
    Reserve,
)
from kiosk.core.door.prefs import DoorPrefs
from kiosk.core.events import PassEvent
from kiosk.core.ids import BootId, PassId
from kiosk.core.protocol import Request
from kiosk.core.schoolparts import PolicyDocument, RosterPart

Row = tuple[BootId, int]
PutBack = Callable[[], None]


class DoorDisk(Protocol):
    """What a simulated door writes to; the real journal fits behind it too."""

    def begin(self, boot: BootId) -> DoorMemory:
        """Make `boot` durable as this life, and return what was kept."""
        ...

    def commit(self, changes: Sequence[DoorChange]) -> None:
        """Make all changes, or none."""
        ...

    def event(self, row: Row) -> PassEvent | None:
        """Return a kept event."""
        ...

    def events(self) -> dict[Row, PassEvent]:
        """Return every kept event."""
        ...

    def open_ids(self) -> set[PassId]:
        """Return the passes kept as open."""
        ...

    def pending_ids(self) -> set[PassId]:
        """Return the requests kept as pending."""
        ...

    def tear(self, changes: Sequence[DoorChange]) -> None:
        """Begin to make changes, and be cut off before the commit."""
        ...

    def power_cut(self, rng: Random) -> None:
        """Lose what was not really written; without it a crash is the program's own."""
        ...

    def settle(self) -> None:
        """Write at last what was said to be written."""
        ...

    def image(self) -> PutBack:
        """Take an image of this disk; return what puts it back."""
        ...

    def swap(self) -> None:
        """Put an empty disk in the place of this one."""
        ...


@dataclass(slots=True)
class Platter:
    """What is written."""

    lives: dict[BootId, int] = field(default_factory=dict)
    events: dict[Row, PassEvent] = field(default_factory=dict)
    acked: dict[Row, datetime] = field(default_factory=dict)
    pending: dict[PassId, Request] = field(default_factory=dict)
    reserved: dict[PassId, None] = field(default_factory=dict)
    open: dict[PassId, OpenPass] = field(default_factory=dict)
    marks: tuple[int, int] = (0, 0)
    roster: tuple[RosterPart, ...] = ()
    policy: PolicyDocument | None = None
    paused: bool = False
    prefs: DoorPrefs = field(default_factory=DoorPrefs)

    def copy(self) -> "Platter":
        """Return an image of it."""
        return replace(
            self,
            lives=dict(self.lives),
            events=dict(self.events),
            acked=dict(self.acked),
            pending=dict(self.pending),
            reserved=dict(self.reserved),
            open=dict(self.open),
        )

    def begin(self, boot: BootId) -> None:
        """Count a life; one of which no event is kept is forgotten."""
        kept = {life for life, _ in self.events}
        self.lives = {life: last for life, last in self.lives.items() if life in kept}
        self.lives[boot] = 0

    def apply(self, changes: Sequence[DoorChange]) -> None:
        """Make the changes of one transaction."""
        for change in changes:
            self._make(change)

    def _make(self, change: DoorChange) -> None:
        match change:
            case Reserve() | PutPending() | DropPending():
                self._make_pending(change)
            case PutOpen(opened):
                self.open[opened.id] = opened
            case DropOpen(pass_id):
                self.open.pop(pass_id, None)
            case Append(event):
                if self.lives.get(event.boot) != event.seq - 1:
                    raise RuntimeError(f"event {event.seq} of {event.boot} is not the next one")
                self.events[event.boot, event.seq] = event
                self.lives[event.boot] = event.seq
            case MarkAcked(boot, seqs, at):
                for seq in seqs:
                    if (boot, seq) in self.events:
                        self.acked.setdefault((boot, seq), at)
            case Requeue(boot, seqs):
                for seq in seqs:
                    self.acked.pop((boot, seq), None)
            case PutMarks(epoch, max_fence):
                self.marks = (epoch, max_fence)
            case PutRoster(parts):
                self.roster = parts
            case PutPolicy(policy):
                self.policy = policy
            case PutPaused(paused):
                self.paused = paused
            case PutPrefs(prefs):
                self.prefs = prefs
            case PurgeAcked(before):
                for row in [row for row, at in self.acked.items() if at < before]:
                    del self.acked[row], self.events[row]
            case _:
                assert_never(change)

    def _make_pending(self, change: Reserve | PutPending | DropPending) -> None:
        match change:
            case Reserve(pass_id):
                self.reserved[pass_id] = None
                while len(self.reserved) > RESERVED_KEPT_MAX:
                    del self.reserved[next(iter(self.reserved))]
            case PutPending(request):
                self.reserved.pop(request.id, None)
                self.pending[request.id] = request
            case DropPending(pass_id):
                self.pending.pop(pass_id, None)
                self.reserved.pop(pass_id, None)
            case _:
                assert_never(change)

    def memory(self, boot: BootId, *, unclean: bool) -> DoorMemory:
        """Return what a door finds when it starts."""
        return DoorMemory(
            boot=boot,
            unclean=unclean,
            last_seq=dict(self.lives),
            unacked=frozenset(self.events.keys() - self.acked.keys()),
            acked=frozenset(self.acked),
            pending=tuple(self.pending.values()),
            reserved=tuple(self.reserved),
            open=tuple(self.open.values()),
            finished=frozenset(e.id for e in self.events.values() if e.kind == "ended"),
            epoch=self.marks[0],
            max_fence=self.marks[1],
            roster=self.roster,
            policy=self.policy,
            paused=self.paused,
            prefs=self.prefs,
        )


class MemoryDisk:
    """A door's disk in memory; one that `lies` writes late what it says is written."""

    def __init__(self, *, lies: bool = False) -> None:
        self.seen = Platter()
        self._unclean = False
        self._written: Platter | None = Platter() if lies else None
        self._late: list[BootId | Sequence[DoorChange]] = []

    def begin(self, boot: BootId) -> DoorMemory:
        unclean, self._unclean = self._unclean, False
        self.seen.begin(boot)
        if self._written is not None:
            self._late.append(boot)
        return self.seen.memory(boot, unclean=unclean)

    def commit(self, changes: Sequence[DoorChange]) -> None:
        self.seen.apply(changes)
        if self._written is not None:
            self._late.append(changes)

    def event(self, row: Row) -> PassEvent | None:
        return self.seen.events.get(row)

    def events(self) -> dict[Row, PassEvent]:
        return self.seen.events

    def open_ids(self) -> set[PassId]:
        return set(self.seen.open)

    def pending_ids(self) -> set[PassId]:
        return set(self.seen.pending)

    def settle(self) -> None:
        """Write at last what was said to be written."""
        self._write(len(self._late))

    def power_cut(self, rng: Random) -> None:
        self._unclean = True
        if self._written is not None and self._late:
            self._write(rng.randint(0, len(self._late)))
            self._late.clear()
            self.seen = self._written.copy()

    def tear(self, changes: Sequence[DoorChange]) -> None:
        """Nothing of it is written: all of a transaction or none."""

    def image(self) -> PutBack:
        image = self.seen.copy()
        return lambda: self.put_back(image)

    def swap(self) -> None:
        self.put_back(Platter())

    def put_back(self, image: Platter) -> None:
        """Take an earlier image of this disk, or another disk, for this one."""
        self.seen, self._unclean = image.copy(), True
        if self._written is not None:
            self._written = image.copy()
            self._late.clear()

    def _write(self, count: int) -> None:
        if self._written is None:
            return
        for late in self._late[:count]:
            if isinstance(late, str):
                self._written.begin(late)
            else:
                self._written.apply(late)
        del self._late[:count]
