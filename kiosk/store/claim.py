"""Claims a data folder for one program, for as long as that program runs."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kiosk.store.failures import JournalError, JournalInUseError

CLAIM_FILE: Final = "in-use"


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Keep `folder` for this program alone; raises JournalInUseError while another one has it.

    The system gives the claim back however the program ends, so nothing has to be cleaned up after
    a kill; the file itself stays.
    """
    path = folder / CLAIM_FILE
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        why = f"{path} can't be opened ({error.strerror}): let this user write there"
        raise JournalError(why) from error
    try:
        _lock(file, folder)
        yield
    finally:
        os.close(file)


def _lock(file: int, folder: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        why = f"{folder} is in use by another aggregator: stop that one first"
        raise JournalInUseError(why) from error
