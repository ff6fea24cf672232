"""How the aggregator answers a request (A1) and says whose card it is."""

from dataclasses import replace
from datetime import datetime

from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.buildingbook import Answered, PutAnswer, PutPass, PutPrevented
from kiosk.core.aggregator.calling import ask_of
from kiosk.core.aggregator.cardacts import whose
from kiosk.core.aggregator.coordination import BuildingCommand, PublishPass, Record, Reply
from kiosk.core.aggregator.line import place_for
from kiosk.core.aggregator.passes import Granted, PassRecord
from kiosk.core.aggregator.reminding import believed
from kiosk.core.aggregator.resuming import resumed
from kiosk.core.aggregator.watching import raise_alert
from kiosk.core.allowance import minutes_left
from kiosk.core.ids import CardHash, DoorId
from kiosk.core.protocol import (
    DEAD,
    RECOVERING,
    DoorCommand,
    DoorOrder,
    Grant,
    Identify,
    Identity,
    OpenElsewhere,
    Refusal,
    Request,
    WireRuling,
)
from kiosk.core.rule import Ruling
from kiosk.core.rulebook import Decision, decide
from kiosk.core.rules.encounter import groups_met
from kiosk.core.school import Approval, Student

WIRE_RULINGS = {
    Ruling.WAIT: WireRuling.WAIT,
    Ruling.APPROVE: WireRuling.APPROVE,
    Ruling.REFUSE: WireRuling.REFUSE,
}


def request(
    building: Building, door: DoorId, asked: Request, now: datetime
) -> list[BuildingCommand]:
    """Return the remembered answer, or `dead`, or decide, remember and answer (A1)."""
    remembered = building.answers.get(asked.id)
    if remembered is not None and remembered.request.door == door:
        return [Reply(door, remembered.answer)]
    if not _may_ask(building, door, asked):
        text = f"Door {door} asked for a pass from room {asked.origin}, which is not its own"
        alert = raise_alert(building, AlertRow(now, "wrong_origin", text, asked.id))
        return [Reply(door, _dead(building, asked)), *alert]
    record = building.record(asked.id)
    gone = record.abandoned is not None or record.ended is not None or record.start is not None
    if gone or remembered is not None or (door, asked.boot) in building.superseded:
        return [Reply(door, _dead(building, asked))]
    if building.barrier is not None:
        # Not remembered: the same id is decided once it is known who is out (A6).
        return [Reply(door, _protocol_answer(building, asked, WireRuling.WAIT, RECOVERING))]
    if building.current.get(door) != asked.boot or not building.door_info(door).lives:
        # A life that has sent no heartbeat may be one that is over: let the door say what it is.
        # Nor is anything granted after a start before the door has said what it knows: a record
        # that went back would give the lost grants' fences again, and nobody would notice (A6).
        order = DoorCommand(command=DoorOrder.HEARTBEAT, epoch=building.epoch)
        return [Reply(door, order)]
    return _decide(building, door, asked, record, now)


def identify(building: Building, door: DoorId, asked: Identify, now: datetime) -> Identity:
    """Return whose card it is, and the pass open at another door, if there is one."""
    found = whose(building, asked.card or CardHash(""), now)
    identity = identity_of(building, door, asked.id, found.student, now)
    return replace(identity, lent=found.lent)


def identity_of(
    building: Building, door: DoorId, asked_as: str, student: Student | None, now: datetime
) -> Identity:
    """Return what `door` is told of a student who stands there; None: nobody is known."""
    if student is None:
        return Identity(id=asked_as, unknown=True)
    out = None
    for outing in building.halls.out_with(student.id):
        record = building.records[outing.id]
        if record.start is not None and record.door != door:
            out = OpenElsewhere(
                id=outing.id,
                origin=outing.origin,
                destination=outing.destination,
                round_trip=record.round_trip,
                checked_in=record.checked_in is not None,
            )
    return Identity(
        id=asked_as,
        student=student.id,
        label=student.label,
        language=student.language,
        accommodations=student.limit_exempt,
        out=out,
        favourites=building.favourites(student.id, now),
    )


def _may_ask(building: Building, door: DoorId, asked: Request) -> bool:
    """Say whether the request comes from the door of its origin: a door asks for its own room."""
    room = building.school.roster.room_by_door.get(door)
    return asked.door == door and room is not None and room.id == asked.origin


def _decide(
    building: Building, door: DoorId, asked: Request, record: PassRecord, now: datetime
) -> list[BuildingCommand]:
    asked = _as_approved(building, asked)
    goes_on = resumed(building, asked, now)
    if goes_on is None:
        # A request like any other, and so is the pass: it counts.
        asked = replace(asked, resumes=None)
    ask = replace(ask_of(building, asked, now), resumes=goes_on.id if goes_on else None)
    # Places kept for those who were called from a line are taken, but for the one called.
    facts = building.facts(now, ask)
    decision = decide(building.rulebook, ask, facts)
    if decision.ruling is Ruling.ALLOW:
        return _grant(building, door, asked, record, now, goes_on)
    answer = replace(
        _refusal(building, asked, decision), place=_place_in_line(building, asked, decision, now)
    )
    # Lines are replayed in this order: a clock that is set back must put nobody to the front.
    answered = Answered(asked, answer, building.kept_at(now))
    building.answers[asked.id] = answered
    building.approvals.answered(asked, answer, now)
    changes: list[PutAnswer | PutPrevented] = [PutAnswer(answered)]
    if decision.shown is not None and decision.shown.private is not None:
        groups, since = groups_met(ask, facts), facts.waiting_since or now
        changes.append(PutPrevented(asked.id, asked.student, groups, now, asked.destination, since))
    return [Record(tuple(changes)), Reply(door, answer)]


def _as_approved(building: Building, asked: Request) -> Request:
    """Return the request without a yes that is not the origin's to give, unless the line has it."""
    place = building.school.roster.destinations.get(asked.destination)
    if asked.approved_by is None or place is None or place.approval is Approval.ORIGIN:
        return asked
    waiting = building.line.by_id(asked.after) if asked.after else None
    if waiting is not None and waiting.request.approved_by == asked.approved_by:
        return asked
    return replace(asked, approved_by=None)


def _grant(
    building: Building,
    door: DoorId,
    asked: Request,
    record: PassRecord,
    now: datetime,
    goes_on: PassRecord | None,
) -> list[BuildingCommand]:
    building.fence += 1
    minutes = _allowance(building, asked, now)
    if goes_on is not None:
        minutes = minutes_left(goes_on.due_at, now)
    answer = Grant(id=asked.id, fence=building.fence, epoch=building.epoch, minutes=minutes)
    answered = Answered(asked, answer, building.kept_at(now))
    building.answers[asked.id] = answered
    building.waits.granted(asked)
    granted = record.with_grant(Granted(asked, answer.fence, answer.minutes, answered.at))
    building.put(granted)
    return [
        Record((PutAnswer(answered), PutPass.of(granted, now))),
        Reply(door, answer),
        PublishPass(asked.id, granted),
    ]


def _allowance(building: Building, asked: Request, now: datetime) -> int | None:
    roster = building.school.roster
    place, student = roster.destinations.get(asked.destination), roster.students.get(asked.student)
    if student is not None and student.limit_exempt:
        return None
    kept = believed(building, asked, now)
    if kept is not None:
        return kept.appointment.minutes
    return building.school.policy.minutes_default if place is None else place.minutes


def _refusal(building: Building, asked: Request, decision: Decision) -> Refusal:
    shown = decision.shown
    if shown is None or decision.ruling not in WIRE_RULINGS:
        text = f"request {asked.id} was decided as {decision.ruling.name} with the whole building"
        raise RuntimeError(text)
    return Refusal(
        id=asked.id,
        ruling=WIRE_RULINGS[decision.ruling],
        reason=shown.reason.code,
        retry_at=shown.retry_at,
        used_up=shown.used_up,
        epoch=building.epoch,
    )


def _place_in_line(
    building: Building, asked: Request, decision: Decision, now: datetime
) -> int | None:
    """Put the student in the line that leads to a yes, if there is one, and in no other."""
    place = None
    # A long wait for the hall asks the teacher, and whoever asks one keeps the place meanwhile.
    if decision.ruling in {Ruling.WAIT, Ruling.APPROVE} and decision.shown is not None:
        place = place_for(decision.shown.reason.code, asked)
    if place is None:
        building.line.drop(asked.student)
        return None
    return building.line.join(asked, place, now)


def _dead(building: Building, asked: Request) -> Refusal:
    return _protocol_answer(building, asked, WireRuling.REFUSE, DEAD)


def _protocol_answer(
    building: Building, asked: Request, ruling: WireRuling, reason: str
) -> Refusal:
    return Refusal(id=asked.id, ruling=ruling, reason=reason, epoch=building.epoch)
