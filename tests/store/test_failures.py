import sqlite3
from pathlib import Path

import pytest

from kiosk.store.failures import (
    JournalDamagedError,
    JournalError,
    JournalInUseError,
    JournalMisusedError,
    translated,
)


def sqlite_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("something")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "kind", "cure"),
    [
        (sqlite3.SQLITE_FULL, JournalError, "Free space"),
        (sqlite3.SQLITE_IOERR_FSYNC, JournalError, "SD card"),
        (sqlite3.SQLITE_BUSY, JournalInUseError, "Stop the other program"),
        (sqlite3.SQLITE_NOTADB, JournalDamagedError, "sets the damaged file aside"),
        (sqlite3.SQLITE_CORRUPT_INDEX, JournalDamagedError, "sets the damaged file aside"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, JournalError, "Let this user write"),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, JournalMisusedError, "fault in the program"),
        (sqlite3.SQLITE_NOMEM, JournalError, "report this line"),
    ],
)
def test_an_error_names_the_file_the_deed_and_the_cure(
    code: int, kind: type[JournalError], cure: str
) -> None:
    with (
        pytest.raises(JournalError, match=cure) as caught,
        translated(Path("door.db"), "record what happened"),
    ):
        raise sqlite_error(code)
    assert type(caught.value) is kind
    assert str(caught.value).startswith("door.db: could not record what happened: something. ")


def test_a_refusal_of_the_system_names_its_own_words() -> None:
    with (
        pytest.raises(JournalError, match=r"Permission denied\. Check that its folder"),
        translated(Path("door.db"), "open it"),
    ):
        raise PermissionError(13, "Permission denied", "door.db")


def test_a_bug_in_a_statement_is_not_taken_for_a_broken_disk() -> None:
    with pytest.raises(sqlite3.ProgrammingError), translated(Path("door.db"), "open it"):
        raise sqlite3.ProgrammingError("wrong number of bindings")
