"""Opaque tokens that name things on the wire; never a name, never a card number."""

import hmac
import re
from datetime import date
from typing import NewType

BuildingId = NewType("BuildingId", str)
DoorId = NewType("DoorId", str)
RoomId = NewType("RoomId", str)
DestinationId = NewType("DestinationId", str)
StudentId = NewType("StudentId", str)
StaffId = NewType("StaffId", str)
GroupId = NewType("GroupId", str)
PassId = NewType("PassId", str)
"""A UUIDv7, made at the door; the id of a request is the id that its pass will have."""
AppointmentId = NewType("AppointmentId", str)
"""A UUIDv7, made where staff make the appointment."""
OccurrenceId = NewType("OccurrenceId", str)
"""One appointment on one date; made by `occurrence_id`, opaque to a door."""
BootId = NewType("BootId", str)
"""A UUIDv7, new at each start of a door program."""
MoreMinutes = NewType("MoreMinutes", int)
"""Minutes that staff add to a pass; fewer than none when they take that back."""
CardHash = NewType("CardHash", str)
"""HMAC-SHA256 of a canonical card number under the building's card key, in hex."""

TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


def is_token(text: str) -> bool:
    """Say whether `text` may stand on the wire as an id (PROTOCOL section 3)."""
    return TOKEN.fullmatch(text) is not None


def default_door(room: RoomId) -> DoorId:
    """Return the id of a room's door where the school gives it none."""
    return DoorId(f"door-{room}")


def occurrence_id(appointment: AppointmentId, day: date) -> OccurrenceId:
    """Return what names `appointment` on `day`, by the school's date: no clock tells which."""
    return OccurrenceId(f"{appointment}_{day:%Y%m%d}")


def card_hash(key: bytes, number: str) -> CardHash:
    """Return what stands for a card number everywhere but on the card itself.

    Spaces around the number and the case of its letters do not matter: a list typed by hand and
    a reader must mean the same card.
    """
    canonical = number.strip().upper()
    return CardHash(hmac.digest(key, canonical.encode(), "sha256").hex())
