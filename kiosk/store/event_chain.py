"""A door's events on disk: each sealed with the digest of the one before, across all lives."""

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from kiosk.core.door.doorbook import Append, MarkAcked, PurgeAcked, Requeue
from kiosk.core.events import Event, PassEvent
from kiosk.core.ids import BootId, PassId
from kiosk.core.ports import Codec
from kiosk.store.database import Database
from kiosk.store.failures import JournalMisusedError
from kiosk.store.instants import to_micros

ChainChange = Append | MarkAcked | Requeue | PurgeAcked


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """The first place (1, 2, 3... over all lives) at which a record is not as it was sealed."""

    place: int
    why: str


def digest_of(sealed: bytes) -> str:
    """Return the SHA-256 in hex that the next event's `prev` must be."""
    return hashlib.sha256(sealed).hexdigest()


def change_chain(db: Database, codec: Codec, change: ChainChange) -> None:
    """Make one change to the events, inside the caller's transaction."""
    match change:
        case Append(event):
            _append(db, codec, event)
        case MarkAcked(boot, seqs, at):
            # The first acknowledgement counts: a repeated one must not keep an event longer.
            db.conn.executemany(
                "UPDATE events SET acked_at = ? WHERE boot = ? AND seq = ? AND acked_at IS NULL",
                [(to_micros(at), boot, seq) for seq in seqs],
            )
        case Requeue(boot, seqs):
            db.conn.executemany(
                "UPDATE events SET acked_at = NULL WHERE boot = ? AND seq = ?",
                [(boot, seq) for seq in seqs],
            )
        case PurgeAcked(before):
            _purge(db, to_micros(before))
        case _:
            assert_never(change)


def find_break(db: Database, codec: Codec) -> ChainBreak | None:
    """Check every kept event against its digest, its predecessor and the head."""
    links = db.conn.execute(
        "SELECT place, digest, sealed FROM events "
        "UNION ALL SELECT place, digest, NULL FROM forgotten ORDER BY place"
    )
    first = next(links, None)
    # Before the first event of all there is nothing; before the first kept one, a kept digest.
    at, before = (first[0] - 1, None) if first and first[2] is None else (0, None)
    for place, digest, sealed in itertools.chain([first] if first else [], links):
        if place != at + 1:
            return ChainBreak(at + 1, "missing")
        if sealed is not None and (why := _fault(codec, sealed, digest, before)):
            return ChainBreak(place, why)
        at, before = place, digest
    if (at, before) != tuple(db.conn.execute("SELECT place, digest FROM head").fetchone()):
        return ChainBreak(at + 1, "the end is missing or changed")
    return None


def _append(db: Database, codec: Codec, event: PassEvent) -> None:
    place, prev = db.conn.execute("SELECT place, digest FROM head").fetchone()
    counted = db.conn.execute(
        "UPDATE lives SET last_seq = ?1 WHERE boot = ?2 AND last_seq = ?1 - 1"
        " AND number = (SELECT max(number) FROM lives)",
        (event.seq, event.boot),
    )
    if counted.rowcount != 1:
        raise JournalMisusedError(
            f"event {event.seq} of life {event.boot} is not the next of this life: a fault in the "
            "program, report it with this line"
        )
    sealed = codec.seal(event, prev)
    digest = digest_of(sealed)
    db.conn.execute(
        "INSERT INTO events (place, boot, seq, id, kind, sealed, digest)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (place + 1, event.boot, event.seq, event.id, event.kind, sealed, digest),
    )
    db.conn.execute("UPDATE head SET place = ?, digest = ?", (place + 1, digest))


def _purge(db: Database, before_micros: int) -> None:
    db.conn.execute(
        "INSERT INTO forgotten SELECT place, digest FROM events WHERE acked_at < ?",
        (before_micros,),
    )
    db.conn.execute("DELETE FROM events WHERE acked_at < ?", (before_micros,))
    # Only digests that a kept (or the next) event follows are needed to check the chain.
    db.conn.execute(
        "DELETE FROM forgotten WHERE place <"
        " (SELECT coalesce((SELECT min(place) FROM events), (SELECT place + 1 FROM head)) - 1)"
    )


def _fault(codec: Codec, sealed: bytes, digest: str, before: str | None) -> str | None:
    if digest_of(sealed) != digest:
        return "changed"
    try:
        event = codec.decode(sealed)
    except ValueError:
        return "unreadable"
    if not isinstance(event, Event) or event.prev != before:
        return "does not follow the one before"
    return None


def kept_events(db: Database) -> Iterator[tuple[BootId, int, PassId, str, bool]]:
    """Give boot, seq, pass, kind and "is acknowledged" of each kept event, in order."""
    rows = db.conn.execute(
        "SELECT boot, seq, id, kind, acked_at IS NOT NULL FROM events ORDER BY place"
    )
    for boot, seq, pass_id, kind, acked in rows:
        yield BootId(boot), seq, PassId(pass_id), kind, bool(acked)
