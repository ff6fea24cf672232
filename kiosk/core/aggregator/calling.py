"""How the aggregator serves the lines: replays them at a start, and calls who may go now."""

from dataclasses import replace
from datetime import datetime

from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.coordination import BuildingCommand, Reply
from kiosk.core.aggregator.line import Place, PlaceKind, Waiting
from kiosk.core.aggregator.reminding import believed
from kiosk.core.halls import HallsView
from kiosk.core.ids import DestinationId, RoomId
from kiosk.core.protocol import Call, Request
from kiosk.core.rule import Ask, Ruling
from kiosk.core.rulebook import decide


def ask_of(building: Building, request: Request, at: datetime) -> Ask:
    """Return a request that was made at that time as rules see it.

    A door's word alone makes no appointment: without one its maker's yes is none either. Nor does
    it undo a return, which `answering` looks at.
    """
    approved_by, appointment = request.approved_by, None
    if request.appointment is not None:
        kept = believed(building, request, at)
        appointment = kept.id if kept else None
        approved_by = kept.appointment.made_by if kept else None
    # An override is one only in somebody's name.
    override = request.override and approved_by is not None
    return replace(
        Ask.of(request),
        approved_by=approved_by,
        override=override,
        resumes=None,
        appointment=appointment,
    )


def call(building: Building, now: datetime) -> list[BuildingCommand]:
    """Call everybody who may go now, in order of joining; who can't is passed over and stays."""
    if building.barrier is not None:
        return []
    commands: list[BuildingCommand] = []
    until = now + building.school.policy.accept_within
    for waiting in building.line.in_order():
        if waiting.until is None and _may_go(building, waiting, now):
            building.line.call(waiting, until)
            commands.append(_said(building, waiting.request, until))
    return commands


def call_again(building: Building, now: datetime) -> list[BuildingCommand]:
    """Say every call that is not answered once more: the one before may be lost."""
    return [
        _said(building, waiting.request, waiting.until)
        for waiting in building.line.called()
        if waiting.until is not None and waiting.until > now
    ]


def _said(building: Building, asked: Request, until: datetime) -> Reply:
    call = Call(id=asked.id, until=until, epoch=building.epoch, approved_by=asked.approved_by)
    return Reply(asked.door, call)


def _may_go(building: Building, waiting: Waiting, now: datetime) -> bool:
    asked = waiting.request
    # The tap that accepts the call asks this, and must find what the call has found.
    ask = ask_of(building, replace(asked, after=asked.id), now)
    facts = building.facts(now, ask)
    heard = building.door_info(asked.door).online and waiting.lapses > now
    # Most places are still taken: that costs no rule.
    if not heard or not _has_room(building, waiting.place, facts.halls):
        return False
    return decide(building.rulebook, ask, facts).ruling is Ruling.ALLOW


def _has_room(building: Building, place: Place, halls: HallsView) -> bool:
    kind, token = place
    roster = building.school.roster
    match kind:
        case PlaceKind.HALL:
            most, count = building.school.policy.hall_capacity, halls.count()
        case PlaceKind.DESTINATION:
            destination = roster.destinations.get(DestinationId(token))
            most = destination.capacity if destination else None
            count = halls.count_to(DestinationId(token))
        case PlaceKind.APPROVED:
            return True
        case PlaceKind.ROOM:
            room = roster.rooms.get(RoomId(token))
            most, count = (room.out_max or None) if room else None, halls.count_from(RoomId(token))
    return most is None or count < most
