"""Facts about one pass, for records to be made of."""

from datetime import datetime, timedelta

from kiosk.core.aggregator.passes import (
    Granted,
    PassRecord,
)
from kiosk.core.events import (
    Abandoned,
    Arrived,
    CheckedIn,
    Corrected,
    Ended,
    EndedHow,
    Expired,
    Extended,
    IdentifiedBy,
    PassEvent,
    Started,
)
from kiosk.core.ids import BootId, DoorId, MoreMinutes, PassId, StaffId
from kiosk.core.protocol import Request
from tests.core.examples import LIBRARY, MAYA, NOW, RESTROOM, ROOM_214

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
PASS = PassId("p-1")
HERE, THERE = DoorId("door-214"), DoorId("door-118")
OWN = DoorId("aggregator")
BOOT, NEXT_BOOT = BootId("b-1"), BootId("b-2")


def start(
    seq: int = 1,
    *,
    door: DoorId = HERE,
    boot: BootId = BOOT,
    mono_ms: int = 1000,
    at: datetime | None = NOW,
    urgent: bool = False,
) -> Started:
    return Started(
        door=door,
        boot=boot,
        seq=seq,
        id=PASS,
        mono_ms=mono_ms,
        at=at,
        student=MAYA,
        destination=RESTROOM,
        origin=ROOM_214,
        identified_by=IdentifiedBy.CARD,
        approved_by=None,
        urgent=urgent,
        offline=False,
        override=False,
        minutes=10,
    )


def end(seq: int = 2, *, at: datetime | None = NOW + MINUTE, how: EndedHow = EndedHow.TAP) -> Ended:
    return Ended(door=HERE, boot=BOOT, seq=seq, id=PASS, mono_ms=61_000, at=at, how=how)


def arrival(
    *,
    door: DoorId = THERE,
    boot: BootId = BOOT,
    seq: int = 7,
    mono_ms: int = 1,
    at: datetime | None = NOW + MINUTE,
) -> Arrived:
    return Arrived(door=door, boot=boot, seq=seq, id=PASS, mono_ms=mono_ms, at=at, student=MAYA)


def check_in(*, seq: int = 9, at: datetime | None = NOW + SECOND) -> CheckedIn:
    return CheckedIn(door=THERE, boot=BOOT, seq=seq, id=PASS, mono_ms=1, at=at, student=MAYA)


def gone(*, doubt: bool, seq: int = 3) -> Abandoned:
    return Abandoned(
        door=HERE,
        boot=BOOT,
        seq=seq,
        id=PASS,
        mono_ms=2000,
        at=NOW,
        doubt=doubt,
        student=MAYA,
        destination=LIBRARY,
        origin=ROOM_214,
    )


def extension(seq: int = 4) -> Extended:
    staff = StaffId("t-1")
    minutes = MoreMinutes(5)
    return Extended(
        door=HERE,
        boot=BOOT,
        seq=seq,
        id=PASS,
        mono_ms=3000,
        at=NOW,
        staff=staff,
        minutes=minutes,
    )


def correction(seq: int = 20, *, back: datetime = NOW + SECOND) -> Corrected:
    staff = StaffId("t-1")
    return Corrected(
        door=HERE,
        boot=BOOT,
        seq=seq,
        id=PASS,
        mono_ms=4000,
        at=None,
        staff=staff,
        returned_at=back,
        note="",
    )


def expiry(*, at: datetime = NOW + 4 * MINUTE) -> Expired:
    return Expired(door=OWN, boot=BOOT, seq=1, id=PASS, mono_ms=0, at=at)


def grant(*, urgent: bool = False) -> Granted:
    asked = Request(
        door=HERE,
        boot=BOOT,
        id=PASS,
        student=MAYA,
        destination=RESTROOM,
        origin=ROOM_214,
        identified_by=IdentifiedBy.CARD,
        urgent=urgent,
        mono_ms=900,
        at=NOW,
        epoch=1,
    )
    return Granted(asked, fence=1, minutes=5, at=NOW - SECOND)


def record(*events: PassEvent, granted: Granted | None = None) -> PassRecord:
    known = PassRecord(PASS)
    if granted is not None:
        known = known.with_grant(granted)
    for event in events:
        known = known.with_event(event, NOW + 5 * MINUTE)
    return known
