"""The demo's folder: one running demo at a time, and where other commands find its parts."""

import fcntl
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

FOLDER_NAME: Final = ".demo"
SOCKET_PATH_BYTES_MAX: Final = 107
"""The kernel's limit for the path of a local socket (sun_path, less its end)."""


class DemoFolderError(RuntimeError):
    """The demo's folder can't be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class DemoRoom:
    """One door of the running demo, as other commands reach it."""

    room: str
    door: str
    framing: str
    slot: str
    """Path of the named pipe that takes a card's raw bytes."""
    puppet: str
    """Path of the socket that takes touches."""


@dataclass(frozen=True, slots=True)
class DemoState:
    """What the running demo tells other commands."""

    pid: int
    building: str
    broker_host: str
    broker_port: int
    board: str
    rooms: tuple[DemoRoom, ...]
    pins: Mapping[str, str] = field(default_factory=dict)
    """The PINs of staff by staff id: it is a demo."""

    def room(self, name: str) -> DemoRoom:
        """Return one room; raises DemoFolderError with those there are."""
        for room in self.rooms:
            if name.removeprefix("door-") == room.room:
                return room
        there_are = " and ".join(room.room for room in self.rooms)
        raise DemoFolderError(f"the demo has no room {name}: there are {there_are}")


class DemoFolder:
    """The state of one demo on disk, removed with it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._claim: int | None = None

    @property
    def school(self) -> Path:
        """Return where the demo's copy of the school is."""
        return self.path / "school"

    @property
    def settings(self) -> Path:
        """Return where the programs' settings files are."""
        return self.path / "settings"

    @property
    def data(self) -> Path:
        """Return where the programs keep their databases."""
        return self.path / "data"

    @property
    def logs(self) -> Path:
        """Return where the programs' logs are."""
        return self.path / "logs"

    def claim(self, *, keep: bool) -> None:
        """Make the folder ours, emptied of what a killed demo left; `keep` spares the databases."""
        longest = len(os.fsencode(self.path.absolute() / "puppets" / "000"))
        if longest > SOCKET_PATH_BYTES_MAX:
            raise DemoFolderError(
                f"{self.path.absolute()} is too long a path: run in a shorter one"
            )
        self.path.mkdir(mode=0o700, exist_ok=True)
        claim = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(claim)
            raise DemoFolderError(
                f"a demo runs in {self.path} already: end it with Ctrl-C, or run in another folder"
            ) from None
        self._claim = claim
        self._empty(keep=keep)
        for folder in (self.settings, self.data, self.logs, self.path / "devices"):
            folder.mkdir(exist_ok=True)
        for name in ("readers", "puppets"):
            (self.path / name).mkdir(exist_ok=True)

    def card_key(self, fresh: str) -> str:
        """Return the card key that kept databases were made with, else keep `fresh`."""
        path = self.data / "card.key"
        if not path.exists():
            path.write_text(fresh, encoding="ascii")
        return path.read_text(encoding="ascii")

    def publish(self, state: DemoState) -> None:
        """Let other commands find the demo, now that it is ready."""
        draft = self.path / "demo.draft"
        draft.write_text(json.dumps(asdict(state), indent=2), encoding="utf-8")
        draft.rename(self.path / "demo.json")

    def release(self, *, keep: bool) -> None:
        """Remove everything; `keep` spares the databases."""
        if self._claim is None:
            return
        self._empty(keep=keep)
        if not keep:
            self.path.rmdir()
        os.close(self._claim)
        self._claim = None

    def _empty(self, *, keep: bool) -> None:
        for entry in self.path.iterdir():
            if keep and entry == self.data:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()


def running_demo(path: Path) -> DemoState:
    """Return the demo that runs in `path`; raises DemoFolderError if none does."""
    try:
        keys = json.loads((path / "demo.json").read_text(encoding="utf-8"))
        rooms = tuple(DemoRoom(**room) for room in keys.pop("rooms"))
        return DemoState(**keys, rooms=rooms)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DemoFolderError(
            f"no demo runs in {path.absolute().parent}: start ./run there, and leave it running"
        ) from error
