"""What staff are told without asking: counts, alerts, overtime, doors gone silent, conflicts."""

import heapq
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from kiosk.core.aggregator.board import AlertRow, Counts
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.buildingbook import PutAlert
from kiosk.core.aggregator.conflicts import Breach, Conflict, Span, conflicts, conflicts_possible
from kiosk.core.aggregator.coordination import BuildingCommand, RaiseAlert, Record
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.events import Expired, Extended, OverrideReason, PassEvent, Started
from kiosk.core.ids import DestinationId, DoorId, PassId

OVERRIDE_WORDS: Mapping[str, str] = {
    OverrideReason.MEDICAL: "medical",
    OverrideReason.ERRAND: "staff errand",
    OverrideReason.OTHER: "another reason",
}
CONFLICT = "offline_conflict"
BREACHES = {
    Breach.SAME_STUDENT: "may have been out at the same time (one student, two passes)",
    Breach.ENCOUNTER: "may have been out at the same time",
    Breach.ENCOUNTER_GAP: "may have been out one after the other with too short a gap between",
    Breach.DESTINATION_CAPACITY: "may have filled a destination past its capacity",
    Breach.HALL_CAPACITY: "may have filled the hallway past its capacity",
}


def raise_alert(building: Building, alert: AlertRow) -> list[BuildingCommand]:
    """Keep an alert and tell staff."""
    building.alerts.appendleft(alert)
    return [Record((PutAlert(alert),)), RaiseAlert(alert)]


def counts(building: Building) -> Counts:
    """Return the part of the feed without personal data."""
    halls, roster = building.halls, building.school.roster
    by_destination: dict[DestinationId, int] = {
        place: count for place in roster.destinations if (count := halls.count_to(place))
    }
    by_floor: Counter[str] = Counter()
    for room in roster.rooms.values():
        count = halls.count_from(room.id)
        if count:
            by_floor[room.floor] += count
    return Counts(halls.count(), by_destination, dict(by_floor), building.line.lengths())


class Watch:
    """Notices what only staff need to know; what it has said already it keeps in memory."""

    def __init__(self) -> None:
        self._due: list[tuple[datetime, PassId]] = []
        self._overdue: list[tuple[datetime, PassId]] = []
        """When each pass that is overtime will be held to be forgotten."""
        self._reported: set[tuple[frozenset[PassId], Breach]] = set()
        self._told: set[tuple[PassId | None, str]] = set()
        """Conflicts that an earlier start told of: the nightly look finds them again."""

    @property
    def reported(self) -> frozenset[tuple[frozenset[PassId], Breach]]:
        """Return the conflicts that this start knows of, told anew or told before it."""
        return frozenset(self._reported)

    def event_taken(
        self, building: Building, event: PassEvent, record: PassRecord, now: datetime
    ) -> list[BuildingCommand]:
        """Return alerts that one event gives cause for."""
        commands: list[BuildingCommand] = []
        if isinstance(event, Started | Extended) and record.due_at is not None:
            heapq.heappush(self._due, (record.due_at, record.id))
        if isinstance(event, Started) and event.urgent:
            text = f"Urgent: {_whose(building, record)} went to {_where(building, record)}"
            commands += raise_alert(building, AlertRow(now, "urgent", text, record.id))
        if isinstance(event, Started) and event.override:
            commands += raise_alert(building, _override_alert(building, event, record, now))
        if event.kind == "arrived" and record.ended is None:
            text = (
                f"{_whose(building, record)} tapped at door {event.door}, but the pass can't be"
                " shown to have started before that; it stays open until staff end it"
            )
            commands += raise_alert(building, AlertRow(now, "unproved_return", text, record.id))
        if isinstance(event, Expired):
            text = (
                f"Ended as forgotten: {_whose(building, record)}, {_where(building, record)};"
                " nobody saw the student back"
            )
            commands += raise_alert(building, AlertRow(now, "expired", text, record.id))
        if record.start is not None:
            commands += self._conflicts(building, record, now)
        return commands

    def time_passed(
        self, building: Building, now: datetime, *, silent_max: timedelta
    ) -> list[BuildingCommand]:
        """Return alerts for passes that went overtime and doors that went silent."""
        commands: list[BuildingCommand] = []
        while self._due and self._due[0][0] < now:
            _, pass_id = heapq.heappop(self._due)
            record = building.record(pass_id)
            if record.ended is None and record.due_at is not None and record.due_at < now:
                self._overtime(building, record)
                text = f"Overtime: {_whose(building, record)}, {_where(building, record)}"
                commands += raise_alert(building, AlertRow(now, "overtime", text, pass_id))
        for door, info in building.doors.items():
            silent = info.last_heard is not None and now - info.last_heard > silent_max
            if silent and not info.silence_told:
                # Offline already, if its last will came: then it had time to come back.
                info.online, info.silence_told = False, True
                commands += raise_alert(building, _door_offline(building, door, now))
        return commands

    def forgotten(self, building: Building, now: datetime) -> list[PassId]:
        """Return passes that are so long past their allowance that somebody forgot to end them."""
        found: list[PassId] = []
        after = building.school.policy.auto_end_after
        while after is not None and self._overdue and self._overdue[0][0] <= now:
            _, pass_id = heapq.heappop(self._overdue)
            record = building.record(pass_id)
            ends = _forgotten_at(record, after)
            if record.held and ends is not None and ends > now:
                heapq.heappush(self._overdue, (ends, pass_id))
            elif record.held and ends is not None:
                found.append(pass_id)
        return found

    def _overtime(self, building: Building, record: PassRecord) -> None:
        after = building.school.policy.auto_end_after
        ends = _forgotten_at(record, after) if after is not None else None
        if ends is not None:
            heapq.heappush(self._overdue, (ends, record.id))

    def nightly(self, building: Building, now: datetime) -> list[BuildingCommand]:
        """Return alerts for every conflict among the passes still remembered (A7)."""
        commands: list[BuildingCommand] = []
        for pass_id in sorted(building.unasked):
            commands += self._conflicts(building, building.records[pass_id], now)
        self._reported = {
            (pair, breach) for pair, breach in self._reported if pair <= building.records.keys()
        }
        return commands

    def resume(self, building: Building) -> None:
        """Take up passes that were open, and alerts that were raised, before this start."""
        self._told = {(a.pass_id, a.text) for a in building.alerts if a.kind == CONFLICT}
        for record in building.held():
            if record.start is not None and record.due_at is not None:
                heapq.heappush(self._due, (record.due_at, record.id))

    def _conflicts(
        self, building: Building, record: PassRecord, now: datetime
    ) -> list[BuildingCommand]:
        commands: list[BuildingCommand] = []
        if not building.unasked:
            return []
        unasked = [building.records[pass_id] for pass_id in sorted(building.unasked)]

        def span_of(known: PassRecord) -> Span:
            return building.spans[known.id]

        if not conflicts_possible(record, unasked, building.school, span_of):
            return []
        for conflict in conflicts(record, building.records.values(), building.school, span_of):
            key = (frozenset({conflict.first, conflict.second}), conflict.breach)
            if key not in self._reported:
                self._reported.add(key)
                alert = _conflict_alert(building, conflict, now)
                if (alert.pass_id, alert.text) not in self._told:
                    commands += raise_alert(building, alert)
        return commands


def _forgotten_at(record: PassRecord, after: timedelta) -> datetime | None:
    """Return when the pass is held to be forgotten; None without a start or an allowance.

    By our own clock, from the grant or from when we heard of the start: by the clock of a door
    that is an hour slow, a pass would be forgotten as soon as it starts.
    """
    if record.start is None or record.due_at is None or record.since is None:
        return None
    from_us = record.granted.at if record.granted else record.start.at
    allowance = record.due_at - record.since
    return max(record.due_at, from_us + allowance) + after


def _conflict_alert(building: Building, conflict: Conflict, now: datetime) -> AlertRow:
    first, second = building.record(conflict.first), building.record(conflict.second)
    text = (
        f"{_whose(building, first)} and {_whose(building, second)}"
        f" {BREACHES[conflict.breach]}: a pass started without the aggregator"
    )
    return AlertRow(now, CONFLICT, text, conflict.first)


def _override_alert(
    building: Building, event: Started, record: PassRecord, now: datetime
) -> AlertRow:
    """Return who let whom go, and never in spite of what: that may be nobody's to know."""
    adult = building.school.roster.staff.get(event.approved_by) if event.approved_by else None
    by = adult.name if adult else "An unknown member of staff"
    why = OVERRIDE_WORDS.get(event.note, "the building could not be asked")
    text = f"Override: {by} let {_whose(building, record)} go to {_where(building, record)} ({why})"
    return AlertRow(now, "override", text, record.id, staff=event.approved_by)


def _door_offline(building: Building, door: DoorId, now: datetime) -> AlertRow:
    room = building.school.roster.room_by_door.get(door)
    return AlertRow(now, "door_offline", f"Room {room.name if room else door} is offline")


def _whose(building: Building, record: PassRecord) -> str:
    student = building.school.roster.students.get(record.who[0]) if record.who else None
    return student.label if student else "An unknown student"


def _where(building: Building, record: PassRecord) -> str:
    place = building.school.roster.destinations.get(record.who[1]) if record.who else None
    return place.name_in("en") if place else "an unknown place"
