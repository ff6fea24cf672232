"""Cards that staff gave to students, as the journal keeps them."""

from datetime import date
from typing import assert_never

from kiosk.core.aggregator.buildingbook import DropCard, PutCard
from kiosk.core.aggregator.givencards import GivenCard
from kiosk.core.ids import CardHash, DoorId, StaffId, StudentId
from kiosk.store.database import Database
from kiosk.store.instants import from_micros, to_micros


def make(db: Database, change: PutCard | DropCard) -> None:
    """Make one change."""
    match change:
        case PutCard(given):
            ended_at = None if given.ended_at is None else to_micros(given.ended_at)
            db.conn.execute(
                "INSERT INTO given_cards"
                " (id, card, student, staff, at, day, name, door, ended_at, ended_by)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                " (ended_at, ended_by) = (excluded.ended_at, excluded.ended_by)",
                (
                    *(given.id, given.card, given.student, given.staff, to_micros(given.at)),
                    *(given.day.isoformat() if given.day else None, given.name, given.door),
                    *(ended_at, given.ended_by),
                ),
            )
        case DropCard(given_id):
            db.conn.execute("DELETE FROM given_cards WHERE id = ?", (given_id,))
        case _:
            assert_never(change)


def kept(db: Database) -> tuple[GivenCard, ...]:
    """Return every card given, in order."""
    rows = db.execute(
        "SELECT id, card, student, staff, at, day, name, door, ended_at, ended_by"
        " FROM given_cards ORDER BY number"
    )
    return tuple(
        GivenCard(
            id=given_id,
            card=CardHash(card),
            student=StudentId(student),
            staff=StaffId(staff),
            at=from_micros(at),
            day=None if day is None else date.fromisoformat(day),
            name=name,
            door=None if door is None else DoorId(door),
            ended_at=None if ended_at is None else from_micros(ended_at),
            ended_by=None if ended_by is None else StaffId(ended_by),
        )
        for given_id, card, student, staff, at, day, name, door, ended_at, ended_by in rows
    )
