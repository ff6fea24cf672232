"""Power cuts at every operation of a recorded story, and starts after them."""

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final
from unittest.mock import patch

from kiosk.store import opening
from kiosk.store.database import Database
from tests.durability.power import Disk, Fate, Recorder
from tests.durability.sqlite_files import Call, Unwatched, watched_by
from tests.durability.story import LostError, Work

GENERATIONS: Final = 3
"""The first begins without a file; each next one with what a power cut left of the one before."""
SHARED_MEMORY_BYTES: Final = 32_768


@dataclass(frozen=True, slots=True)
class Cut:
    """One power cut, and what was wrong after it, if anything was."""

    work: str
    seed: int
    generation: int
    operation: int
    fate: Fate
    lost: str | None = None

    def __str__(self) -> str:
        where = f"{self.work} seed {self.seed}, generation {self.generation}"
        return f"{where}, after operation {self.operation}, unflushed {self.fate.name}: {self.lost}"


def power_cuts(work: Work[Any], seed: int, folder: Path) -> Iterator[Cut]:
    """Cut the power after each operation of some stories, and look what is found."""
    rng = Random(f"{work.name} {seed}")
    files: dict[str, bytes] = {}
    state = work.nothing()
    for generation in range(GENERATIONS):
        recorder = Recorder(files)
        write(folder, files)
        with recorded(recorder):
            story = work.live(folder, recorder, rng, state)
        disk, next_from = Disk.holding(files), rng.randint(0, len(recorder.operations))
        for done in range(len(recorder.operations) + 1):
            if done:
                disk.take(recorder.operations[done - 1], rng)
            fate = rng.choice(list(Fate))
            left = disk.after_power_cut(fate, rng)
            first, possible = story.possible_after(done)
            cut = Cut(work.name, seed, generation, done, fate)
            try:
                found = found_after(work, folder, left, possible, rng)
            except LostError as lost:
                yield Cut(work.name, seed, generation, done, fate, str(lost))
                continue
            yield cut
            if done == next_from:
                files, state = left, story.states[first + found]


@contextmanager
def recorded(recorder: Recorder) -> Iterator[None]:
    """Let the recorder see what SQLite does, and the one flush that the store does by itself."""
    real = opening.flush_again

    def seen(db: Database, wal: Path) -> None:
        real(db, wal)
        if wal.exists():
            recorder.wrote(wal.name, 0, wal.read_bytes())
            if recorder.fails(Call.SYNC):
                recorder.sync_failed(wal.name)
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            recorder.synced(wal.name)

    with patch.object(opening, "flush_again", seen), watched_by(recorder):
        yield


def found_after(
    work: Work[Any],
    folder: Path,
    left: Mapping[str, bytes],
    possible: Sequence[object],
    rng: Random,
) -> int:
    """Start on what a power cut left; return which of the possible states is found."""
    write(folder, left)
    if rng.random() < 0.2:
        # Shared memory is never flushed: after a power cut anything can be in it.
        for name in [name for name in left if not name.endswith("-wal")]:
            (folder / f"{name}-shm").write_bytes(rng.randbytes(SHARED_MEMORY_BYTES))
    with watched_by(Unwatched()):
        return work.find(folder, possible)


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make `files` all that is in `folder`."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def read(folder: Path) -> dict[str, bytes]:
    """Return what is in `folder`, save memory that programs share."""
    return {p.name: p.read_bytes() for p in folder.iterdir() if not p.name.endswith("-shm")}
