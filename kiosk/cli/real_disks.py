"""The real journals as the disks of a simulated building: SQLite files in a folder of their own.

A crash leaves the files as they are, write-ahead file included: they are copied byte for byte and
the copy is what the next life finds. The connection that held the old ones is only closed then,
because closing tidies up, which a program that died does not do.
"""

import shutil
import sqlite3
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Final, Generic, TypeVar, cast

from kiosk.cli.journal_slot import FILE, Slot
from kiosk.core.aggregator.buildingbook import BuildingChange, BuildingMemory, PutEvent
from kiosk.core.door.doorbook import DoorChange, DoorMemory
from kiosk.core.events import Event, PassEvent
from kiosk.core.ids import BootId, DoorId, PassId
from kiosk.feed.codec import JsonCodec
from kiosk.sim.campaign.day import IN_MEMORY, Disks
from kiosk.store.building_journal import BuildingJournal
from kiosk.store.door_journal import DoorJournal

EVERY: Final = 20
"""One seed in so many runs on real journals by default: it takes some ten times as long."""
NO_CHANGE: Final = cast("DoorChange", object())
"""What no journal can make: the transaction that comes to it is rolled back."""
Row = tuple[BootId, int]
Place = tuple[DoorId, BootId, int]
PutBack = Callable[[], None]
JournalT = TypeVar("JournalT", DoorJournal, BuildingJournal)
MemoryT = TypeVar("MemoryT", DoorMemory, BuildingMemory)


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands in a door's journal."""

    events: dict[Row, PassEvent]
    open: set[PassId]
    pending: set[PassId]


class RealDisk(ABC, Generic[JournalT]):
    """What the real journals have in common behind the shape of a simulated disk."""

    def __init__(self, folder: Path, *, lies: bool) -> None:
        self._slot = Slot(folder, lies=lies)
        self._codec = JsonCodec()
        self._journal: JournalT | None = None

    def power_cut(self, rng: Random) -> None:
        loses, left = self._slot.lost(rng)
        if loses:
            self._go_on_with(left)

    def settle(self) -> None:
        self._slot.settle()

    def image(self) -> PutBack:
        kept = self._slot.keep()
        return lambda: self._put_back(kept)

    def close(self) -> None:
        """Let go of the files; nobody looks at them any more."""
        if self._journal is not None:
            self._close(self._journal)
            self._journal = None

    @property
    def _open(self) -> JournalT:
        if self._journal is None:
            raise RuntimeError("nobody has begun with this disk")
        return self._journal

    @abstractmethod
    def _close(self, journal: JournalT) -> None:
        """Close a journal as a program that died does: tidying nothing up where that shows."""

    def _put_back(self, files: Path | None) -> None:
        self._go_on_with(files)

    def _go_on_with(self, files: Path | None) -> None:
        """Have other files here; without any, an empty disk."""
        self._leave(files)
        self._slot.replaced()

    def _leave(self, goes_on_with: Path | None) -> None:
        """Go on with a copy, then let the old connection go."""
        self._slot.move(goes_on_with)
        self.close()

    def _sound(self, memory: MemoryT) -> MemoryT:
        """Return what a journal has found; raise RuntimeError if it was damaged."""
        if memory.set_aside is not None:
            raise RuntimeError(f"the journal was damaged: {memory.set_aside}")
        return memory


class RealDoorDisk(RealDisk[DoorJournal]):
    """A door's real journal behind the shape of a simulated disk."""

    def __init__(self, folder: Path, *, lies: bool) -> None:
        super().__init__(folder, lies=lies)
        self._starts = 1
        self._kept: Kept | None = None

    def begin(self, boot: BootId) -> DoorMemory:
        self._leave(self._slot.here)
        self._journal = DoorJournal(self._slot.path, self._codec, f"start-{self._starts}")
        memory = self._sound(self._journal.open(boot))
        self._changed()
        return memory

    def commit(self, changes: Sequence[DoorChange]) -> None:
        self._open.commit(changes)
        self._changed()

    def tear(self, changes: Sequence[DoorChange]) -> None:
        with suppress(AssertionError):
            self._open.commit([*changes, NO_CHANGE])

    def event(self, row: Row) -> PassEvent | None:
        return self._read().events.get(row)

    def events(self) -> dict[Row, PassEvent]:
        return self._read().events

    def open_ids(self) -> set[PassId]:
        return self._read().open

    def pending_ids(self) -> set[PassId]:
        return self._read().pending

    def power_cut(self, rng: Random) -> None:
        self._starts += 1
        super().power_cut(rng)

    def swap(self) -> None:
        self._put_back(None)

    def _put_back(self, files: Path | None) -> None:
        self._starts += 1
        super()._put_back(files)

    def _close(self, journal: DoorJournal) -> None:
        journal.close(clean=False)

    def _leave(self, goes_on_with: Path | None) -> None:
        self._kept = None
        super()._leave(goes_on_with)

    def _changed(self) -> None:
        self._kept = None
        self._slot.committed()

    def _read(self) -> Kept:
        """Read a copy: the journal holds its own file for itself alone."""
        if self._kept is None:
            there = self._slot.keep()
            if not (there / FILE).exists():
                return Kept({}, set(), set())
            with closing(sqlite3.connect(there / FILE)) as db:
                events = db.execute("SELECT boot, seq, sealed FROM events").fetchall()
                opened = db.execute("SELECT id FROM open_passes").fetchall()
                pending = db.execute("SELECT id FROM pending").fetchall()
            shutil.rmtree(there)
            self._kept = Kept(
                {(BootId(b), n): _event(self._codec, sealed) for b, n, sealed in events},
                {PassId(one) for (one,) in opened},
                {PassId(one) for (one,) in pending},
            )
        return self._kept


class RealBuildingDisk(RealDisk[BuildingJournal]):
    """The aggregator's real journal behind the shape of a simulated disk."""

    def begin(self, now: datetime) -> BuildingMemory:
        self._leave(self._slot.here)
        self._journal = BuildingJournal(self._slot.path, self._codec)
        memory = self._sound(self._journal.open(now))
        self._slot.committed()
        return memory

    def commit(self, changes: Sequence[BuildingChange]) -> None:
        self._open.commit([self._sealed(change) for change in changes])
        self._slot.committed()

    def tear(self, changes: Sequence[BuildingChange]) -> None:
        with suppress(AssertionError):
            torn = cast("BuildingChange", NO_CHANGE)
            self._open.commit([*(self._sealed(change) for change in changes), torn])

    def event(self, place: Place) -> PassEvent | None:
        if self._journal is not None:
            return self._event_in(self._slot.path, place)
        # The next life is to find the files as they are: to read them would tidy up.
        there = self._slot.keep()
        found = self._event_in(there / FILE, place) if (there / FILE).exists() else None
        shutil.rmtree(there)
        return found

    def _close(self, journal: BuildingJournal) -> None:
        journal.close()

    def _event_in(self, path: Path, place: Place) -> PassEvent | None:
        with closing(sqlite3.connect(path)) as db:
            query = "SELECT raw FROM events WHERE door = ? AND boot = ? AND seq = ?"
            found = db.execute(query, place).fetchone()
        return _event(self._codec, found[0]) if found else None

    def _sealed(self, change: BuildingChange) -> BuildingChange:
        # As the aggregator program does with events of its own hand.
        if isinstance(change, PutEvent) and not change.raw:
            return replace(change, raw=self._codec.seal(change.event, None))
        return change


@contextmanager
def on_real_journals(_seed: int) -> Iterator[Disks]:
    """Give a seed's building real journals, in memory that is a file system if there is one."""
    # What a power cut does to files is another campaign's matter: here a flush need not cost.
    shared = Path("/dev/shm")  # noqa: S108 # a private folder is made in it
    where = shared if shared.is_dir() else None
    codec = JsonCodec()
    with (
        tempfile.TemporaryDirectory(prefix="campaign-", dir=where) as folder,
        ExitStack() as in_use,
    ):
        made = Path(folder)
        yield Disks(
            door=lambda name, lies: in_use.enter_context(
                closing(RealDoorDisk(made / name, lies=lies))
            ),
            building=lambda lies: in_use.enter_context(
                closing(RealBuildingDisk(made / "building", lies=lies))
            ),
            seal=lambda event: codec.seal(event, event.prev),
        )


@contextmanager
def on_real_journals_now_and_then(seed: int) -> Iterator[Disks]:
    """Give one seed in `EVERY` real journals, and the others disks in memory."""
    if seed % EVERY:
        yield IN_MEMORY
    else:
        with on_real_journals(seed) as disks:
            yield disks


def _event(codec: JsonCodec, raw: bytes) -> PassEvent:
    event = codec.decode(raw)
    if not isinstance(event, Event):
        raise TypeError(f"a {type(event).__name__} is kept among events")
    return event
