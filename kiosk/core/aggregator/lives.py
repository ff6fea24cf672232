"""What a door's heartbeat brings: which life of it is the present one, and what it has to learn."""

from datetime import datetime

from kiosk.core.aggregator import heartbeats, rollback
from kiosk.core.aggregator.boarding import door_row
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.buildingbook import PutBoot
from kiosk.core.aggregator.coordination import BuildingCommand, PublishDoor, Record, Reply
from kiosk.core.doorschool import policy_document, roster_parts
from kiosk.core.ids import DoorId
from kiosk.core.protocol import Heartbeat
from kiosk.core.schoolparts import PolicyDocument, RosterPart


class Lives:
    """Answers heartbeats; a door's part of the school is made daily, and when cards change."""

    def __init__(self) -> None:
        self._school_for: dict[DoorId, tuple[PolicyDocument, tuple[RosterPart, ...]]] = {}
        self._cards = 0
        """Changes of cards given that those parts are of."""

    def begin_day(self) -> None:
        """Make every door's part of the school anew: favourites are of the days before this one."""
        self._school_for.clear()

    def heartbeat(
        self, building: Building, door: DoorId, heartbeat: Heartbeat, now: datetime
    ) -> list[BuildingCommand]:
        """Take a door's heartbeat in; return what to record, tell and answer."""
        if heartbeat.door != door or (door, heartbeat.boot) in building.superseded:
            return []
        commands = rollback.door_went_back(building, heartbeat, now)
        boots = _lives(building, door, heartbeat)
        if boots:
            commands.append(Record(tuple(boots)))
        info = building.door_info(door)
        info.online, info.told_online, info.silence_told = True, True, False
        info.last_heard, info.health = now, heartbeat.health
        outbox = heartbeat.health.get("outbox")
        info.outbox = outbox if isinstance(outbox, int) else 0
        commands += rollback.beat_came(building, heartbeat, now)
        commands.append(PublishDoor(door_row(building, door), heartbeat.health))
        commands.append(Reply(door, heartbeats.answer(building, heartbeat, now)))
        if door in building.school.roster.room_by_door:
            policy, roster = self._school_of(building, door, now)
            if heartbeat.policy != policy.version:
                commands.append(Reply(door, policy))
            if heartbeat.roster != roster[0].version:
                commands += [Reply(door, part) for part in roster]
        return commands

    def _school_of(
        self, building: Building, door: DoorId, now: datetime
    ) -> tuple[PolicyDocument, tuple[RosterPart, ...]]:
        if self._cards != building.cards.changes:
            self._cards = building.cards.changes
            self._school_for.clear()
        if door not in self._school_for:
            school = building.school
            room = school.roster.room_by_door[door].id
            known = school.roster.students_by_room.get(room, ())
            favourites = {student.id: building.favourites(student.id, now) for student in known}
            roster = roster_parts(school, room, favourites, building.cards.for_good())
            self._school_for[door] = (policy_document(school, room), roster)
        return self._school_for[door]


def _lives(building: Building, door: DoorId, heartbeat: Heartbeat) -> list[PutBoot]:
    """Learn which life of the door is the present one: it names those before it."""
    changes = []
    for boot in heartbeat.last_seq:
        if boot != heartbeat.boot and (door, boot) not in building.superseded:
            building.superseded.add((door, boot))
            changes.append(PutBoot(door, boot, superseded=True))
    if building.current.get(door) != heartbeat.boot:
        building.current[door] = heartbeat.boot
        changes.append(PutBoot(door, heartbeat.boot, superseded=False))
    return changes
