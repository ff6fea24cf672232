import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.core.door.doorbook import Append, DoorMemory, PutMarks, PutOpen, PutPending
from kiosk.store import opening
from kiosk.store.building_journal import BuildingJournal
from kiosk.store.building_schema import BUILDING_SCHEMA
from kiosk.store.database import Database
from kiosk.store.door_journal import DoorJournal
from kiosk.store.door_schema import DOOR_SCHEMA
from kiosk.store.failures import JournalError, JournalTooNewError
from kiosk.store.migrating import migrate
from kiosk.store.schema import Schema, Tables
from tests.store.examples import CODEC, NOON, boot, open_pass, request, started


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "door.db"


def written(path: Path) -> None:
    with closing(DoorJournal(path, CODEC)) as journal:
        journal.open(boot(1))
        journal.commit([PutPending(request(1)), PutOpen(open_pass(1)), PutMarks(3, 4)])
        journal.commit([Append(started(1, boot(1), 1))])


def start(path: Path) -> DoorMemory:
    with closing(DoorJournal(path, CODEC)) as journal:
        return journal.open(boot(2))


WANTED = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "trusted_schema": 0,
    "foreign_keys": 1,
    "secure_delete": 1,
    "cell_size_check": 1,
    "temp_store": 2,  # MEMORY
    "wal_autocheckpoint": opening.WAL_PAGES_MAX,
}


def pragmas(db: Database) -> dict[str, object]:
    return {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in WANTED}


def test_what_the_protocol_asks_of_sqlite_is_in_force(tmp_path: Path) -> None:
    door = DoorJournal(tmp_path / "door.db", CODEC)
    building = BuildingJournal(tmp_path / "building.db", CODEC)
    door.open(boot(1))
    building.open(NOON)
    assert door._open is not None
    assert building._open is not None
    assert pragmas(door._open) == WANTED
    assert pragmas(building._open) == WANTED
    assert door._open.execute("PRAGMA locking_mode").fetchone() == ("exclusive",)
    for db in (door._open, building._open):
        tables = db.execute("SELECT name, strict FROM pragma_table_list WHERE type = 'table'")
        ours = {name: strict for name, strict in tables if not name.startswith("sqlite_")}
        assert ours
        assert set(ours.values()) == {1}
    door.close()
    building.close()


def test_the_file_is_for_one_user_only(path: Path) -> None:
    written(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def overwritten(path: Path) -> None:
    path.write_bytes(b"not a database at all " * 1_000)


def header_spoiled(path: Path) -> None:
    path.write_bytes(b"X" + path.read_bytes()[1:])


def pages_spoiled(path: Path) -> None:
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:4096] + b"\xa5" * (size - 4096))


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def request_spoiled(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE pending SET request = x'7b7d'")
        other.commit()


@pytest.mark.logs(r"door\.db was damaged, and is kept as \S+door\.db\.damaged-1: .*\w")
@pytest.mark.parametrize(
    "spoil", [overwritten, header_spoiled, pages_spoiled, cut_short, request_spoiled]
)
def test_a_damaged_file_is_set_aside_with_its_bytes_and_reported(
    path: Path, spoil: Callable[[Path], None]
) -> None:
    written(path)
    spoil(path)
    damaged = path.read_bytes()
    memory = start(path)
    aside = path.with_name("door.db.damaged-1")
    assert memory == DoorMemory(
        boot=boot(2), unclean=True, last_seq={boot(2): 0}, set_aside=str(aside)
    )
    assert (aside.read_bytes() == damaged) or spoil is request_spoiled
    with closing(DoorJournal(path, CODEC)) as journal:
        again = journal.open(boot(3))
    assert again.set_aside is None
    assert not again.unclean


@pytest.mark.logs("was damaged, and is kept as")
def test_a_second_damaged_file_does_not_replace_the_first(path: Path) -> None:
    for number in (1, 2):
        overwritten(path)
        with closing(DoorJournal(path, CODEC)) as journal:
            aside = journal.open(boot(number)).set_aside
        assert aside == str(path.with_name(f"door.db.damaged-{number}"))
    assert path.with_name("door.db.damaged-1").read_bytes().startswith(b"not a database")


@pytest.mark.logs("was damaged, and is kept as")
def test_what_was_not_yet_checkpointed_is_set_aside_too(path: Path) -> None:
    written(path)
    whole = path.read_bytes()
    path.with_name("door.db-wal").write_bytes(b"the write-ahead file")
    path.write_bytes(b"X" + whole[1:])
    start(path)
    aside = path.with_name("door.db.damaged-1-wal")
    assert aside.read_bytes() == b"the write-ahead file"


@pytest.mark.logs("was damaged, and is kept as")
def test_damage_found_while_running_says_to_start_again(path: Path) -> None:
    journal = DoorJournal(path, CODEC)
    journal.open(boot(1))
    assert journal._open is not None
    journal._open.execute("PRAGMA writable_schema = ON")
    journal._open.execute("UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'head'")
    journal.close(clean=False)
    assert start(path).set_aside is not None


def first_steps(schema: Schema, count: int) -> Schema:
    older = Schema(schema.name)
    older.steps = dict(list(schema.steps.items())[:count])
    return older


def with_a_step_of_next_year(schema: Schema) -> Schema:
    newer = Schema(schema.name)
    newer.steps = dict(schema.steps)

    @newer()
    def something_of_next_year(db: Tables) -> None:
        db.executescript("CREATE TABLE next_year (only INTEGER) STRICT")

    return newer


def test_a_file_of_an_older_version_is_brought_up_to_date(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        migrate(conn, first_steps(DOOR_SCHEMA, 1))
        conn.execute("INSERT INTO lives (boot, last_seq) VALUES (?, 7)", [boot(1)])
        conn.execute(
            "INSERT INTO events VALUES (1, ?, 7, 'p', 'ended', x'00', 'd', NULL)", [boot(1)]
        )
    with closing(DoorJournal(path, CODEC)) as journal:
        memory = journal.open(boot(2))
        assert memory.last_seq == {boot(1): 7, boot(2): 0}
        journal.commit([PutPending(request(1)), PutMarks(1, 2)])
    assert start_again(path).pending == (request(1),)


def test_a_file_with_every_step_is_opened_without_loading_sqlite_utils(path: Path) -> None:
    written(path)
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from kiosk.feed.codec import JsonCodec\n"
        "from kiosk.store.door_journal import DoorJournal\n"
        f"DoorJournal(Path({str(path)!r}), JsonCodec()).open({boot(2)!r})\n"
        "print('sqlite_utils' in sys.modules)\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"


def start_again(path: Path) -> DoorMemory:
    with closing(DoorJournal(path, CODEC)) as journal:
        return journal.open(boot(3))


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    for name, schema in (("door.db", DOOR_SCHEMA), ("building.db", BUILDING_SCHEMA)):
        with closing(sqlite3.connect(tmp_path / name, isolation_level=None)) as conn:
            conn.execute("PRAGMA journal_mode = WAL")
            migrate(conn, with_a_step_of_next_year(schema))
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(JournalTooNewError, match="something_of_next_year"):
        DoorJournal(tmp_path / "door.db", CODEC).open(boot(1))
    with pytest.raises(JournalTooNewError, match="Install that version"):
        BuildingJournal(tmp_path / "building.db", CODEC).open(NOON)
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_folder_where_nothing_can_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "door.db").mkdir()
    with pytest.raises(JournalError, match="could not open it"):
        DoorJournal(tmp_path / "door.db", CODEC).open(boot(1))


def test_opening_twice_is_a_fault_of_the_caller(path: Path) -> None:
    with closing(DoorJournal(path, CODEC)) as journal:
        journal.open(boot(1))
        with pytest.raises(RuntimeError, match="open already"):
            journal.open(boot(2))
    with pytest.raises(RuntimeError, match="not open"):
        journal.commit([PutMarks(1, 1)])


def test_a_checkpoint_empties_the_write_ahead_file(path: Path) -> None:
    with closing(DoorJournal(path, CODEC)) as journal:
        journal.open(boot(1))
        journal.commit([PutMarks(1, 1)])
        wal = path.with_name("door.db-wal")
        assert wal.stat().st_size > 0
        journal.checkpoint()
        assert wal.stat().st_size == 0
