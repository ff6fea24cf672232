"""What SQLite does to its files, seen and spoiled from Python: a VFS over the system's own.

It stands in the very libsqlite3 that the `sqlite3` module uses, as the default VFS, so that the
program's code runs unchanged. A file's method table is a copy of the system's with some methods
replaced; locks, shared memory and all else stay native.
"""

import _sqlite3
import ctypes
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass
from enum import Enum, auto, unique
from pathlib import Path
from typing import ClassVar, Final, Protocol

OK: Final = sqlite3.SQLITE_OK
# Flags of sqlite3_open_v2(); the stdlib does not name them.
OPEN_CREATE: Final = 0x4
OPEN_JOURNAL_OR_WAL: Final = 0x800 | 0x4000 | 0x80000
"""The unix VFS syncs the folder with the first sync of such a file."""
IO_METHODS_VERSION: Final = 3
VFS_NAME: Final = b"watched"


@unique
class Call(Enum):
    """What SQLite can ask of a file, as far as it can be watched and refused."""

    OPEN = auto()
    READ = auto()
    WRITE = auto()
    TRUNCATE = auto()
    SYNC = auto()
    DELETE = auto()


@dataclass(frozen=True, slots=True)
class Failure:
    """SQLite's code for a call that fails; a short write leaves the first half."""

    code: int
    half_written: bool = False


class Watcher(Protocol):
    """Who is asked before each call, and told after it; files are known by their names.

    Nothing is flushed for real: what a sync is worth is the watcher's to say.
    """

    def fails(self, call: Call) -> Failure | None: ...
    def opened(self, name: str, *, syncs_folder: bool) -> None: ...
    def deleted(self, name: str, *, syncs_folder: bool) -> None: ...
    def wrote(self, name: str, offset: int, data: bytes) -> None: ...
    def truncated(self, name: str, size: int) -> None: ...
    def synced(self, name: str) -> None: ...
    def sync_failed(self, name: str) -> None: ...


class Unwatched:
    """Lets everything pass: files without a flush, for reading what a power cut left."""

    def fails(self, _call: Call) -> Failure | None:
        return None

    def opened(self, name: str, *, syncs_folder: bool) -> None: ...
    def deleted(self, name: str, *, syncs_folder: bool) -> None: ...
    def wrote(self, name: str, offset: int, data: bytes) -> None: ...
    def truncated(self, name: str, size: int) -> None: ...
    def synced(self, name: str) -> None: ...
    def sync_failed(self, name: str) -> None: ...


_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_DELETE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_CLOSE = CFUNCTYPE(c_int, c_void_p)
_MOVE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


class _IoMethods(ctypes.Structure):
    """`sqlite3_io_methods`, version 3."""

    _fields_: ClassVar = [
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", c_void_p),
        ("others", c_void_p * 13),
    ]


class _File(ctypes.Structure):
    """`sqlite3_file`: what follows belongs to the system's VFS."""

    _fields_: ClassVar = [("methods", POINTER(_IoMethods))]


class _Vfs(ctypes.Structure):
    """`sqlite3_vfs`, version 3."""

    _fields_: ClassVar = [
        ("version", c_int),
        ("file_size", c_int),
        ("path_max", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("app_data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
        ("others", c_void_p * 14),
    ]


class _Layer:
    """The VFS; one for the life of the process, since connections keep pointers into it."""

    def __init__(self) -> None:
        self.watcher: Watcher | None = None
        self._names: dict[int, str] = {}
        self._tables: dict[int, _IoMethods] = {}
        self._kept: list[object] = []
        """Callbacks that C code holds: they must outlive it."""
        # The module's own file: its symbols are those of the library it is linked with.
        self._sqlite = ctypes.CDLL(_sqlite3.__file__)
        self._sqlite.sqlite3_vfs_find.restype = POINTER(_Vfs)
        self._system = self._sqlite.sqlite3_vfs_find(None)
        self._vfs = _Vfs.from_buffer_copy(self._system.contents)
        self._vfs.next, self._vfs.name = None, VFS_NAME
        self._real_open = _OPEN(self._vfs.open)
        self._real_delete = _DELETE(self._vfs.delete)
        self._vfs.open = self._keep(_OPEN(self._open))
        self._vfs.delete = self._keep(_DELETE(self._delete))

    @contextmanager
    def default(self) -> Iterator[None]:
        """Be the VFS of every connection that is opened meanwhile."""
        self._sqlite.sqlite3_vfs_register(ctypes.byref(self._vfs), 1)
        try:
            yield
        finally:
            self._sqlite.sqlite3_vfs_unregister(ctypes.byref(self._vfs))
            self._sqlite.sqlite3_vfs_register(self._system, 1)

    def _keep(self, callback: "ctypes._CFunctionType") -> int | None:
        self._kept.append(callback)
        return ctypes.cast(callback, c_void_p).value

    def _told(self) -> Watcher:
        assert self.watcher is not None, "a connection outlived the block that watched it"
        return self.watcher

    def _open(self, _vfs: int, path: int | None, file: int, flags: int, out: int | None) -> int:
        watched = _File.from_address(file)
        if path is not None and (failure := self._told().fails(Call.OPEN)):
            watched.methods = POINTER(_IoMethods)()
            return failure.code
        code = self._real_open(ctypes.addressof(self._vfs), path, file, flags, out)
        if code == OK and path is not None:
            self._names[file] = name = Path(ctypes.string_at(path).decode()).name
            watched.methods = ctypes.pointer(self._table(watched.methods))
            syncs_folder = bool(flags & OPEN_CREATE and flags & OPEN_JOURNAL_OR_WAL)
            self._told().opened(name, syncs_folder=syncs_folder)
        return int(code)

    def _delete(self, _vfs: int, path: int, syncs_folder: int) -> int:
        if failure := self._told().fails(Call.DELETE):
            return failure.code
        code = self._real_delete(ctypes.addressof(self._vfs), path, 0)
        if code == OK:
            name = Path(ctypes.string_at(path).decode()).name
            self._told().deleted(name, syncs_folder=bool(syncs_folder))
        return int(code)

    def _table(self, system: "ctypes._Pointer[_IoMethods]") -> _IoMethods:
        """Return the system's method table with ours in it; SQLite has one for each way to lock."""
        key = ctypes.addressof(system.contents)
        if key not in self._tables:
            assert system.contents.version == IO_METHODS_VERSION
            self._tables[key] = self._spliced(_IoMethods.from_buffer_copy(system.contents))
        return self._tables[key]

    def _spliced(self, table: _IoMethods) -> _IoMethods:
        real_close, real_read = _CLOSE(table.close), _MOVE(table.read)
        real_write, real_truncate = _MOVE(table.write), _TRUNCATE(table.truncate)

        def close(file: int) -> int:
            del self._names[file]
            return int(real_close(file))

        def read(file: int, into: int, size: int, offset: int) -> int:
            failure = self._told().fails(Call.READ)
            return failure.code if failure else int(real_read(file, into, size, offset))

        def write(file: int, data: int, size: int, offset: int) -> int:
            failure = self._told().fails(Call.WRITE)
            if failure:
                size = size // 2 if failure.half_written else 0
            code = int(real_write(file, data, size, offset)) if size else OK
            if code == OK and size:
                self._told().wrote(self._names[file], offset, ctypes.string_at(data, size))
            return failure.code if failure else code

        def truncate(file: int, size: int) -> int:
            if failure := self._told().fails(Call.TRUNCATE):
                return failure.code
            code = int(real_truncate(file, size))
            if code == OK:
                self._told().truncated(self._names[file], size)
            return code

        def sync(file: int, _flags: int) -> int:
            if failure := self._told().fails(Call.SYNC):
                self._told().sync_failed(self._names[file])
                return failure.code
            self._told().synced(self._names[file])
            return OK

        table.close, table.read = self._keep(_CLOSE(close)), self._keep(_MOVE(read))
        table.write, table.truncate = self._keep(_MOVE(write)), self._keep(_TRUNCATE(truncate))
        table.sync = self._keep(_SYNC(sync))
        return table


_LAYER: Final = _Layer()


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Let `watcher` see and spoil what connections opened meanwhile do; they must end with it."""
    before, _LAYER.watcher = _LAYER.watcher, watcher
    try:
        if before is not None:
            yield
        else:
            with _LAYER.default():
                yield
    finally:
        _LAYER.watcher = before
