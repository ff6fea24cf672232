"""Events that the aggregator makes itself: what staff do away from a door, and what time does."""

from datetime import datetime

from kiosk.core.events import EventHead, Expired, LeftLine
from kiosk.core.ids import BootId, DoorId, PassId
from kiosk.core.protocol import Request

OWN_DOOR = DoorId("aggregator")
"""Stands in events that are made away from any door."""


class OwnHand:
    """Numbers the events of one life of the aggregator; `boot` marks them."""

    def __init__(self, boot: BootId) -> None:
        self._boot = boot
        self._seq = 0

    def expired(self, pass_id: PassId, now: datetime) -> Expired:
        """Return the end of a forgotten pass."""
        return Expired(**self.head(pass_id, now))

    def missed(self, asked: Request, now: datetime) -> LeftLine:
        """Return that a student who was called from a line did not come."""
        return LeftLine(
            **self.head(asked.id, now),
            student=asked.student,
            destination=asked.destination,
            missed=True,
        )

    def head(self, pass_id: PassId, now: datetime) -> EventHead:
        """Return the head of the next event; away from a door there is no other clock than ours."""
        self._seq += 1
        return EventHead(
            door=OWN_DOOR,
            boot=self._boot,
            seq=self._seq,
            id=pass_id,
            mono_ms=0,
            at=now,
        )
