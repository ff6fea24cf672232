import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.durability.power import Named, Recorder, Synced, Wrote
from tests.durability.sqlite_files import Call, Failure, watched_by


def fill(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("CREATE TABLE kept (word TEXT)")
        conn.execute("INSERT INTO kept VALUES ('Ada')")


def test_everything_done_to_a_file_is_seen(tmp_path: Path) -> None:
    recorder = Recorder()
    with watched_by(recorder):
        fill(tmp_path / "file")
    names = {o.name: o.inode for o in recorder.operations if isinstance(o, Named) and o.inode}
    written = [o for o in recorder.operations if isinstance(o, Wrote)]
    assert any(b"Ada" in o.data for o in written if o.inode == names["file-wal"])
    assert any(isinstance(o, Synced) and o.folder for o in recorder.operations)
    assert not (tmp_path / "file-wal").exists()


def test_what_was_seen_makes_the_file_again(tmp_path: Path) -> None:
    recorder = Recorder()
    with watched_by(recorder):
        fill(tmp_path / "file")
    content = bytearray()
    (inode,) = {o.inode for o in recorder.operations if isinstance(o, Named) and o.name == "file"}
    for operation in recorder.operations:
        if isinstance(operation, Wrote) and operation.inode == inode:
            content.extend(bytes(max(0, operation.offset - len(content))))
            content[operation.offset : operation.offset + len(operation.data)] = operation.data
    assert (tmp_path / "file").read_bytes() == content


def create(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE kept (word TEXT)")


def test_a_call_fails_as_told_and_only_then(tmp_path: Path) -> None:
    recorder = Recorder()
    recorder.failures = {Call.SYNC: Failure(sqlite3.SQLITE_IOERR_FSYNC)}
    recorder.fail_at = 1
    with watched_by(recorder):
        with pytest.raises(sqlite3.OperationalError, match="disk I/O error"):
            create(tmp_path / "file")
        create(tmp_path / "file")


def test_a_short_write_leaves_half(tmp_path: Path) -> None:
    whole, short = Recorder(), Recorder()
    short.failures = {Call.WRITE: Failure(sqlite3.SQLITE_FULL, half_written=True)}
    short.fail_at = 1
    with watched_by(whole):
        create(tmp_path / "file")
    with watched_by(short), pytest.raises(sqlite3.OperationalError, match="full"):
        create(tmp_path / "other")
    first, cut_short = (
        next(o for o in recorder.operations if isinstance(o, Wrote)) for recorder in (whole, short)
    )
    assert len(cut_short.data) * 2 == len(first.data)


def test_unwatched_connections_are_the_systems_own_again(tmp_path: Path) -> None:
    recorder = Recorder()
    with watched_by(recorder):
        pass
    fill(tmp_path / "file")
    assert recorder.operations == []
