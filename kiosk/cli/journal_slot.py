"""Where a simulated disk's real files are: each life has a copy of its own, and some disks lie."""

import shutil
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Final

FILE: Final = "journal.sqlite3"


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
