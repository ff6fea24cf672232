"""The aggregator's journal: one SQLite file with every event, answer and held pass."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import assert_never

from kiosk.core.aggregator.buildingbook import (
    BuildingChange,
    BuildingMemory,
    DropAppointment,
    DropCard,
    PurgeTally,
    PutAlert,
    PutAnswer,
    PutAppointment,
    PutBarrier,
    PutBoot,
    PutCard,
    PutDayCode,
    PutEpoch,
    PutEvent,
    PutHolds,
    PutPass,
    PutPause,
    PutPinTries,
    PutPrevented,
    PutQuarantine,
)
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.events import PassEvent
from kiosk.core.ids import StudentId
from kiosk.core.ports import Codec
from kiosk.core.protocol import Grant
from kiosk.core.tally import TallySpans
from kiosk.store import appointment_rows, card_rows
from kiosk.store.building_memory import Readable, read_memory, read_passes
from kiosk.store.building_schema import BUILDING_SCHEMA
from kiosk.store.building_tally import read_tally
from kiosk.store.database import Database
from kiosk.store.failures import translated
from kiosk.store.instants import from_micros, to_micros
from kiosk.store.opening import checkpoint, open_file
from kiosk.store.staff_rows import make_for_staff

StreamChange = PutEvent | PutAnswer | PutPass | PutQuarantine | PurgeTally
DoorsChange = PutBoot | PutEpoch | PutBarrier


class BuildingJournal:
    """The building's memory on disk; a change is durable when `commit` returns, or is not made."""

    def __init__(self, path: Path, codec: Codec) -> None:
        self._path = path
        self._codec = codec
        self._open: Database | None = None
        self._published_upto = 0
        self._published_on_disk = 0

    def open(self, now: datetime, spans: TallySpans | None = None) -> BuildingMemory:
        """Return what was kept: all that is held, the last 48 h before `now`, the tally of `spans`.

        Raises JournalTooNewError if a newer version made the file. A damaged file is set aside,
        and the memory says where.
        """
        if self._open is not None:
            raise RuntimeError(f"{self._path} is open already")

        def begin(db: Database) -> BuildingMemory:
            memory = read_memory(db, self._codec, now)
            return memory if spans is None else replace(memory, tally=read_tally(db, spans, now))

        opened = open_file(self._path, BUILDING_SCHEMA, exclusive=False, begin=begin)
        self._open = opened.db
        self._published_upto = self._published_on_disk = opened.memory.published_upto
        return replace(opened.memory, set_aside=opened.set_aside)

    def commit(self, changes: Sequence[BuildingChange]) -> None:
        """Make all `changes` in one transaction, in order; on any error none of them is made.

        An event or an answer that is kept already is a fault of the caller: JournalMisusedError.
        """
        if not changes:
            return
        db, published = self._db, self._published_upto
        with translated(self._path, "record what was decided"), db.atomic():
            for change in changes:
                self._make(db, change)
            self._raise_marks(db, changes, published)
        self._published_on_disk = published

    def mark_published(self, n: int) -> None:
        """Note that feed numbers up to `n` are with the broker; durable with the next commit.

        No commit of its own: after a crash the last few are published again, and `n` tells readers.
        """
        self._published_upto = max(self._published_upto, n)

    def feed_from(self, n: int, limit: int) -> list[tuple[int, PassEvent, datetime]]:
        """Return at most `limit` events from number `n` on (included), with when they were taken.

        One that this version can't read is left out: its reader sees a gap, and must not wait.
        """
        with translated(self._path, "read the feed"):
            rows = self._db.conn.execute(
                "SELECT n, raw, at FROM events WHERE n >= ? ORDER BY n LIMIT ?", (n, limit)
            ).fetchall()
        readable = Readable(self._codec)
        return [
            (number, event, from_micros(at))
            for number, raw, at in rows
            if (event := readable.event(number, raw))
        ]

    def passes_of(self, student: StudentId, since: datetime) -> tuple[PassRecord, ...]:
        """Return what is kept of a student's passes that changed since then."""
        with translated(self._path, "read a student's passes"):
            return read_passes(self._db, self._codec, student, since)

    def checkpoint(self) -> None:
        """Tidy the write-ahead file away; for moments when nobody waits for an answer."""
        self._keep_published(self._db)
        checkpoint(self._db, self._path)

    def close(self) -> None:
        """Keep what only memory knew, and let go of the file."""
        if self._open is None:
            return
        db, self._open = self._open, None
        try:
            self._keep_published(db)
            checkpoint(db, self._path)
        finally:
            db.close()

    @property
    def _db(self) -> Database:
        if self._open is None:
            raise RuntimeError(f"{self._path} is not open")
        return self._open

    def _keep_published(self, db: Database) -> None:
        if self._published_upto == self._published_on_disk:
            return
        published = self._published_upto
        with translated(self._path, "record what was published"), db.atomic():
            self._raise_marks(db, (), published)
        self._published_on_disk = published

    def _raise_marks(self, db: Database, changes: Sequence[BuildingChange], published: int) -> None:
        """Keep the highest numbers apart from the rows, which may one day be purged."""
        n = max((c.n for c in changes if isinstance(c, PutEvent)), default=0)
        fence = max((_fence(c) or 0 for c in changes if isinstance(c, PutAnswer)), default=0)
        db.conn.execute(
            "UPDATE marks SET n = max(n, ?), fence = max(fence, ?),"
            " published_upto = max(published_upto, ?)",
            (n, fence, published),
        )

    def _make(self, db: Database, change: BuildingChange) -> None:
        match change:
            case (
                PutHolds() | PutAlert() | PutPrevented() | PutPinTries() | PutPause() | PutDayCode()
            ):
                make_for_staff(db, change)
            case PutEvent() | PutAnswer() | PutPass() | PutQuarantine() | PurgeTally():
                self._make_of_streams(db, change)
            case PutBoot() | PutEpoch() | PutBarrier():
                _make_of_doors(db, change)
            case PutCard() | DropCard():
                card_rows.make(db, change)
            case PutAppointment() | DropAppointment():
                appointment_rows.make(db, change)
            case _:
                assert_never(change)

    def _make_of_streams(self, db: Database, change: StreamChange) -> None:
        match change:
            case PutEvent(n, event, raw, at):
                db.conn.execute(
                    "INSERT INTO events (n, door, boot, seq, id, kind, raw, at)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *(n, event.door, event.boot, event.seq),
                        *(event.id, event.kind, raw, to_micros(at)),
                    ),
                )
            case PutAnswer(answered):
                asked, said = answered.request, answered.answer
                payloads = (self._codec.encode(asked), self._codec.encode(said))
                db.conn.execute(
                    "INSERT INTO answers (id, request, answer, fence, at) VALUES (?, ?, ?, ?, ?)",
                    (asked.id, *payloads, _fence(change), to_micros(answered.at)),
                )
            case PutPass():
                _put_pass(db, change)
            case PurgeTally(before):
                db.conn.execute(
                    "UPDATE passes SET counts = 0 WHERE counts = 1 AND since < ?",
                    (to_micros(before),),
                )
            case PutQuarantine(door, boot, seq, raw, why, at):
                db.conn.execute(
                    "INSERT INTO quarantine (door, boot, seq, raw, why, at)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (door, boot, seq, raw, why, to_micros(at)),
                )
            case _:
                assert_never(change)


def _fence(change: PutAnswer) -> int | None:
    answer = change.answered.answer
    return answer.fence if isinstance(answer, Grant) else None


def _put_pass(db: Database, change: PutPass) -> None:
    db.conn.execute(
        "INSERT INTO passes (id, student, destination, origin, held, changed_at, since, counts)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " (student, destination, origin, held, changed_at, since, counts) = (excluded.student,"
        " excluded.destination, excluded.origin, excluded.held, excluded.changed_at,"
        " excluded.since, excluded.counts)",
        (
            *(change.id, change.student, change.destination, change.origin),
            *(int(change.held), to_micros(change.changed_at)),
            *(to_micros(change.since) if change.since else None, int(change.counts)),
        ),
    )


def _make_of_doors(db: Database, change: DoorsChange) -> None:
    match change:
        case PutBoot(door, boot, superseded):
            db.conn.execute(
                "INSERT INTO boots (door, boot, superseded) VALUES (?, ?, ?)"
                " ON CONFLICT (door, boot) DO UPDATE SET superseded = excluded.superseded",
                (door, boot, int(superseded)),
            )
        case PutEpoch(epoch, fence):
            db.conn.execute("UPDATE marks SET epoch = ?, fence = max(fence, ?)", (epoch, fence))
        case PutBarrier(barrier):
            db.conn.execute("UPDATE marks SET barrier = ?", (int(barrier is not None),))
            db.conn.execute("DELETE FROM doors_in_step")
            db.conn.executemany(
                "INSERT INTO doors_in_step (door) VALUES (?)",
                [(door,) for door in sorted(barrier.in_step if barrier else ())],
            )
        case _:
            assert_never(change)
