"""A disk that loses its power: what may be left of writes, truncations and names not yet flushed.

An operation counts as durable once a sync of its file returned; until then each may be there,
missing, or there in some of its 512 B sectors. Names of files change in the order in which they
were asked to, up to some point (a journalling file system), and for sure once the folder is synced.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto, unique
from itertools import count
from random import Random
from typing import Final, assert_never

from tests.durability.sqlite_files import Call, Failure

SECTOR: Final = 512
"""What a disk writes whole or not at all."""


@dataclass(frozen=True, slots=True)
class Wrote:
    inode: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncated:
    inode: int
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    inode: int
    folder: bool


@dataclass(frozen=True, slots=True)
class SyncFailed:
    """What was not flushed is forgotten or not, now; no later sync of the file will tell."""

    inode: int


@dataclass(frozen=True, slots=True)
class Named:
    """A name leads to a file (to none, if deleted)."""

    name: str
    inode: int | None
    folder_synced: bool = False


Change = Wrote | Truncated
Operation = Change | Synced | SyncFailed | Named


@unique
class Fate(Enum):
    """How it went for what was not flushed; drawn for each power cut."""

    KEPT = auto()
    DROPPED = auto()
    IN_ORDER = auto()
    """All up to some operation, that one in part, none after it."""
    ANY = auto()
    """Each operation whole or not at all."""
    TORN = auto()
    """Each sector of each operation there or not."""


class Recorder:
    """Watches SQLite's files and keeps what is done to them; fails what it is told to fail."""

    def __init__(self, files: Mapping[str, bytes] | None = None) -> None:
        self.before = dict(files or {})
        self.operations: list[Operation] = []
        self.calls = 0
        """Calls that could have failed."""
        self.fail_at = 0
        """The first call that fails, from 1; 0: none does."""
        self.spell = 1
        """How many calls fail from there on."""
        self.failures: Mapping[Call, Failure] = {}
        self._new_inode = count()
        self._inodes = {name: next(self._new_inode) for name in self.before}
        self._open: dict[str, int] = {}
        self._owes_folder: set[str] = set()

    def fails(self, call: Call) -> Failure | None:
        if call not in self.failures:
            return None
        self.calls += 1
        failing = self.fail_at and self.fail_at <= self.calls < self.fail_at + self.spell
        return self.failures[call] if failing else None

    def opened(self, name: str, *, syncs_folder: bool) -> None:
        if name not in self._inodes:
            self._inodes[name] = next(self._new_inode)
            self.operations.append(Named(name, self._inodes[name]))
        if syncs_folder:
            self._owes_folder.add(name)

    def deleted(self, name: str, *, syncs_folder: bool) -> None:
        del self._inodes[name]
        self._owes_folder.discard(name)
        self.operations.append(Named(name, None, syncs_folder))

    def wrote(self, name: str, offset: int, data: bytes) -> None:
        self.operations.append(Wrote(self._inodes[name], offset, data))

    def truncated(self, name: str, size: int) -> None:
        self.operations.append(Truncated(self._inodes[name], size))

    def synced(self, name: str) -> None:
        self.operations.append(Synced(self._inodes[name], name in self._owes_folder))
        self._owes_folder.discard(name)

    def sync_failed(self, name: str) -> None:
        self.operations.append(SyncFailed(self._inodes[name]))


@dataclass(slots=True)
class Disk:
    """What is on the disk for sure, and what waits for a flush, after some operations."""

    files: dict[int, bytearray] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    waiting: list[Change] = field(default_factory=list)
    renamings: list[Named] = field(default_factory=list)

    @classmethod
    def holding(cls, files: Mapping[str, bytes]) -> "Disk":
        names = {name: inode for inode, name in enumerate(files)}
        return cls({names[name]: bytearray(data) for name, data in files.items()}, names)

    def take(self, operation: Operation, rng: Random) -> None:
        match operation:
            case Wrote() | Truncated():
                self.waiting.append(operation)
            case Named():
                self.renamings.append(operation)
                if operation.folder_synced:
                    self._sync_folder()
            case Synced(inode, folder):
                self._settle(inode, Fate.KEPT, rng)
                if folder:
                    self._sync_folder()
            case SyncFailed(inode):
                self._settle(inode, rng.choice(list(Fate)), rng)
            case _:
                assert_never(operation)

    def after_power_cut(self, fate: Fate, rng: Random) -> dict[str, bytes]:
        """Return the files by name, as the next start finds them."""
        files = {inode: bytearray(data) for inode, data in self.files.items()}
        _apply(files, self.waiting, fate, rng)
        names = dict(self.names)
        kept = {Fate.KEPT: len(self.renamings), Fate.DROPPED: 0}
        for renaming in self.renamings[: kept.get(fate, rng.randint(0, len(self.renamings)))]:
            _rename(names, renaming)
        return {name: bytes(files.get(inode, b"")) for name, inode in names.items()}

    def _settle(self, inode: int, fate: Fate, rng: Random) -> None:
        _apply(self.files, [c for c in self.waiting if c.inode == inode], fate, rng)
        self.waiting = [c for c in self.waiting if c.inode != inode]

    def _sync_folder(self) -> None:
        for renaming in self.renamings:
            _rename(self.names, renaming)
        self.renamings.clear()


def _rename(names: dict[str, int], renaming: Named) -> None:
    if renaming.inode is None:
        names.pop(renaming.name, None)
    else:
        names[renaming.name] = renaming.inode


def _apply(files: dict[int, bytearray], changes: list[Change], fate: Fate, rng: Random) -> None:
    last = rng.randrange(len(changes)) if changes else 0
    for number, change in enumerate(changes):
        match fate:
            case Fate.KEPT:
                _change(files, change)
            case Fate.DROPPED:
                return
            case Fate.IN_ORDER if number < last:
                _change(files, change)
            case Fate.IN_ORDER:
                _tear(files, change, rng)
                return
            case Fate.ANY:
                if rng.random() < 0.5:
                    _change(files, change)
            case Fate.TORN:
                _tear(files, change, rng)


def _change(files: dict[int, bytearray], change: Change) -> None:
    content = files.setdefault(change.inode, bytearray())
    match change:
        case Wrote(_, offset, data):
            content.extend(bytes(max(0, offset - len(content))))
            content[offset : offset + len(data)] = data
        case Truncated(_, size):
            del content[size:]
            content.extend(bytes(size - len(content)))


def _tear(files: dict[int, bytearray], change: Change, rng: Random) -> None:
    if isinstance(change, Truncated):
        if rng.random() < 0.5:
            _change(files, change)
        return
    at, end = change.offset, change.offset + len(change.data)
    while at < end:
        until = min(end, (at // SECTOR + 1) * SECTOR)
        if rng.random() < 0.5:
            piece = change.data[at - change.offset : until - change.offset]
            _change(files, Wrote(change.inode, at, piece))
        at = until
