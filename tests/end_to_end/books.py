"""What is on every disk of the building, as nobody in it can see it."""

import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class EventRow:
    """One event as a journal has it; `n` only at the aggregator."""

    door: str
    boot: str
    seq: int
    id: str
    kind: str
    raw: bytes
    n: int = 0

    @property
    def name(self) -> str:
        return f"{self.door}/{self.boot}/{self.seq}"


@dataclass(frozen=True)
class DoorBooks:
    """One door's journal."""

    events: tuple[EventRow, ...]
    outbox: tuple[str, ...]
    pending: frozenset[str]
    open: frozenset[str]


@dataclass(frozen=True)
class Books:
    """All journals at about one moment."""

    doors: Mapping[str, DoorBooks]
    events: tuple[EventRow, ...]
    held: frozenset[str]
    published_upto: int
    quarantined: int
    students: Mapping[str, str] = field(default_factory=dict)

    def unrest(self) -> list[str]:
        """What is still under way; nothing, once the building is at rest."""
        found = []
        open_now = frozenset[str]().union(*(books.open for books in self.doors.values()))
        for door, books in self.doors.items():
            if books.outbox:
                found.append(f"{door} has not heard that {books.outbox} arrived")
            if books.pending:
                found.append(f"{door} still waits for {set(books.pending)}")
        if self.held != open_now:
            found.append(f"held {set(self.held)} are not those open {set(open_now)}")
        return found

    def check(self) -> None:
        """Holds the journals to what must be true at rest (PROTOCOL section 5)."""
        assert self.unrest() == []
        assert [event.n for event in self.events] == list(range(1, len(self.events) + 1))
        arrived = {event.name: event for event in self.events}
        assert len(arrived) == len(self.events)
        kept = {event.name: event for books in self.doors.values() for event in books.events}
        assert {n: e.raw for n, e in kept.items()} == {n: e.raw for n, e in arrived.items()}
        once = Counter((event.id, event.kind) for event in self.events)
        assert [what for what, times in once.items() if times > 1] == []
        assert self.quarantined == 0

    def passes_of(self, student: str) -> list[tuple[str, ...]]:
        """The kinds of the events of each of a student's passes, as their door recorded them.

        On the feed they stand as they came: one that was lost on its way comes after the next.
        """
        mine = [pass_id for pass_id, who in self.students.items() if who == student]
        recorded = sorted(self.events, key=lambda event: (event.door, event.boot, event.seq))
        return [tuple(e.kind for e in recorded if e.id == pass_id) for pass_id in mine]


def read_books(data: Path, doors: Sequence[str]) -> Books:
    """Reads copies: a running door lets nobody else into its own file."""
    with _copy(data / "aggregator" / "building.sqlite3") as db:
        return Books(
            doors={door: _door(data / door / "door.sqlite3", door) for door in doors},
            events=tuple(
                EventRow(*row)
                for row in db.execute(
                    "SELECT door, boot, seq, id, kind, raw, n FROM events ORDER BY n"
                )
            ),
            held=_ids(db, "SELECT id FROM passes WHERE held = 1"),
            published_upto=db.execute("SELECT published_upto FROM marks").fetchone()[0],
            quarantined=db.execute("SELECT count(*) FROM quarantine").fetchone()[0],
            students=dict(db.execute("SELECT id, student FROM passes ORDER BY id")),
        )


def _door(path: Path, door: str) -> DoorBooks:
    with _copy(path) as db:
        events = db.execute("SELECT boot, seq, id, kind, sealed FROM events ORDER BY place")
        outbox = db.execute("SELECT boot, seq FROM events WHERE acked_at IS NULL ORDER BY place")
        return DoorBooks(
            events=tuple(EventRow(door, *row) for row in events),
            outbox=tuple(f"{door}/{boot}/{seq}" for boot, seq in outbox),
            pending=_ids(db, "SELECT id FROM pending"),
            open=_ids(db, "SELECT id FROM open_passes"),
        )


def _ids(db: sqlite3.Connection, query: str) -> frozenset[str]:
    return frozenset(row[0] for row in db.execute(query))


@contextmanager
def _copy(path: Path) -> Iterator[sqlite3.Connection]:
    """A database as a crash at this moment would leave it."""
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / path.name
        # The file before its write-ahead file: what was tidied away in between is then in both.
        for suffix in ("", "-wal"):
            part = path.with_name(path.name + suffix)
            if part.exists():
                shutil.copyfile(part, copied.with_name(copied.name + suffix))
        with closing(sqlite3.connect(copied)) as db:
            yield db
