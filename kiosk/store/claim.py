"""Claims a data folder for one program, for as long as that program runs."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from kiosk.store.failures import JournalError, JournalInUseError

CLAIM_FILE: Final = "in-use"


class FolderClaim:
    """A context in which no other program can claim the same folder.

    The system gives the claim back however the program ends, so nothing has to be cleaned up after
    a kill; the file itself stays.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / CLAIM_FILE
        self._file: int | None = None

    def __enter__(self) -> Self:
        """Claim it; raises JournalInUseError while another program has it."""
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            why = f"{self._path} can't be opened ({error.strerror}): let this user write there"
            raise JournalError(why) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._let_go()
            why = f"{self._path.parent} is in use by another aggregator: stop that one first"
            raise JournalInUseError(why) from error
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._let_go()

    def _let_go(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            os.close(file)
