"""Values that the journals' tests keep and find again."""

from datetime import UTC, datetime, timedelta

from kiosk.core.door.doorbook import OpenPass
from kiosk.core.events import Ended, EndedHow, IdentifiedBy, Started
from kiosk.core.ids import (
    BootId,
    CardHash,
    DestinationId,
    DoorId,
    PassId,
    RoomId,
    StaffId,
    StudentId,
)
from kiosk.core.protocol import Grant, Refusal, Request, WireRuling
from kiosk.core.schoolparts import DoorStaff, DoorStudent, PolicyDocument, RosterPart
from kiosk.feed.codec import JsonCodec

CODEC = JsonCodec()
NOON = datetime(2026, 3, 9, 12, 0, 0, 123456, tzinfo=UTC)
DOOR = DoorId("d214")
ROOM = RoomId("214")
RESTROOM = DestinationId("restroom-1")


def uuid7(number: int) -> str:
    return f"0195{number >> 48:04x}-{number >> 32 & 0xFFFF:04x}-7000-8000-{number:012x}"


def boot(number: int) -> BootId:
    return BootId(uuid7(0xB0_0000 + number))


def pass_id(number: int) -> PassId:
    return PassId(uuid7(number))


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def request(number: int, life: BootId | None = None, door: DoorId = DOOR) -> Request:
    return Request(
        door=door,
        boot=life or boot(1),
        id=pass_id(number),
        student=StudentId(f"s{number}"),
        destination=RESTROOM,
        origin=ROOM,
        identified_by=IdentifiedBy.CARD,
        mono_ms=1_000 * number,
        at=at(number),
        epoch=3,
    )


def grant(number: int, fence: int) -> Grant:
    return Grant(id=pass_id(number), fence=fence, epoch=3, minutes=10)


def refusal(number: int) -> Refusal:
    return Refusal(
        id=pass_id(number),
        ruling=WireRuling.WAIT,
        reason="hall_full",
        retry_at=at(5),
        place=2,
        epoch=3,
    )


def open_pass(number: int, minutes: int | None = 10) -> OpenPass:
    return OpenPass(
        id=pass_id(number),
        student=StudentId(f"s{number}"),
        label=f"Ada{number} L.",
        destination=RESTROOM,
        origin=ROOM,
        started_at=at(number),
        minutes=minutes,
    )


def started(number: int, life: BootId, seq: int, door: DoorId = DOOR) -> Started:
    return Started(
        door=door,
        boot=life,
        seq=seq,
        id=pass_id(number),
        mono_ms=1_000 * seq,
        at=at(seq),
        student=StudentId(f"s{number}"),
        destination=RESTROOM,
        origin=ROOM,
        identified_by=IdentifiedBy.CARD,
        approved_by=None,
        urgent=False,
        offline=False,
        override=False,
        minutes=10,
    )


def ended(number: int, life: BootId, seq: int, door: DoorId = DOOR) -> Ended:
    return Ended(
        door=door,
        boot=life,
        seq=seq,
        id=pass_id(number),
        mono_ms=1_000 * seq,
        at=at(seq),
        how=EndedHow.TAP,
    )


def roster_part(part: int, parts: int, version: str = "r1", students: int = 3) -> RosterPart:
    return RosterPart(
        version=version,
        part=part,
        parts=parts,
        students=tuple(
            DoorStudent(
                student=StudentId(f"s{part}-{n}"),
                label=f"Zoë{n} Ñ.",
                language="es",
                cards=(CardHash(f"{part:02x}{n:02x}" * 16),),
                accommodations=n == 1,
            )
            for n in range(students)
        ),
        staff=(DoorStaff(staff=StaffId("t1"), label="Ms. B.", badges=(CardHash("ab" * 32),)),),
    )


def policy(version: str = "p1") -> PolicyDocument:
    return PolicyDocument(version=version, document={"room": {"id": "214"}, "numbers": [1, None]})
