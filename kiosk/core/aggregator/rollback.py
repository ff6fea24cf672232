"""What happens when somebody's record has gone back, as after a restore from backup (A6).

The aggregator's: a door knows of a grant or an epoch that the record doesn't. A new epoch makes the
doors deaf to what the lost life said last; until each has told all that it holds, nobody can know
who is out, and nothing is granted. A door's: its new life knows less than its earlier ones said.
"""

from datetime import datetime, timedelta

from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.buildingbook import Barrier, PutBarrier, PutEpoch
from kiosk.core.aggregator.coordination import Broadcast, BuildingCommand, Record
from kiosk.core.aggregator.heartbeats import in_step
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.aggregator.watching import raise_alert
from kiosk.core.events import PassEvent, Started
from kiosk.core.ids import BootId, DoorId, StaffId
from kiosk.core.protocol import EpochBeat, Heartbeat

ROLLBACK = "rollback"
AWAITED_SHOWN_MAX = 5
"""Doors named in one alert; a school with more of them missing has another problem first."""
KEPT_SURELY = timedelta(hours=24)
"""A door keeps what was acknowledged for 48 h by its own clock; half of that no clock shortens."""


def beat_came(building: Building, heartbeat: Heartbeat, now: datetime) -> list[BuildingCommand]:
    """Take what a heartbeat tells about a rollback; call it before the heartbeat is answered."""
    commands = epoch_seen(building, heartbeat.door, heartbeat.epoch, now)
    if heartbeat.max_fence > building.fence:
        building.fence = heartbeat.max_fence
        if building.barrier is None or heartbeat.epoch == building.epoch:
            # Nothing is granted behind a barrier. A door in its epoch that knows of more may have
            # been granted that after it fell: then a backup was put back that was made behind it,
            # and whoever had reported by then has not told of what came since.
            commands += _begin(building, heartbeat.door, building.epoch + 1, now)
        else:
            # It began with another door's word, and this one knows of later grants still.
            commands.append(Record((PutEpoch(building.epoch, building.fence),)))
    return commands + _pass_barrier(building, heartbeat, now)


def epoch_seen(
    building: Building, door: DoorId, epoch: int, now: datetime
) -> list[BuildingCommand]:
    """Take it that `door` has heard of `epoch`: one above ours is from a life that we lost."""
    if epoch <= building.epoch:
        return []
    return _begin(building, door, epoch + 1, now)


def start_came(
    building: Building, event: PassEvent, record: PassRecord, now: datetime
) -> list[BuildingCommand]:
    """Take it that a pass started with a grant: one that we know nothing of is from a lost life."""
    asked = isinstance(event, Started) and not event.offline and not event.urgent
    if not asked or record.granted is not None or building.barrier is not None:
        return []
    if building.current.get(event.door) != event.boot:
        # An earlier life's: its grant may have been forgotten in good order since (48 h).
        return []
    return _begin(building, event.door, building.epoch + 1, now)


def waved(building: Building, staff: StaffId, now: datetime) -> list[BuildingCommand]:
    """Let passes be granted again on the word of staff."""
    if building.barrier is None:
        return []
    awaited = _awaited(building, building.barrier)
    text = f"Passes are granted again on the word of {staff}, without {_names(building, awaited)}"
    return _end(building, text, now, staff)


def door_went_back(
    building: Building, heartbeat: Heartbeat, now: datetime
) -> list[BuildingCommand]:
    """Tell staff if a new life of a door knows less than its earlier ones had said.

    Call it before the new life is taken as the present one.
    """
    door, info = heartbeat.door, building.door_info(heartbeat.door)
    begins = heartbeat.boot not in info.lives | {building.current.get(door)}
    info.lives.add(heartbeat.boot)
    said, named = info.said_seq, heartbeat.last_seq
    info.said_seq = {boot: max(seq, said.get(boot, 0)) for boot, seq in named.items()}
    if not begins:
        return []
    known = {boot: max(building.taken_upto(door, boot), said.get(boot, 0)) for boot in named}
    known |= {boot: building.taken_upto(door, boot) for boot in _unnamed(building, heartbeat, now)}
    if info.last_heard is not None and now - info.last_heard < KEPT_SURELY:
        known |= {boot: max(seq, known.get(boot, 0)) for boot, seq in said.items()}
    lost = sum(max(0, seq - named.get(boot, 0)) for boot, seq in known.items())
    if not lost:
        return []
    text = (
        f"Door {_names(building, [heartbeat.door])} has lost {lost} or more of its last events:"
        " its card went back, was changed or is failing"
    )
    return raise_alert(building, AlertRow(now, ROLLBACK, text))


def _unnamed(building: Building, heartbeat: Heartbeat, now: datetime) -> set[BootId]:
    """Return lives of a door that it must still remember, and that it does not name."""
    door = heartbeat.door
    forgotten = {
        boot
        for whose, boot in building.streams
        if whose == door and boot not in heartbeat.last_seq
        if (whose, boot) not in building.superseded
    }
    if not forgotten:
        return set()
    return {
        boot
        for record in building.records.values()
        for (whose, boot, _), taken in record.taken.items()
        if whose == door and boot in forgotten and now - taken.at < KEPT_SURELY
    }


def _begin(building: Building, door: DoorId, epoch: int, now: datetime) -> list[BuildingCommand]:
    building.epoch, building.barrier = epoch, Barrier()
    text = (
        f"The building's record has gone back, as after a restore: {_names(building, [door])} knows"
        " of more. No pass is granted until every door has reported, or staff wave it through"
    )
    changes = (PutEpoch(epoch, building.fence), PutBarrier(building.barrier))
    return [
        Record(changes),
        Broadcast(EpochBeat(epoch=epoch, now=now)),
        *raise_alert(building, AlertRow(now, ROLLBACK, text)),
    ]


def _pass_barrier(building: Building, heartbeat: Heartbeat, now: datetime) -> list[BuildingCommand]:
    """Count a door that has told everything since it took the present epoch."""
    barrier = building.barrier
    if barrier is None or heartbeat.epoch != building.epoch or not in_step(building, heartbeat):
        return []
    if heartbeat.door not in barrier.in_step:
        barrier = building.barrier = Barrier(barrier.in_step | {heartbeat.door})
    elif _awaited(building, barrier):
        return []
    if _awaited(building, barrier):
        return [Record((PutBarrier(barrier),))]
    return _end(building, "Every door has reported: passes are granted again", now)


def _end(
    building: Building, text: str, now: datetime, staff: StaffId | None = None
) -> list[BuildingCommand]:
    building.barrier = None
    return [
        Record((PutBarrier(None),)),
        *raise_alert(building, AlertRow(now, ROLLBACK, text, staff=staff)),
    ]


def _awaited(building: Building, barrier: Barrier) -> list[DoorId]:
    """Return the doors of the roster that were ever heard of and are not in step yet."""
    heard_of = building.current.keys() | {door for door, _ in building.superseded}
    rooms = building.school.roster.room_by_door
    return sorted(door for door in heard_of - barrier.in_step if door in rooms)


def _names(building: Building, doors: list[DoorId]) -> str:
    rooms = building.school.roster.room_by_door
    named = [rooms[door].name if door in rooms else door for door in doors[:AWAITED_SHOWN_MAX]]
    more = len(doors) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")
