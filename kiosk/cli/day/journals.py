"""Whether the building's record holds every door's events, byte for byte."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from kiosk.core.aggregator.ownhand import OWN_DOOR
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.ids import RoomId, default_door
from kiosk.feed.codec import JsonCodec
from kiosk.store.building_journal import BuildingJournal

Sealed = dict[tuple[str, str, int], bytes]


def records(path: Path, now: datetime) -> list[PassRecord]:
    """Return every pass of the building's record."""
    journal = BuildingJournal(path, JsonCodec())
    memory = journal.open(now)
    journal.close()
    return list(memory.records)


def feed_length(path: Path) -> int:
    """Return the number of the last event in the building's record."""
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT coalesce(max(n), 0) FROM events").fetchone()[0])


def compared(building: Path, doors: Iterable[tuple[RoomId, Path]]) -> tuple[int, list[str]]:
    """Return how many events doors have kept, and every difference; outboxes must be empty."""
    with closing(sqlite3.connect(building)) as db:
        rows = db.execute("SELECT door, boot, seq, raw FROM events WHERE door != ?", (OWN_DOOR,))
        there: Sealed = {(door, boot, seq): raw for door, boot, seq, raw in rows}
        odd = db.execute("SELECT door, why FROM quarantine").fetchall()
    faults = [f"quarantined: {row}" for row in odd]
    kept = 0
    for room, path in doors:
        door = default_door(room)
        with closing(sqlite3.connect(path)) as db:
            events = db.execute("SELECT boot, seq, sealed, acked_at FROM events").fetchall()
            asked = db.execute("SELECT count(*) FROM pending").fetchone()[0]
        if asked:
            faults.append(f"door {door}: {asked} requests are pending at the end of the day")
        for boot, seq, sealed, acked_at in events:
            kept += 1
            if there.pop((door, boot, seq), None) != sealed:
                faults.append(f"door {door}: event {seq} of {boot} is not the building's")
            if acked_at is None:
                faults.append(f"door {door}: event {seq} of {boot} is in the outbox still")
    faults += [f"no door has event {place}" for place in there]
    return kept, faults
