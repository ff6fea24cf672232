"""Events that the aggregator makes itself: what staff do away from a door, and what time does."""

from datetime import datetime
from typing import Any, assert_never

from kiosk.core.building import Building
from kiosk.core.coordination import StaffAct, StaffCorrected, StaffEnded, StaffExtended
from kiosk.core.events import (
    Corrected,
    Ended,
    EndedHow,
    Expired,
    Extended,
    LeftLine,
    PassEvent,
)
from kiosk.core.ids import BootId, DoorId, PassId
from kiosk.core.protocol import Request

OWN_DOOR = DoorId("aggregator")
"""Stands in events that are made away from any door."""


class OwnHand:
    """Numbers the events of one life of the aggregator; `boot` marks them."""

    def __init__(self, boot: BootId) -> None:
        self._boot = boot
        self._seq = 0

    def by_staff(self, building: Building, act: StaffAct, now: datetime) -> PassEvent | None:
        """Return the event that `act` is; None if the pass is not, or no more, such a pass."""
        record = building.records.get(act.id)
        if record is None:
            return None
        match act:
            case StaffEnded(staff=staff) if record.held:
                return Ended(**self._place(act.id, now), how=EndedHow.STAFF, staff=staff)
            case StaffExtended(minutes=minutes, staff=staff) if record.held and minutes > 0:
                return Extended(**self._place(act.id, now), staff=staff, minutes=minutes)
            case StaffCorrected(returned_at=back, note=note, staff=staff) if record.ended:
                place = self._place(act.id, now)
                return Corrected(**place, staff=staff, returned_at=back, note=note)
            case StaffEnded() | StaffExtended() | StaffCorrected():
                return None
            case _:
                assert_never(act)

    def expired(self, pass_id: PassId, now: datetime) -> Expired:
        """Return the end of a forgotten pass."""
        return Expired(**self._place(pass_id, now))

    def missed(self, asked: Request, now: datetime) -> LeftLine:
        """Return that a student who was called from a line did not come."""
        return LeftLine(
            **self._place(asked.id, now),
            student=asked.student,
            destination=asked.destination,
            missed=True,
        )

    def _place(self, pass_id: PassId, now: datetime) -> dict[str, Any]:
        """Return what every event carries; away from a door there is no other clock than ours."""
        self._seq += 1
        return {
            "door": OWN_DOOR,
            "boot": self._boot,
            "seq": self._seq,
            "id": pass_id,
            "mono_ms": 0,
            "at": now,
        }
