"""Rows about what staff see and do: holds, alerts, prevented encounters, PIN tries, day codes."""

import json
from datetime import date
from typing import assert_never

from kiosk.core.aggregator.acts import DayCode
from kiosk.core.aggregator.buildingbook import (
    PutAlert,
    PutDayCode,
    PutHolds,
    PutPause,
    PutPinTries,
    PutPrevented,
)
from kiosk.core.aggregator.pauses import Pause
from kiosk.core.ids import BootId, DoorId, RoomId, StaffId
from kiosk.core.pins import PinTries
from kiosk.core.rule import Holds
from kiosk.store.database import Database
from kiosk.store.instants import from_micros, to_micros

StaffChange = PutHolds | PutAlert | PutPrevented | PutPinTries | PutPause | PutDayCode


def make_for_staff(db: Database, change: StaffChange) -> None:
    """Make one change to what staff see and do."""
    match change:
        case PutHolds(holds):
            db.conn.execute("DELETE FROM holds")
            db.conn.executemany("INSERT INTO holds (kind, id) VALUES (?, ?)", _hold_rows(holds))
        case PutAlert(alert):
            db.conn.execute(
                "INSERT INTO alerts (at, kind, text, pass_id, staff) VALUES (?, ?, ?, ?, ?)",
                (to_micros(alert.at), alert.kind, alert.text, alert.pass_id, alert.staff),
            )
        case PutPrevented(pass_id, student, groups, at, destination, since):
            db.conn.execute(
                "INSERT INTO prevented (id, student, groups, at, destination, since)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    *(pass_id, student, json.dumps(groups), to_micros(at)),
                    *(destination, to_micros(since)),
                ),
            )
        case PutPinTries() | PutPause() | PutDayCode():
            _make_at_doors(db, change)
        case _:
            assert_never(change)


def _make_at_doors(db: Database, change: PutPinTries | PutPause | PutDayCode) -> None:
    match change:
        case PutPinTries(tries):
            day = None if tries.day is None else tries.day.isoformat()
            last = None if tries.last is None else to_micros(tries.last)
            db.conn.execute(
                "INSERT INTO pin_tries (whose, in_a_row, today, day, last) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (whose) DO UPDATE SET (in_a_row, today, day, last)"
                " = (excluded.in_a_row, excluded.today, excluded.day, excluded.last)",
                (tries.whose, tries.in_a_row, tries.today, day, last),
            )
        case PutPause(pause):
            db.conn.execute(
                "INSERT OR REPLACE INTO pauses (room, door, boot, seq, staff, paused)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    *(pause.room, pause.door, pause.boot),
                    *(pause.seq, pause.staff, int(pause.paused)),
                ),
            )
        case PutDayCode(code):
            db.conn.execute(
                "INSERT INTO day_codes (digest, staff, name, day, rooms) VALUES (?, ?, ?, ?, ?)",
                (
                    *(code.digest, code.staff, code.name),
                    *(code.day.isoformat(), json.dumps(sorted(code.rooms))),
                ),
            )
        case _:
            assert_never(change)


def _hold_rows(holds: Holds) -> list[tuple[str, str]]:
    return [
        *([("all", "")] if holds.hold else []),
        *(("room", room) for room in holds.rooms),
        *(("destination", destination) for destination in holds.destinations),
        *(("student", student) for student in holds.students),
    ]


def read_pin_tries(db: Database) -> tuple[PinTries, ...]:
    """Return the wrong tries that are kept."""
    rows = db.execute("SELECT whose, in_a_row, today, day, last FROM pin_tries ORDER BY whose")
    return tuple(
        PinTries(
            *(whose, in_a_row, today),
            None if day is None else date.fromisoformat(day),
            None if last is None else from_micros(last),
        )
        for whose, in_a_row, today, day, last in rows
    )


def read_pauses(db: Database) -> tuple[Pause, ...]:
    """Return what each door has said last of its room's pause."""
    rows = db.execute("SELECT room, door, boot, seq, staff, paused FROM pauses ORDER BY room")
    return tuple(
        Pause(
            *(RoomId(room), DoorId(door), BootId(boot)),
            *(seq, StaffId(staff), bool(paused)),
        )
        for room, door, boot, seq, staff, paused in rows
    )


def read_day_codes(db: Database) -> tuple[DayCode, ...]:
    """Return every day code: records of days gone name who used one."""
    rows = db.execute("SELECT digest, staff, name, day, rooms FROM day_codes ORDER BY number")
    return tuple(
        DayCode(
            *(digest, StaffId(staff), name, date.fromisoformat(day)),
            frozenset(map(RoomId, json.loads(rooms))),
        )
        for digest, staff, name, day, rooms in rows
    )
