"""What staff do away from a door: an act leads to events of our own, to another state of what is
stopped, or to nothing, with why.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from kiosk.core import rollback
from kiosk.core.building import Building
from kiosk.core.buildingbook import PutHolds
from kiosk.core.coordination import (
    ActFault,
    BarrierWaved,
    Broadcast,
    BuildingCommand,
    HoldsSet,
    Record,
    StaffCorrected,
    StaffEnded,
    StaffExtended,
    StaffInput,
)
from kiosk.core.events import Corrected, Ended, EndedHow, Extended, PassEvent
from kiosk.core.ids import PassId, StaffId
from kiosk.core.ownhand import OwnHand
from kiosk.core.passes import PassRecord
from kiosk.core.protocol import Freeze, Hold
from kiosk.core.rule import Holds
from kiosk.core.stops import changes_told
from kiosk.core.watching import raise_alert

EXTENDED_MINUTES_MAX = 240
"""Minutes that one act can add: more than half a school day is a mistake of the hand."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act leads to; with a fault it has changed nothing."""

    events: tuple[PassEvent, ...] = ()
    """To be recorded as made by the aggregator's own hand, in this order."""
    commands: tuple[BuildingCommand, ...] = ()
    fault: ActFault | None = None


def act(building: Building, hand: OwnHand, asked: StaffInput, now: datetime) -> Outcome:
    """Return what follows from an act of staff."""
    match asked:
        case StaffEnded(pass_id, staff):
            return _ended(building, hand, pass_id, staff, now)
        case StaffExtended():
            return _extended(building, hand, asked, now)
        case StaffCorrected():
            return _corrected(building, hand, asked, now)
        case HoldsSet(holds, staff):
            return Outcome(commands=tuple(_set_holds(building, holds, staff, now)))
        case BarrierWaved(staff):
            if building.barrier is None:
                return _refused("act", "no barrier stands: passes are granted already")
            return Outcome(commands=tuple(rollback.waved(building, staff, now)))
        case _:
            assert_never(asked)


def say_holds(building: Building) -> list[BuildingCommand]:
    """Return what tells all doors what is stopped."""
    holds, epoch = building.holds, building.epoch
    rooms, destinations = tuple(sorted(holds.rooms)), tuple(sorted(holds.destinations))
    return [
        Broadcast(Hold(on=holds.hold, epoch=epoch)),
        Broadcast(Freeze(rooms=rooms, destinations=destinations, epoch=epoch)),
    ]


def _ended(
    building: Building, hand: OwnHand, pass_id: PassId, staff: StaffId, now: datetime
) -> Outcome:
    record = building.records.get(pass_id)
    if record is None or not record.held:
        return _not_open(record)
    return Outcome((Ended(**hand.head(pass_id, now), how=EndedHow.STAFF, staff=staff),))


def _extended(building: Building, hand: OwnHand, asked: StaffExtended, now: datetime) -> Outcome:
    if not 0 < asked.minutes <= EXTENDED_MINUTES_MAX:
        return _refused("minutes", f"must be from 1 to {EXTENDED_MINUTES_MAX}")
    record = building.records.get(asked.id)
    if record is None or not record.held:
        return _not_open(record)
    if record.start is not None and record.minutes is None:
        return _refused("id", "the pass has no limit, so there is nothing to add to")
    head = hand.head(asked.id, now)
    return Outcome((Extended(**head, staff=asked.staff, minutes=asked.minutes),))


def _corrected(building: Building, hand: OwnHand, asked: StaffCorrected, now: datetime) -> Outcome:
    record = building.records.get(asked.id)
    if record is None:
        return _refused("id", "no such pass is known")
    if not record.ended:
        return _refused("id", "the pass has not ended; only an ended pass can be corrected")
    head = hand.head(asked.id, now)
    event = Corrected(**head, staff=asked.staff, returned_at=asked.returned_at, note=asked.note)
    return Outcome((event,))


def _set_holds(
    building: Building, holds: Holds, staff: StaffId, now: datetime
) -> list[BuildingCommand]:
    told = changes_told(building.holds, holds, building.school.roster, staff, now)
    building.holds = holds
    alerts = [c for alert in told for c in raise_alert(building, alert)]
    return [Record((PutHolds(holds),)), *say_holds(building), *alerts]


def _not_open(record: PassRecord | None) -> Outcome:
    why = "no such pass is known" if record is None else "the pass is not open any more"
    return _refused("id", why)


def _refused(field: str, why: str) -> Outcome:
    return Outcome(fault=ActFault(field, why))
