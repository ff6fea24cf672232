"""Boards for the tests, built of the core's own types."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.core.aggregator.board import (
    AlertRow,
    AppointmentRow,
    AskedRow,
    Board,
    BoardRow,
    Counts,
    DoorRow,
    LineRow,
)
from kiosk.core.appointments import OccurrenceState
from kiosk.core.ids import AppointmentId, DoorId, PassId

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 3, 3, 16, 42, tzinfo=UTC)
"""10:42 in the morning in Chicago."""


def row(
    name: str,
    *,
    out: float = 2,
    allowed: float | None = 5,
    to: str = "Restroom",
    flags: str = "",
) -> BoardRow:
    """A pass out for `out` of `allowed` minutes; `flags` are words of BoardRow's own."""
    since = NOW - timedelta(minutes=out)
    return BoardRow(
        id=PassId(f"pass-{name[:20]}"),
        student=name,
        grade="10",
        origin="Room 214",
        destination=to,
        since=since,
        due_at=None if allowed is None else since + timedelta(minutes=allowed),
        started="unstarted" not in flags,
        urgent="urgent" in flags,
        offline="offline" in flags,
        override="override" in flags,
    )


def door(room: str, *, online: bool = True, silent_min: float = 0, outbox: int = 0) -> DoorRow:
    heard = NOW - timedelta(minutes=silent_min)
    return DoorRow(DoorId(f"door-{room}".replace(" ", "-")), room, online, heard, outbox)


def alert(text: str, *, kind: str = "urgent", ago_min: float = 1) -> AlertRow:
    return AlertRow(NOW - timedelta(minutes=ago_min), kind, text)


def asked(name: str, *, min_ago: float = 2, to: str = "Main office") -> AskedRow:
    since = NOW - timedelta(minutes=min_ago)
    pass_id = PassId(f"asked-{name[:20]}")
    return AskedRow(pass_id, name, "10", "Room 214", to, since, "needs_approval")


def line(place: str, waiting: int, *, called: int = 0, min_ago: float = 3) -> LineRow:
    return LineRow(place, waiting, called, NOW - timedelta(minutes=min_ago))


def board(
    *rows: BoardRow,
    doors: tuple[DoorRow, ...] = (),
    alerts: tuple[AlertRow, ...] = (),
    hold: bool = False,
    asked: tuple[AskedRow, ...] = (),
    lines: tuple[LineRow, ...] = (),
    appointments: tuple[AppointmentRow, ...] = (),
) -> Board:
    counts = Counts(len(rows), {}, {"1": len(rows)} if rows else {})
    return Board(NOW, "demo", rows, doors, alerts, hold, counts, asked, lines, appointments)


def appointment(name: str, *, in_min: float = 5, state: str = "due") -> AppointmentRow:
    at = NOW + timedelta(minutes=in_min)
    return AppointmentRow(
        id=AppointmentId(f"appointment-{name}"),
        day=NOW.date(),
        at=at,
        student=name,
        destination="Counselor",
        state=OccurrenceState(state),
        made_by="Ms. Reyes",
        repeats=True,
        urgent=False,
    )


def busy() -> Board:
    """A building in the middle of a morning, with one of everything."""
    return board(
        row("Noah Bergström", out=3, to="Library", allowed=15),
        row("Maya Okafor", out=9.5),
        row("Liam Nguyen", out=1),
        row("Sofía Hernández", out=22, to="Nurse", allowed=None, flags="urgent"),
        row("Ava Castellanos-Featherstonehaugh", out=4, flags="offline override"),
        row("Ethan Wright", out=5.4, to="Water"),
        row("Amara Diallo", out=0, to="Main office", allowed=8, flags="unstarted"),
        row("Lucas Moreau", out=80, to="Counselor", allowed=30, flags="unstarted offline"),
        doors=(
            *(door(f"Room {n}") for n in (118, 9, 214, 216, 10, 301)),
            door("Room 220", online=False, silent_min=12, outbox=3),
        ),
        alerts=(
            alert("Sofía Hernández left Room 214 for the nurse", ago_min=22),
            alert("Room 220 has not been heard for 12 minutes", kind="door_offline", ago_min=9),
        ),
        asked=(asked("Zoë Lindqvist", min_ago=4), asked("Omar Haddad", to="Library")),
        lines=(line("Restroom", 3, called=1, min_ago=6), line("Hallway", 1)),
    )


HOSTILE = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "\u202egnihtyna \u2067\u200f",
    "Z\u0336\u0321\u0327a" + "\u0301\u0353\u0346" * 60 + "lgo",
    "Wolfeschlegelsteinhausenbergerdorff" * 8,
    "نور الهدى عبد الرحمن",
    "{{ 7 * 7 }} \x00\x07\n\r ${7*7}",
    " ",
    "\ud83d\ude00 \ud800",
)
