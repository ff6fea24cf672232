"""What staff do away from a door: an act leads to events of our own, to another state of what is
stopped, or to nothing, with why.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar, assert_never

from kiosk.core.aggregator import appointing, cardacts, rollback, wordedappointments
from kiosk.core.aggregator.acts import (
    ActFault,
    CardLent,
    CardsListed,
    CardTakenBack,
    DayCode,
    DayCodeMade,
    Froze,
    HallsHeld,
    SaidNo,
    SaidYes,
    Stops,
)
from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.buildingbook import PutDayCode, PutHolds, PutPause
from kiosk.core.aggregator.coordination import (
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
from kiosk.core.aggregator.ownhand import OWN_DOOR, OwnHand
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.aggregator.stops import HoldsChange, changes_told
from kiosk.core.aggregator.watching import raise_alert
from kiosk.core.appointments import AppointmentCancelled, AppointmentsAsked, AppointmentsMade
from kiosk.core.events import (
    Approved,
    Corrected,
    Declined,
    Ended,
    EndedHow,
    Extended,
    PassEvent,
    Paused,
)
from kiosk.core.ids import DestinationId, MoreMinutes, PassId, RoomId, StaffId, StudentId
from kiosk.core.protocol import Freeze, Hold
from kiosk.core.rule import Holds

EXTENDED_MINUTES_MAX = 240
"""Minutes that one act can add: more than half a school day is a mistake of the hand."""

DAY_CODE_AHEAD_MAX = timedelta(days=14)
"""How long before its day a code can be made: a plan for next week, not a key for the year."""
NOT_ASKED = "no request with this id waits for a yes"
CODE_TAKEN = "another code has these digits: try again"
TokenT = TypeVar("TokenT", bound=str)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act leads to; with a fault it has changed nothing."""

    events: tuple[PassEvent, ...] = ()
    """To be recorded as made by the aggregator's own hand, in this order."""
    commands: tuple[BuildingCommand, ...] = ()
    fault: ActFault | None = None
    told: Mapping[str, object] = field(default_factory=dict)
    """More about what was done, in plain JSON types."""


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
        case HallsHeld(on, staff):
            holds = replace(building.holds, hold=on)
            return Outcome(commands=tuple(_set_holds(building, holds, staff, now)))
        case Froze():
            return _froze(building, asked, now)
        case SaidYes():
            return _said_yes(building, hand, asked, now)
        case SaidNo(pass_id, note, staff):
            if building.approvals.by_id(pass_id) is None:
                return _refused("id", NOT_ASKED)
            return Outcome((Declined(**hand.head(pass_id, now), staff=staff, note=note),))
        case DayCodeMade():
            return _day_code(building, asked, now)
        case BarrierWaved(staff):
            if building.barrier is None:
                return _refused("act", "no barrier stands: passes are granted already")
            return Outcome(commands=tuple(rollback.waved(building, staff, now)))
        case AppointmentsMade():
            return _outcome(appointing.made(building, asked, now))
        case AppointmentsAsked():
            ids: list[str] = list(asked.ids)
            return _outcome(wordedappointments.asked(building, asked, now), appointments=ids)
        case AppointmentCancelled():
            return _outcome(appointing.cancelled(building, asked, now))
        case CardLent() | CardTakenBack() | CardsListed():
            return _of_cards(cardacts.act(building, asked, now))
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
    return Outcome((Extended(**head, staff=asked.staff, minutes=MoreMinutes(asked.minutes)),))


def _corrected(building: Building, hand: OwnHand, asked: StaffCorrected, now: datetime) -> Outcome:
    record = building.records.get(asked.id)
    if record is None:
        return _refused("id", "no such pass is known")
    if not record.ended:
        return _refused("id", "the pass has not ended; only an ended pass can be corrected")
    head = hand.head(asked.id, now)
    event = Corrected(**head, staff=asked.staff, returned_at=asked.returned_at, note=asked.note)
    return Outcome((event,))


def _said_yes(building: Building, hand: OwnHand, asked: SaidYes, now: datetime) -> Outcome:
    waiting = [p for p in dict.fromkeys(asked.ids) if building.approvals.by_id(p) is not None]
    if not waiting:
        return _refused("ids", NOT_ASKED)
    events = tuple(Approved(**hand.head(p, now), staff=asked.staff) for p in waiting)
    gone = sorted(set(asked.ids) - set(waiting))
    return Outcome(events, told={"approved": waiting, "not_waiting": gone})


def said_at_a_door(building: Building, event: PassEvent, now: datetime) -> list[BuildingCommand]:
    """Take in what staff did at a door that is about no pass; tell of staff nobody knows."""
    commands = _unknown_staff(building, event, now)
    room = building.school.roster.room_by_door.get(event.door)
    if isinstance(event, Paused) and room is not None:
        pause = building.pauses.take(event, room.id)
        if pause is not None:
            commands.append(Record((PutPause(pause),)))
    return commands


def _unknown_staff(building: Building, event: PassEvent, now: datetime) -> list[BuildingCommand]:
    """Return the alert that a door named staff whom the school does not know."""
    match event:
        case Approved(staff=staff) | Extended(staff=staff) | Corrected(staff=staff):
            named: StaffId | None = staff
        case Paused(staff=staff):
            named = staff
        case Declined(staff=staff) | Ended(staff=staff):
            named = staff
        case _:
            return []
    if named is None or event.door == OWN_DOOR or building.knows_staff(named):
        return []
    text = f"Door {event.door} says {event.kind} for {named}, whom the school does not know"
    return raise_alert(building, AlertRow(now, "unknown_staff", text, event.id, named))


def _set_holds(
    building: Building, holds: Holds, staff: StaffId, now: datetime
) -> list[BuildingCommand]:
    change = HoldsChange(building.holds, holds, building.halls.count())
    told = changes_told(change, building.school.roster, staff, now)
    building.holds = holds
    alerts = [c for alert in told for c in raise_alert(building, alert)]
    return [Record((PutHolds(holds),)), *say_holds(building), *alerts]


def _froze(building: Building, asked: Froze, now: datetime) -> Outcome:
    roster, holds, token = building.school.roster, building.holds, asked.token
    known: Iterable[str]
    match asked.what:
        case Stops.STUDENT:
            known, students = roster.students, _switched(holds.students, StudentId(token), asked.on)
            changed = replace(holds, students=students)
        case Stops.ROOM:
            known, rooms = roster.rooms, _switched(holds.rooms, RoomId(token), asked.on)
            changed = replace(holds, rooms=rooms)
        case Stops.DESTINATION:
            known = roster.destinations
            places = _switched(holds.destinations, DestinationId(token), asked.on)
            changed = replace(holds, destinations=places)
    if asked.on and token not in known:
        return _refused(asked.what.value, f"the school's files know no such {asked.what.value}")
    if asked.what is Stops.ROOM and not asked.on and token in building.pauses:
        return _refused("room", "it is paused at its own door: resume it there")
    if changed == holds:
        state = "frozen already" if asked.on else "not frozen"
        return _refused(asked.what.value, f"it is {state}")
    return Outcome(commands=tuple(_set_holds(building, changed, asked.staff, now)))


def _switched(tokens: AbstractSet[TokenT], token: TokenT, on: bool) -> frozenset[TokenT]:  # noqa: FBT001 - on or off is what it says
    return frozenset(tokens | {token} if on else tokens - {token})


def _day_code(building: Building, asked: DayCodeMade, now: datetime) -> Outcome:
    today = building.school.schedule.date_at(now)
    day = asked.day or today
    code = DayCode(asked.digest, asked.substitute, asked.name, day, asked.rooms)
    unknown = sorted(code.rooms - building.school.roster.rooms.keys())
    if unknown:
        return _refused("rooms", f"the school's files know no room {unknown[0]}")
    if not today <= code.day <= today + DAY_CODE_AHEAD_MAX:
        last = today + DAY_CODE_AHEAD_MAX
        return _refused("day", f"must be from {today} to {last}")
    if code.digest in building.day_codes:
        return _refused("code", CODE_TAKEN)
    building.day_codes[code.digest] = code
    told = f"A day code for {code.name}, {code.day}, by {building.staff_name(asked.staff)}"
    alert = AlertRow(now, "day_code", told, staff=asked.staff)
    return Outcome(commands=(Record((PutDayCode(code),)), *raise_alert(building, alert)))


def _not_open(record: PassRecord | None) -> Outcome:
    why = "no such pass is known" if record is None else "the pass is not open any more"
    return _refused("id", why)


def _of_cards(found: tuple[list[BuildingCommand], dict[str, object]] | ActFault) -> Outcome:
    if isinstance(found, ActFault):
        return Outcome(fault=found)
    return Outcome(commands=tuple(found[0]), told=found[1])


def _outcome(found: list[BuildingCommand] | ActFault, **told: object) -> Outcome:
    if isinstance(found, ActFault):
        return Outcome(fault=found)
    return Outcome(commands=tuple(found), told=told)


def _refused(field: str, why: str) -> Outcome:
    return Outcome(fault=ActFault(field, why))
