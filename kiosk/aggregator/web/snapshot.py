"""A board as the page reads it: sorted, bounded, with every time of day in the school's zone.

Pure. Instants are milliseconds since the epoch, to count with; texts of times are made here, so
that the browser's own zone and its idea of time zones never matter.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.core.aggregator.board import (
    AlertRow,
    AppointmentRow,
    AskedRow,
    Board,
    BoardRow,
    DoorRow,
    LineRow,
    in_board_order,
)

Json = dict[str, object]

ROWS_MAX = 300
"""Rows sent to a page: nobody reads more, and a phone must draw them; the rest are counted."""
ALERTS_MAX = 12
"""Alerts sent to a page: the newest; the rest are counted and stay in the reports."""

DIGITS = re.compile(r"(\d+)")


def snapshot(board: Board, time_zone: ZoneInfo) -> Json:
    """Return `board` as plain values for JSON."""
    rows = in_board_order(board.rows, board.now)
    alerts = sorted(board.alerts, key=lambda alert: alert.at, reverse=True)
    day = board.now.astimezone(time_zone)
    offset = day.utcoffset() or timedelta()
    return {
        "now_ms": _ms(board.now),
        "zone_offset_ms": offset // timedelta(milliseconds=1),
        "now": time_of_day(board.now, board.now, time_zone),
        "hold": board.hold,
        "out": len(rows),
        "rows": [
            _row(row, board.now, time_zone) | {"called_back": board.hold and row.started}
            for row in rows[:ROWS_MAX]
        ],
        "destinations": _totals(Counter(row.destination for row in rows)),
        "floors": _totals(board.counts.by_floor),
        "asked": [_asked(row, board.now, time_zone) for row in board.asked[:ROWS_MAX]],
        "asked_more": max(0, len(board.asked) - ROWS_MAX),
        "lines": [_line(row, board.now, time_zone) for row in board.lines],
        "appointments": [_appointment(a, board.now, time_zone) for a in board.appointments],
        "doors": [_door(door, board.now, time_zone) for door in sorted(board.doors, key=_rank)],
        "alerts": [_alert(alert, board.now, time_zone) for alert in alerts[:ALERTS_MAX]],
        "alerts_more": max(0, len(alerts) - ALERTS_MAX),
    }


def time_of_day(at: datetime, now: datetime, time_zone: ZoneInfo) -> str:
    """Return `at` as "1:05 PM" in the school's zone; with the day when that is not today."""
    local = at.astimezone(time_zone)
    text = f"{local.hour % 12 or 12}:{local:%M} {'AM' if local.hour < 12 else 'PM'}"  # noqa: PLR2004 - noon
    if local.date() == now.astimezone(time_zone).date():
        return text
    return f"{local:%a} {local.day} {local:%b}, {text}"


def _row(row: BoardRow, now: datetime, time_zone: ZoneInfo) -> Json:
    return {
        "id": row.id,
        "student": row.student,
        "grade": row.grade,
        "origin": row.origin,
        "destination": row.destination,
        "since_ms": _ms(row.since),
        "since": time_of_day(row.since, now, time_zone),
        "due_ms": None if row.due_at is None else _ms(row.due_at),
        "started": row.started,
        "urgent": row.urgent,
        "offline": row.offline,
        "override": row.override,
        "note": row.note,
        "checked_in": _there(row, now, time_zone),
    }


def _there(row: BoardRow, now: datetime, time_zone: ZoneInfo) -> str | None:
    if row.checked_in is None:
        return None
    return f"There since {time_of_day(row.checked_in, now, time_zone)}"


def _asked(row: AskedRow, now: datetime, time_zone: ZoneInfo) -> Json:
    return {
        "id": row.id,
        "student": row.student,
        "grade": row.grade,
        "origin": row.origin,
        "destination": row.destination,
        "since_ms": _ms(row.since),
        "since": time_of_day(row.since, now, time_zone),
        "reason": row.reason,
    }


def _line(row: LineRow, now: datetime, time_zone: ZoneInfo) -> Json:
    return {
        "place": row.place,
        "waiting": row.waiting,
        "called": row.called,
        "since_ms": _ms(row.since),
        "since": time_of_day(row.since, now, time_zone),
    }


def _appointment(row: AppointmentRow, now: datetime, time_zone: ZoneInfo) -> Json:
    return {
        "id": row.id,
        "day": row.day.isoformat(),
        "at": time_of_day(row.at, now, time_zone),
        "student": row.student,
        "destination": row.destination,
        "state": row.state.value,
        "made_by": row.made_by,
        "repeats": row.repeats,
        "urgent": row.urgent,
    }


def _door(door: DoorRow, now: datetime, time_zone: ZoneInfo) -> Json:
    heard = door.last_heard
    return {
        "id": door.door,
        "room": door.room,
        "online": door.online,
        "heard_ms": None if heard is None else _ms(heard),
        "heard": None if heard is None else time_of_day(heard, now, time_zone),
        "outbox": door.outbox,
    }


def _alert(alert: AlertRow, now: datetime, time_zone: ZoneInfo) -> Json:
    return {
        "at": time_of_day(alert.at, now, time_zone),
        "kind": alert.kind,
        "text": alert.text,
    }


def _totals(counts: Mapping[str, int]) -> list[Json]:
    some = [(name, out) for name, out in counts.items() if out > 0]
    some.sort(key=lambda item: (-item[1], item[0]))
    return [{"name": name, "out": out} for name, out in some]


def _rank(door: DoorRow) -> tuple[bool, list[tuple[int, str]], str]:
    """Offline first, then by room as people count: room 9 before room 10."""
    parts = DIGITS.split(door.room.casefold())
    natural = [(int(part), "") if part.isdecimal() else (0, part) for part in parts]
    return (door.online, natural, door.door)


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
