"""What the aggregator concludes from a door's heartbeat (A5), as the `sync` that answers it."""

from dataclasses import replace
from datetime import datetime

from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.buildingbook import Stream
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.aggregator.reminding import near_at
from kiosk.core.ids import DestinationId, DoorId, PassId
from kiosk.core.protocol import (
    AdoptedPass,
    Heartbeat,
    PlaceInLine,
    Sync,
    WaitsForYes,
)

CONCLUDED_MAX = 20
"""Passes of each kind in one answer, so that it fits a message; the next heartbeat brings more."""
NEAR_MAX = 24
"""Appointments in one answer that brings nothing else: most of a class that goes at once."""


def answer(building: Building, heartbeat: Heartbeat, now: datetime) -> Sync:
    """Return the answer to `heartbeat`; out of step it concludes nothing about passes."""
    declined = building.approvals.declined_at(heartbeat.door)[:CONCLUDED_MAX]
    sync = Sync(
        boot=heartbeat.boot,
        mono_ms=heartbeat.mono_ms,
        now=now,
        fence=building.fence,
        epoch=building.epoch,
        upto={
            boot: building.streams.get((heartbeat.door, boot), Stream()).upto
            for boot in heartbeat.last_seq
        },
        hold=building.holds.hold,
        frozen_rooms=tuple(sorted(building.holds.rooms)),
        frozen_destinations=tuple(sorted(building.holds.destinations)),
        places=_places(building),
        lines=building.line.lengths(),
        declined=declined,
        declined_why=building.approvals.why_declined(declined),
        allowances=_allowances(building, heartbeat),
        cards=building.cards.changes,
    )
    return _concluded(building, heartbeat, sync, now) if in_step(building, heartbeat) else sync


def _concluded(building: Building, heartbeat: Heartbeat, sync: Sync, now: datetime) -> Sync:
    """Add what follows from the heartbeat of a door that is exactly in step (A5)."""
    door = heartbeat.door
    held = tuple(building.held_at(door))
    known = {*heartbeat.open, *heartbeat.pending}
    closed = tuple(p for p in heartbeat.open if building.record(p).ended is not None)
    adopt = tuple(_whole(building, r) for r in held if r.started and r.id not in known)
    reserved = tuple(r.id for r in held if _is_reserved(r) and r.id not in known)
    in_line, asked = _in_line(building, door), _asked(building, door)
    # An adopted pass takes two appointments' room in the message, who waits one's.
    room = NEAR_MAX - 2 * len(adopt) - len(in_line) - len(asked)
    return replace(
        sync,
        closed=closed[:CONCLUDED_MAX],
        adopt=adopt[:CONCLUDED_MAX],
        reserved=reserved[:CONCLUDED_MAX],
        in_line=in_line,
        asked=asked,
        appointments=near_at(building, door, now, max(0, room)),
    )


def in_step(building: Building, heartbeat: Heartbeat) -> bool:
    """Say whether all that the door had recorded at the heartbeat, and no more, is taken in.

    Only the present life must match exactly: of an earlier one the aggregator may hold more than a
    door whose card was rolled back, and asking for equality there would never be true again.
    """
    for boot, last_seq in heartbeat.last_seq.items():
        stream = building.streams.get((heartbeat.door, boot), Stream())
        if stream.upto < last_seq:
            return False
        if boot == heartbeat.boot and (stream.upto > last_seq or stream.beyond):
            return False
    return True


def _is_reserved(record: PassRecord) -> bool:
    return record.granted is not None and record.start is None and not record.in_doubt


def _whole(building: Building, record: PassRecord) -> AdoptedPass:
    started, since = record.started, record.since
    if started is None or since is None:
        text = f"pass {record.id} is to be adopted and has no start"
        raise RuntimeError(text)
    student = building.school.roster.students.get(started.student)
    return AdoptedPass(
        id=record.id,
        student=started.student,
        label=student.label if student else "",
        destination=started.destination,
        origin=started.origin,
        minutes=record.minutes,
        started_at=since,
    )


def _in_line(building: Building, door: DoorId) -> tuple[PlaceInLine, ...]:
    students = building.school.roster.students
    return tuple(
        PlaceInLine(
            id=waiting.request.id,
            student=waiting.request.student,
            label=students[waiting.request.student].label,
            destination=waiting.request.destination,
            place=building.line.number(waiting),
            approved_by=waiting.request.approved_by,
            appointment=waiting.request.appointment,
        )
        for waiting in building.line.at(door)[:CONCLUDED_MAX]
        if waiting.request.student in students
    )


def _asked(building: Building, door: DoorId) -> tuple[WaitsForYes, ...]:
    """Return who of the door's room, or for its destination, waits for a yes."""
    roster = building.school.roster
    room = roster.room_by_door.get(door)
    here = {d.id for d in roster.destinations.values() if room is not None and d.room == room.id}
    return tuple(
        WaitsForYes(
            id=waiting.request.id,
            label=roster.students[waiting.request.student].label,
            origin=waiting.request.origin,
            destination=waiting.request.destination,
            since=waiting.since,
        )
        for waiting in building.approvals.in_order()
        if waiting.request.door == door or waiting.request.destination in here
        if waiting.request.student in roster.students
    )[:CONCLUDED_MAX]


def _allowances(building: Building, heartbeat: Heartbeat) -> dict[PassId, int]:
    opened = [building.record(pass_id) for pass_id in heartbeat.open]
    extended = [(r.id, r.minutes) for r in opened if r.was_extended and r.door == heartbeat.door]
    return {i: minutes for i, minutes in extended[:CONCLUDED_MAX] if minutes is not None}


def _places(building: Building) -> dict[DestinationId, int]:
    halls = building.line.seen_by(building.halls, None)
    return {
        place.id: max(0, place.capacity - halls.count_to(place.id))
        for place in building.school.roster.destinations.values()
        if place.capacity is not None
    }
