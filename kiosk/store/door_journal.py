"""The door's journal: one SQLite file that holds everything a door must find again."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import assert_never

from kiosk.core.door.doorbook import (
    RESERVED_KEPT_MAX,
    Append,
    DoorChange,
    DoorMemory,
    DropOpen,
    DropPending,
    MarkAcked,
    PurgeAcked,
    PutMarks,
    PutOpen,
    PutPaused,
    PutPending,
    PutPolicy,
    PutPrefs,
    PutRoster,
    Requeue,
    Reserve,
)
from kiosk.core.ids import BootId, PassId
from kiosk.core.ports import Codec
from kiosk.core.schoolparts import PolicyDocument, RosterPart
from kiosk.store.database import Database
from kiosk.store.door_memory import begin_life, read_memory
from kiosk.store.door_schema import DOOR_SCHEMA
from kiosk.store.event_chain import ChainBreak, change_chain, find_break
from kiosk.store.failures import EventNotKeptError, translated
from kiosk.store.instants import to_micros
from kiosk.store.opening import checkpoint, open_file

CacheChange = PutMarks | PutRoster | PutPolicy | PutPaused | PutPrefs
UnderWayChange = Reserve | PutPending | DropPending | PutOpen | DropOpen


class DoorJournal:
    """A door's memory on disk; a change is durable when `commit` returns, or did not happen."""

    def __init__(self, path: Path, codec: Codec, machine_boot: str | None = None) -> None:
        """`machine_boot` names this start of the machine; None: every rough end is in doubt."""
        self._path = path
        self._machine_boot = machine_boot
        self._codec = codec
        self._open: Database | None = None

    def open(self, boot: BootId) -> DoorMemory:
        """Begin the life `boot`, durable before this returns, and return what was kept.

        Raises JournalInUseError if another program has the file, JournalTooNewError if a newer
        version made it. A damaged file is set aside, and the memory says where.
        """
        if self._open is not None:
            raise RuntimeError(f"{self._path} is open already")

        def begin(db: Database) -> DoorMemory:
            unclean = begin_life(db, boot, self._machine_boot)
            return read_memory(db, self._codec, boot, unclean=unclean)

        opened = open_file(self._path, DOOR_SCHEMA, exclusive=True, begin=begin)
        self._open = opened.db
        if opened.set_aside is None:
            return opened.memory
        # Nothing on disk says that the life before ended well.
        return replace(opened.memory, unclean=True, set_aside=opened.set_aside)

    def commit(self, changes: Sequence[DoorChange]) -> None:
        """Make all `changes` in one transaction, in order; on any error none of them is made."""
        if not changes:
            return
        db = self._db
        with translated(self._path, "record what happened"), db.atomic():
            for change in changes:
                self._make(db, change)

    def event_bytes(self, boot: BootId, seq: int) -> bytes:
        """Return the event as it was sealed: what goes on the wire, the same each time."""
        with translated(self._path, "read an event"):
            row = self._db.conn.execute(
                "SELECT sealed FROM events WHERE boot = ? AND seq = ?", (boot, seq)
            ).fetchone()
        if row is None:
            raise EventNotKeptError(
                f"{self._path}: event {seq} of life {boot} is not kept (any more)"
            )
        sealed: bytes = row[0]
        return sealed

    def verify_chain(self) -> ChainBreak | None:
        """Return the first place at which a kept event was changed, lost or put in; else None."""
        with translated(self._path, "check the chain of events"):
            return find_break(self._db, self._codec)

    def checkpoint(self) -> None:
        """Tidy the write-ahead file away; for moments when nobody waits for an answer."""
        checkpoint(self._db, self._path)

    def close(self, *, clean: bool = True) -> None:
        """Let go of the file, whatever happens; say on it that this life ended well if `clean`.

        A mind that is ahead of the disk (its commit failed) is thrown away with `clean` false, and
        the next life begins as after a crash.
        """
        if self._open is None:
            return
        db, self._open = self._open, None
        try:
            if clean:
                with translated(self._path, "end this life cleanly"), db.atomic():
                    db.execute(
                        "UPDATE lives SET ended_clean = 1"
                        " WHERE number = (SELECT max(number) FROM lives)"
                    )
                checkpoint(db, self._path)
        finally:
            db.close()

    @property
    def _db(self) -> Database:
        if self._open is None:
            raise RuntimeError(f"{self._path} is not open")
        return self._open

    def _make(self, db: Database, change: DoorChange) -> None:
        match change:
            case Append() | MarkAcked() | Requeue() | PurgeAcked():
                change_chain(db, self._codec, change)
            case Reserve() | PutPending() | DropPending() | PutOpen() | DropOpen():
                self._keep_under_way(db, change)
            case PutMarks() | PutRoster() | PutPolicy() | PutPaused() | PutPrefs():
                self._keep_word(db, change)
            case _:
                assert_never(change)

    def _keep_under_way(self, db: Database, change: UnderWayChange) -> None:
        match change:
            case Reserve(pass_id):
                self._keep_reserve(db, pass_id)
            case PutPending(request):
                db.conn.execute("DELETE FROM reserved WHERE id = ?", (request.id,))
                db.conn.execute(
                    "INSERT INTO pending (id, request) VALUES (?, ?)"
                    " ON CONFLICT (id) DO UPDATE SET request = excluded.request",
                    (request.id, self._codec.encode(request)),
                )
            case DropPending(pass_id):
                db.conn.execute("DELETE FROM pending WHERE id = ?", (pass_id,))
                db.conn.execute("DELETE FROM reserved WHERE id = ?", (pass_id,))
            case PutOpen(opened):
                db.conn.execute(
                    "INSERT INTO open_passes"
                    " (id, student, label, destination, origin, started_at, minutes)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                    " (student, label, destination, origin, started_at, minutes) ="
                    " (excluded.student, excluded.label, excluded.destination, excluded.origin,"
                    " excluded.started_at, excluded.minutes)",
                    (
                        *(opened.id, opened.student, opened.label, opened.destination),
                        *(opened.origin, to_micros(opened.started_at), opened.minutes),
                    ),
                )
            case DropOpen(pass_id):
                db.conn.execute("DELETE FROM open_passes WHERE id = ?", (pass_id,))
            case _:
                assert_never(change)

    def _keep_reserve(self, db: Database, pass_id: PassId) -> None:
        db.conn.execute("INSERT INTO reserved (id) VALUES (?)", (pass_id,))
        db.conn.execute(
            "DELETE FROM reserved WHERE number NOT IN"
            " (SELECT number FROM reserved ORDER BY number DESC LIMIT ?)",
            (RESERVED_KEPT_MAX,),
        )

    def _keep_word(self, db: Database, change: CacheChange) -> None:
        match change:
            case PutMarks(epoch, max_fence):
                db.conn.execute("UPDATE marks SET epoch = ?, max_fence = ?", (epoch, max_fence))
            case PutPaused(paused):
                db.conn.execute("UPDATE marks SET paused = ?", (int(paused),))
            case PutPrefs(prefs):
                db.conn.execute(
                    "UPDATE marks SET language = ?, sound = ?, brightness = ?",
                    (prefs.language, int(prefs.sound), prefs.brightness),
                )
            case PutRoster(parts):
                self._keep_roster(db, parts)
            case PutPolicy(policy):
                self._keep_policy(db, policy)
            case _:
                assert_never(change)

    def _keep_roster(self, db: Database, parts: tuple[RosterPart, ...]) -> None:
        db.conn.execute("DELETE FROM roster_parts")
        db.conn.executemany(
            "INSERT INTO roster_parts (number, part) VALUES (?, ?)",
            [(number, self._codec.encode(part)) for number, part in enumerate(parts)],
        )

    def _keep_policy(self, db: Database, policy: PolicyDocument) -> None:
        db.conn.execute(
            "INSERT OR REPLACE INTO policy (only, document) VALUES (1, ?)",
            (self._codec.encode(policy),),
        )
