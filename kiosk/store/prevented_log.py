"""Reads the log of prevented encounters, beside a running aggregator and without writing."""

import json
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.core.aggregator.prevented import Departure, HeldBack, LineLeft, Prevented, held_back
from kiosk.core.ids import DestinationId, GroupId, PassId, StudentId
from kiosk.store.failures import translated
from kiosk.store.instants import from_micros, to_micros

BUSY_S_MAX: Final = 2.0
"""The aggregator holds its file for milliseconds."""

_REFUSALS: Final = """
    SELECT id, student, groups, at, destination, since FROM prevented WHERE at >= ? ORDER BY number
"""
_DEPARTURES: Final = """
    SELECT passes.student, passes.destination, passes.since,
        json_extract(CAST(events.raw AS TEXT), '$.approved_by') IS NOT NULL,
        coalesce(json_extract(CAST(events.raw AS TEXT), '$.urgent'), 0)
    FROM passes JOIN events ON events.id = passes.id AND events.kind = 'started'
    WHERE passes.since >= ?1 AND passes.student IN (SELECT student FROM prevented WHERE at >= ?1)
"""
_LEFT: Final = """
    SELECT id, at, coalesce(json_extract(CAST(raw AS TEXT), '$.missed'), 0) FROM events
    WHERE kind = 'left_line' AND id IN (SELECT id FROM prevented WHERE at >= ?)
"""


def read_prevented(path: Path, since: datetime) -> tuple[HeldBack, ...]:
    """Return who was held back since then; raises JournalError if `path` can't be read.

    The connection is read-only: it never writes to the write-ahead file, nor tidies it away.
    """
    uri = f"{path.absolute().as_uri()}?mode=ro"
    after = (to_micros(since),)
    with (
        translated(path, "read the log of prevented encounters"),
        closing(sqlite3.connect(uri, uri=True, timeout=BUSY_S_MAX, isolation_level=None)) as conn,
    ):
        # One moment of the file for all three.
        conn.execute("BEGIN")
        refusals = [
            Prevented(
                PassId(pass_id),
                StudentId(student),
                tuple(GroupId(group) for group in json.loads(groups)),
                from_micros(at),
                None if to is None else DestinationId(to),
                None if began is None else from_micros(began),
            )
            for pass_id, student, groups, at, to, began in conn.execute(_REFUSALS, after)
        ]
        departures = [
            Departure(
                StudentId(student), DestinationId(to), from_micros(at), bool(yes), bool(urgent)
            )
            for student, to, at, yes, urgent in conn.execute(_DEPARTURES, after)
        ]
        left = [
            LineLeft(PassId(pass_id), from_micros(at), bool(missed))
            for pass_id, at, missed in conn.execute(_LEFT, after)
        ]
    return held_back(refusals, departures, left)
