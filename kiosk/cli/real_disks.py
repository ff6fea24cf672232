"""The real journals as the disks of a simulated building: SQLite files in a folder of their own.

A crash leaves the files as they are, write-ahead file included: they are copied byte for byte and
the copy is what the next life finds. The connection that held the old ones is only closed then,
because closing tidies up, which a program that died does not do.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Final, cast

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
FILE: Final = "journal.sqlite3"
NO_CHANGE: Final = cast("DoorChange", object())
"""What no journal can make: the transaction that comes to it is rolled back."""
Row = tuple[BootId, int]
Place = tuple[DoorId, BootId, int]
PutBack = Callable[[], None]


class Slot:
    """Where one disk is; each life has the files in a folder of its own."""

    def __init__(self, folder: Path, *, lies: bool) -> None:
        self._folder = folder
        self._lies = lies
        self._made = 0
        self.here = self._next()
        self._written: Path | None = None
        self._late: list[Path] = []

    @property
    def path(self) -> Path:
        """Return the journal's file."""
        return self.here / FILE

    def move(self, origin: Path | None) -> None:
        """Go on with a copy of the files in `origin`; without one with an empty disk."""
        self.here = self._copy(origin) if origin is not None else self._next()

    def keep(self) -> Path:
        """Return a copy of the files as they are now."""
        return self._copy(self.here)

    def committed(self) -> None:
        """Take note that something was said to be written."""
        if self._lies:
            self._late.append(self.keep())

    def settle(self) -> None:
        """Have everything written in fact."""
        if self._lies:
            self._written = self.keep()
            self._drop_late()

    def lost(self, rng: Random) -> tuple[bool, Path | None]:
        """Return whether a power cut loses something, and the files that are left then."""
        if not self._lies or not self._late:
            return False, None
        return True, rng.choice([self._written, *self._late])

    def replaced(self) -> None:
        """Take note that other files are here now."""
        if self._lies:
            self._written = self.keep()
            self._drop_late()

    def _drop_late(self) -> None:
        for each in self._late:
            shutil.rmtree(each)
        self._late.clear()

    def _copy(self, origin: Path) -> Path:
        there = self._next()
        for name in (FILE, f"{FILE}-wal"):
            with suppress(FileNotFoundError):
                shutil.copyfile(origin / name, there / name)
        return there

    def _next(self) -> Path:
        self._made += 1
        there = self._folder / f"{self._made}"
        there.mkdir(parents=True)
        return there


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands in a door's journal."""

    events: dict[Row, PassEvent]
    open: set[PassId]
    pending: set[PassId]


class RealDoorDisk:
    """A door's real journal behind the shape of a simulated disk."""

    def __init__(self, folder: Path, *, lies: bool) -> None:
        self._slot = Slot(folder, lies=lies)
        self._codec = JsonCodec()
        self._starts = 1
        self._journal: DoorJournal | None = None
        self._kept: Kept | None = None

    def begin(self, boot: BootId) -> DoorMemory:
        self._leave(self._slot.here)
        self._journal = DoorJournal(self._slot.path, self._codec, f"start-{self._starts}")
        memory = self._journal.open(boot)
        if memory.set_aside is not None:
            raise RuntimeError(f"the journal was damaged: {memory.set_aside}")
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
        loses, left = self._slot.lost(rng)
        if loses:
            self._leave(left)
            self._slot.replaced()

    def settle(self) -> None:
        self._slot.settle()

    def image(self) -> PutBack:
        kept = self._slot.keep()
        return lambda: self._put_back(kept)

    def swap(self) -> None:
        self._put_back(None)

    def close(self) -> None:
        """Let go of the files; nobody looks at them any more."""
        if self._journal is not None:
            self._journal.close(clean=False)
            self._journal = None

    @property
    def _open(self) -> DoorJournal:
        if self._journal is None:
            raise RuntimeError("the door has not begun")
        return self._journal

    def _put_back(self, image: Path | None) -> None:
        self._starts += 1
        self._leave(image)
        self._slot.replaced()

    def _leave(self, goes_on_with: Path | None) -> None:
        """Go on with a copy, then let the old connection go."""
        self._kept = None
        self._slot.move(goes_on_with)
        self.close()

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


class RealBuildingDisk:
    """The aggregator's real journal behind the shape of a simulated disk."""

    def __init__(self, folder: Path, *, lies: bool) -> None:
        self._slot = Slot(folder, lies=lies)
        self._codec = JsonCodec()
        self._journal: BuildingJournal | None = None

    def begin(self, now: datetime) -> BuildingMemory:
        self._leave(self._slot.here)
        self._journal = BuildingJournal(self._slot.path, self._codec)
        memory = self._journal.open(now)
        if memory.set_aside is not None:
            raise RuntimeError(f"the journal was damaged: {memory.set_aside}")
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

    def power_cut(self, rng: Random) -> None:
        loses, left = self._slot.lost(rng)
        if loses:
            self._leave(left)
            self._slot.replaced()

    def settle(self) -> None:
        self._slot.settle()

    def image(self) -> PutBack:
        kept = self._slot.keep()

        def put_back() -> None:
            self._leave(kept)
            self._slot.replaced()

        return put_back

    def close(self) -> None:
        """Let go of the files; nobody looks at them any more."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    @property
    def _open(self) -> BuildingJournal:
        if self._journal is None:
            raise RuntimeError("the aggregator has not begun")
        return self._journal

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

    def _leave(self, goes_on_with: Path | None) -> None:
        self._slot.move(goes_on_with)
        self.close()


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
