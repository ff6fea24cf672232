"""Every call that SQLite makes of its files, failing once: what is found after it."""

import itertools
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

from tests.durability.power import Disk, Fate, Recorder
from tests.durability.power_cuts import found_after, read, recorded, write
from tests.durability.sqlite_files import Call, Failure
from tests.durability.story import LostError, Story, Work

TROUBLES: Final[Mapping[str, Mapping[Call, Failure]]] = {
    "EIO": {
        Call.OPEN: Failure(sqlite3.SQLITE_CANTOPEN),
        Call.READ: Failure(sqlite3.SQLITE_IOERR_READ),
        Call.WRITE: Failure(sqlite3.SQLITE_IOERR_WRITE),
        Call.TRUNCATE: Failure(sqlite3.SQLITE_IOERR_TRUNCATE),
        Call.SYNC: Failure(sqlite3.SQLITE_IOERR_FSYNC),
        Call.DELETE: Failure(sqlite3.SQLITE_IOERR_DELETE),
    },
    "ENOSPC": {
        Call.WRITE: Failure(sqlite3.SQLITE_FULL),
        Call.SYNC: Failure(sqlite3.SQLITE_IOERR_FSYNC),
    },
    "short write": {Call.WRITE: Failure(sqlite3.SQLITE_FULL, half_written=True)},
}
"""What the unix VFS makes of the system's answers."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One failed call, whether the journal told of it, and what was wrong after it."""

    work: str
    seed: int
    kind: str
    call: int
    told: bool
    lost: str | None = None

    def __str__(self) -> str:
        where = f"{self.work} seed {self.seed}, {self.kind} at call {self.call}"
        return f"{where}: {self.lost}"


def io_errors(
    work: Work[Any], seed: int, kind: str, folder: Path, *, spell: int = 1, step: int = 1
) -> Iterator[Trouble]:
    """Live one story again and again, the next calls failing each time, until none is left.

    `spell` calls fail together; `step` above 1 leaves out the calls in between.
    """
    for call in itertools.count(1, step):
        recorder = Recorder()
        recorder.failures, recorder.fail_at, recorder.spell = TROUBLES[kind], call, spell
        try:
            told = _one_error(work, seed, recorder, folder)
        except LostError as lost:
            yield Trouble(work.name, seed, kind, call, told=False, lost=str(lost))
            continue
        if told is None:
            return
        yield Trouble(work.name, seed, kind, call, told)


def _one_error(work: Work[Any], seed: int, recorder: Recorder, folder: Path) -> bool | None:
    """Return whether the journal told; None if the story was over before the call that fails."""
    rng = Random(f"{work.name} {seed}")
    here, copy = folder / "here", folder / "copy"
    folder.mkdir(exist_ok=True)
    write(here, {})
    with recorded(recorder):
        story = work.live(here, recorder, rng, work.nothing())
    if recorder.calls < recorder.fail_at:
        return None
    failed_at, recorder.fail_at = len(recorder.operations), 0
    _, possible = story.possible_after(failed_at)
    found = found_after(work, copy, read(here), possible, rng)
    with recorded(recorder):
        next_story = work.live(here, recorder, rng, possible[found])
    _cut_power_after(work, recorder, copy, rng, (failed_at, possible), next_story)
    return story.broke is not None


def _cut_power_after(
    work: Work[Any],
    recorder: Recorder,
    folder: Path,
    rng: Random,
    failed: tuple[int, Sequence[object]],
    next_story: Story[Any],
) -> None:
    """Cut the power right after the failure, and somewhere in the work after it."""
    disk = Disk()
    operations = len(recorder.operations)
    cuts = {failed[0], rng.randint(failed[0], operations), operations}
    for done, operation in enumerate(recorder.operations, 1):
        disk.take(operation, rng)
        if done in cuts:
            first, possible = next_story.possible_after(done)
            if first == 0:
                # Until the next start has begun for good, what failed is still in the balance.
                possible = [*failed[1], *possible]
            left = disk.after_power_cut(rng.choice(list(Fate)), rng)
            found_after(work, folder, left, possible, rng)
