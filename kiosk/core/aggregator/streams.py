"""How far each door's stream of events is taken in, and what of it can't be read (A2)."""

from datetime import datetime

from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.buildingbook import PutQuarantine, Stream
from kiosk.core.aggregator.coordination import BuildingCommand, Record, Reply, Unreadable
from kiosk.core.aggregator.ownhand import OWN_DOOR
from kiosk.core.aggregator.watching import raise_alert
from kiosk.core.ids import BootId, DoorId
from kiosk.core.protocol import Ack

MISSING_MAX = 256
"""Gaps named in one acknowledgement; with more, only what came before the first gap counts."""
QUARANTINE_MAX = 500
"""Unreadable payloads kept per door and start, so that no door can fill the disk."""


class Streams:
    """What of a batch is still to be acknowledged, and how much of each door is quarantined."""

    def __init__(self) -> None:
        self._quarantined: dict[DoorId, int] = {}
        self._dirty: dict[tuple[DoorId, BootId], None] = {}

    def take(self, building: Building, door: DoorId, boot: BootId, seq: int) -> bool:
        """Note that a door's event is here; return False if it was here before.

        Either way it is acknowledged with the batch, unless it is our own.
        """
        key = (door, boot)
        if door != OWN_DOOR:
            self._dirty[key] = None
        stream = building.streams.get(key, Stream())
        if stream.has(seq):
            return False
        building.streams[key] = stream.take(seq)
        return True

    def acks(self, building: Building) -> list[BuildingCommand]:
        """Return the acknowledgements that the batch has made due."""
        due = [Reply(door, ack(building, door, boot)) for door, boot in self._dirty]
        self._dirty.clear()
        return [*due]

    def quarantine(
        self, building: Building, came: Unreadable, now: datetime
    ) -> list[BuildingCommand]:
        """Keep it, tell staff, acknowledge it if its place is known: nothing blocks a stream."""
        kept = self._quarantined.get(came.door, 0)
        placed = came.boot is not None and came.seq is not None
        if kept >= QUARANTINE_MAX and not placed:
            return []
        self._quarantined[came.door] = kept + 1
        raw = came.raw if kept < QUARANTINE_MAX else b""
        if (
            came.boot is not None
            and came.seq is not None
            and not self.take(building, came.door, came.boot, came.seq)
        ):
            return []
        change = PutQuarantine(came.door, came.boot, came.seq, raw, came.why, now)
        text = f"Door {came.door} sent something unreadable: {came.why}"
        return [Record((change,)), *raise_alert(building, AlertRow(now, "quarantine", text))]


def ack(building: Building, door: DoorId, boot: BootId) -> Ack:
    """Return what is durable of one life of a door."""
    stream = building.streams.get((door, boot), Stream())
    upto = max(stream.beyond, default=stream.upto)
    missing: tuple[int, ...] = ()
    if upto - stream.upto - len(stream.beyond) <= MISSING_MAX:
        holes = range(stream.upto + 1, upto)
        missing = tuple(seq for seq in holes if seq not in stream.beyond)
    else:
        upto = stream.upto
    return Ack(boot=boot, upto=upto, missing=missing, epoch=building.epoch)
