"""Example events, as a door's journal seals them: one of every kind."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from kiosk.cli.docs import sample_school as sample
from kiosk.core.events import (
    Abandoned,
    Approved,
    Arrived,
    CheckedIn,
    Corrected,
    Declined,
    Ended,
    EndedHow,
    Expired,
    Extended,
    IdentifiedBy,
    LeftLine,
    PassEvent,
    Paused,
    Refused,
    Started,
)
from kiosk.core.ids import MoreMinutes, PassId
from kiosk.core.words import HALL_FULL
from kiosk.feed.codec import JsonCodec

BOOT: Final = sample.boot_id(1)
PASS: Final = sample.pass_id(1)
ASKED_AGAIN: Final = sample.pass_id(2)
IN_LINE: Final = sample.pass_id(3)
GIVEN_UP: Final = sample.pass_id(4)
FROM_118: Final = sample.pass_id(5)
FORGOTTEN: Final = sample.pass_id(6)
STILL_OUT: Final = sample.pass_id(7)
NEVER_WAS: Final = sample.pass_id(8)

STARTED: Final = Started(
    door=sample.DOOR_214,
    boot=BOOT,
    seq=1,
    id=PASS,
    mono_ms=5_412_031,
    at=sample.MID_LESSON,
    student=sample.MAYA,
    destination=sample.RESTROOM,
    origin=sample.ROOM_214,
    identified_by=IdentifiedBy.CARD,
    approved_by=None,
    urgent=False,
    offline=False,
    override=False,
    minutes=7,
)


def wire_events() -> tuple[PassEvent, ...]:
    """Return an event of every kind, in the order in which a door records them."""
    return (
        STARTED,
        Extended(**_place(2, PASS, 4), staff=sample.OKAFOR, minutes=MoreMinutes(5)),
        Ended(**_place(3, PASS, 9), how=EndedHow.TAP),
        Corrected(
            **_place(4, PASS, 15),
            staff=sample.OKAFOR,
            returned_at=sample.MID_LESSON + timedelta(minutes=6),
            note="Was at the door, waiting for the reader.",
        ),
        Refused(
            **_place(5, ASKED_AGAIN, 16),
            student=sample.MAYA,
            destination=sample.RESTROOM,
            reason=HALL_FULL.code,
        ),
        LeftLine(**_place(6, IN_LINE, 17), student=sample.MAYA, destination=sample.LIBRARY),
        Abandoned(
            **_place(7, GIVEN_UP, 18),
            doubt=True,
            student=sample.OMAR,
            destination=sample.LIBRARY,
            origin=sample.ROOM_214,
        ),
        Arrived(**_place(8, FROM_118, 19), student=sample.IVY),
        Expired(**_place(9, FORGOTTEN, 20)),
        CheckedIn(**_place(10, STILL_OUT, 21), student=sample.IVY),
        Declined(
            **_place(11, NEVER_WAS, 22), student=sample.MAYA, appointment=sample.TO_THE_OFFICE
        ),
        Approved(**_place(12, ASKED_AGAIN, 23), staff=sample.OKAFOR),
        Paused(**_place(14, NEVER_WAS, 25), staff=sample.OKAFOR, paused=True),
        Declined(**_place(13, IN_LINE, 24), staff=sample.OKAFOR, note="After the test."),
    )


def sealed(events: Iterable[PassEvent]) -> list[bytes]:
    """Return events as a door sends them, each with the digest of the one before."""
    codec, prev, found = JsonCodec(), None, []
    for event in events:
        payload = codec.seal(event, prev)
        prev = hashlib.sha256(payload).hexdigest()
        found.append(payload)
    return found


def _place(seq: int, pass_id: PassId, minutes: int) -> dict[str, Any]:
    """Return what every event of door 214 carries, so many minutes after the first."""
    at = sample.MID_LESSON + timedelta(minutes=minutes)
    return {
        "door": sample.DOOR_214,
        "boot": BOOT,
        "seq": seq,
        "id": pass_id,
        "mono_ms": STARTED.mono_ms + minutes * 60_000,
        "at": at,
    }
