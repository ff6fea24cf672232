"""What can go wrong with a file on disk, in words that say what to do about it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final


class JournalError(RuntimeError):
    """The disk, or the file on it, would not do what was asked; nothing was changed."""


class JournalDamagedError(JournalError):
    """The file is damaged; opening it again sets it aside and begins a new one."""


class JournalInUseError(JournalError):
    """Another program has the file open."""


class JournalTooNewError(JournalError):
    """The file was made by a newer version of this program than this one."""


class EventNotKeptError(JournalError):
    """An event was asked for that was purged, 48 h after its acknowledgement."""


class JournalMisusedError(JournalError):
    """A change that must not happen (an event kept twice, say): a fault in this program."""


PRIMARY_CODE: Final = 0xFF
"""SQLite keeps the kind of an error in the lowest byte of its code."""

_KINDS: Final[dict[int, type[JournalError]]] = {
    sqlite3.SQLITE_CORRUPT: JournalDamagedError,
    sqlite3.SQLITE_NOTADB: JournalDamagedError,
    sqlite3.SQLITE_BUSY: JournalInUseError,
    sqlite3.SQLITE_LOCKED: JournalInUseError,
    sqlite3.SQLITE_CONSTRAINT: JournalMisusedError,
    sqlite3.SQLITE_MISMATCH: JournalMisusedError,
}

_CURES: Final[dict[int, str]] = {
    sqlite3.SQLITE_CORRUPT: "Start the program again: it sets the damaged file aside.",
    sqlite3.SQLITE_NOTADB: "Start the program again: it sets the damaged file aside.",
    sqlite3.SQLITE_BUSY: "Stop the other program that has the file open.",
    sqlite3.SQLITE_LOCKED: "Stop the other program that has the file open.",
    sqlite3.SQLITE_FULL: "Free space on the disk.",
    sqlite3.SQLITE_IOERR: "Check the disk or the SD card, and that it is not full.",
    sqlite3.SQLITE_CANTOPEN: "Check that its folder exists and that this user may write there.",
    sqlite3.SQLITE_READONLY: "Let this user write to the file and its folder.",
    sqlite3.SQLITE_PERM: "Let this user write to the file and its folder.",
    sqlite3.SQLITE_CONSTRAINT: "This is a fault in the program: report it with this line.",
    sqlite3.SQLITE_MISMATCH: "This is a fault in the program: report it with this line.",
}

_CURE_OTHERWISE: Final = "Check the disk; if it is sound, report this line."


@contextmanager
def translated(path: Path, doing: str) -> Iterator[None]:
    """Turn what SQLite and the system raise into a JournalError naming `path` and `doing`."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # a statement that can't run is a bug, not a world that broke
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & PRIMARY_CODE
        cure = _CURES.get(code, _CURE_OTHERWISE)
        kind = _KINDS.get(code, JournalError)
        raise kind(f"{path}: could not {doing}: {error}. {cure}") from error
    except OSError as error:
        cure = "Check that its folder exists and that this user may write there."
        raise JournalError(f"{path}: could not {doing}: {error.strerror}. {cure}") from error
