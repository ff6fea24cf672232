"""The one way in which a file is opened, so that what PROTOCOL section 7 asks holds for each."""

import logging
import os
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, TypeVar

from kiosk.store.database import Database
from kiosk.store.failures import (
    PRIMARY_CODE,
    JournalDamagedError,
    JournalError,
    JournalTooNewError,
    translated,
)
from kiosk.store.schema import Schema

BUSY_S_MAX: Final = 2.0
"""How long a shared file is waited for: a backup holds it for less. A door's is not shared."""
WAL_PAGES_MAX: Final = 4_000
"""16 MiB; only a program that is never idle gets there and pays for a checkpoint in a commit."""
FAULTS_SHOWN_MAX: Final = 3
"""How many faults of a damaged file are told: the first ones say it, all would fill the report."""
MODE: Final = 0o600
"""What a school knows of its students is for one user's eyes."""

LOG: Final = logging.getLogger(__name__)

# What SQLite says of a page that it can't get; its extended code follows.
_ERROR_CODE: Final = re.compile(r"error code=(\d+)")
_WAL: Final = "-wal"
_SIDE_FILES: Final = ("", _WAL, "-shm")

Memory = TypeVar("Memory")
Begin = Callable[[Database], Memory]


@dataclass(frozen=True, slots=True)
class Opened(Generic[Memory]):
    """An open file, what was found in it, and where a damaged one was put, if it was."""

    db: Database
    memory: Memory
    set_aside: str | None


def open_file(
    path: Path, schema: Schema, *, exclusive: bool, begin: Begin[Memory]
) -> Opened[Memory]:
    """Open `path`, bring it to `schema` and read it with `begin`; set it aside if damaged.

    A damaged file keeps its bytes under another name, and a new one takes its place; what was wrong
    with it goes to the system's log, for whoever repairs it.
    """
    try:
        db, memory = _attempt(path, schema, exclusive=exclusive, begin=begin)
    except _SetAsideError as damage:
        LOG.warning("%s was damaged, and is kept as %s: %s", path, damage.to, damage.__cause__)
        db, memory = _attempt(path, schema, exclusive=exclusive, begin=begin)
        return Opened(db, memory, damage.to)
    return Opened(db, memory, None)


def checkpoint(db: Database, path: Path) -> None:
    """Move the write-ahead file's pages into the file itself, and leave nothing of them."""
    with translated(path, "move the write-ahead file into it"):
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def flush_again(db: Database, wal: Path) -> None:
    """Write the write-ahead file anew and flush it: what is read from it is on disk from then on.

    After a failed flush the system may take for written what is only in its memory, and no later
    flush writes it. A commit that failed so can be seen by this start, which would build on it.
    """
    # Nobody else can write to the file meanwhile.
    db.execute("BEGIN IMMEDIATE")
    try:
        if wal.exists():
            with wal.open("r+b") as file:
                content = file.read()
                file.seek(0)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
    finally:
        db.rollback()


class _SetAsideError(JournalDamagedError):
    """A damaged file was renamed to `to`."""

    def __init__(self, to: str) -> None:
        super().__init__(to)
        self.to = to


def _attempt(
    path: Path, schema: Schema, *, exclusive: bool, begin: Begin[Memory]
) -> tuple[Database, Memory]:
    db = _connect(path, exclusive=exclusive)
    try:
        with translated(path, "open it"):
            _set_pragmas(db, path, exclusive=exclusive)
            flush_again(db, path.with_name(path.name + _WAL))
            _check_pages(db, path)
            _bring_to(db, path, schema)
            return db, begin(db)
    except JournalDamagedError as damage:
        # Renamed while still open: closing would delete the write-ahead file, which is evidence.
        aside = _rename(path)
        db.close()
        raise _SetAsideError(aside) from damage
    except BaseException:
        db.close()
        raise


def _connect(path: Path, *, exclusive: bool) -> Database:
    with translated(path, "open it"):
        path.touch(mode=MODE)
        conn = sqlite3.connect(path, timeout=0.0 if exclusive else BUSY_S_MAX, isolation_level=None)
    return Database(conn)


def _set_pragmas(db: Database, path: Path, *, exclusive: bool) -> None:
    if exclusive:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA secure_delete = ON")
    db.execute("PRAGMA synchronous = FULL")
    # What is sorted must not be left in a temporary file.
    db.execute("PRAGMA temp_store = MEMORY")
    (mode,) = db.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise JournalError(
            f"{path}: this file system allows no write-ahead file (journal mode {mode!r}). "
            "Keep it on a local disk."
        )
    db.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES_MAX}")


def _check_pages(db: Database, path: Path) -> None:
    faults = [str(row[0]) for row in db.execute(f"PRAGMA quick_check({FAULTS_SHOWN_MAX})")]
    if faults == ["ok"]:
        return
    told = "; ".join(faults)
    if any(_is_unread(fault) for fault in faults):
        raise JournalError(f"{path}: can't be read just now: {told}. Check the disk or SD card.")
    raise JournalDamagedError(f"{path}: damaged: {told}")


def _is_unread(fault: str) -> bool:
    """Say whether a page was not found ill but could not be read: it may be sound next time."""
    code = _ERROR_CODE.search(fault)
    return code is not None and int(code[1]) & PRIMARY_CODE == sqlite3.SQLITE_IOERR


def _bring_to(db: Database, path: Path, schema: Schema) -> None:
    taken = schema.taken(db.conn)
    unknown = sorted(taken - schema.steps.keys())
    if unknown:
        raise JournalTooNewError(
            f"{path}: made by a newer version of this program ({', '.join(unknown)}). "
            "Install that version again, or move the file away."
        )
    if schema.steps.keys() - taken:
        from kiosk.store.migrating import migrate  # noqa: PLC0415 # it says why only then

        migrate(db.conn, schema)


def _rename(path: Path) -> str:
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    with translated(path, "set the damaged file aside"):
        for side in _SIDE_FILES:
            found = path.with_name(path.name + side)
            if found.exists():
                found.rename(aside.with_name(aside.name + side))
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    return str(aside)
