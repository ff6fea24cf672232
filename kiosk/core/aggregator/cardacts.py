"""Staff give cards to students, and take them back: at a door, in a browser, at a command line."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.core.aggregator.acts import ActFault, CardLent, CardsListed, CardTakenBack
from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.buildingbook import DropCard, PutCard
from kiosk.core.aggregator.coordination import BuildingCommand, Record, Reply
from kiosk.core.aggregator.givencards import GivenCard
from kiosk.core.aggregator.watching import raise_alert
from kiosk.core.aggregator.wordedappointments import student_called
from kiosk.core.cardmessages import Enrol, EnrolFault, Enrolled
from kiosk.core.ids import CardHash, DoorId, StaffId
from kiosk.core.protocol import DoorCommand, DoorOrder
from kiosk.core.school import Student

UNDO_WITHIN = timedelta(seconds=60)
"""How long a door may take back what was enrolled there: its page stands for less."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Who has a card; `lent`: for today only."""

    student: Student | None
    lent: bool = False


def whose(building: Building, card: CardHash, now: datetime) -> Whose:
    """Return who has `card`: the school's own lists say first."""
    roster = building.school.roster
    student = roster.student_by_card.get(card)
    if student is not None:
        return Whose(student)
    given = building.cards.of(card, building.school.schedule.date_at(now))
    if given is None:
        return Whose(None, lent=card in roster.for_lending)
    return Whose(roster.students.get(given.student), lent=given.day is not None)


def enrol(building: Building, door: DoorId, asked: Enrol, now: datetime) -> list[BuildingCommand]:
    """Do what staff at a door say: give a card, or take back at once what they gave."""
    before = building.cards.by_id(asked.id)
    if asked.undo:
        return _undone(building, door, asked, before, now)
    if before is None:
        fault = _fault(building, door, asked, now)
        if fault is not None:
            return [Reply(door, Enrolled(id=asked.id, fault=fault))]
        name = building.school.roster.for_lending.get(asked.card)
        given = GivenCard(
            id=asked.id,
            card=asked.card,
            student=asked.student,
            staff=asked.staff,
            at=now,
            day=None if name is None else building.school.schedule.date_at(now),
            name=name or "",
            door=door,
        )
        commands = _give(building, given)
        return [*commands, Reply(door, Enrolled(id=asked.id, lent=given.day is not None))]
    # Asked once more: the answer was lost.
    return [Reply(door, Enrolled(id=asked.id, lent=before.day is not None))]


def act(
    building: Building, asked: CardLent | CardTakenBack | CardsListed, now: datetime
) -> tuple[list[BuildingCommand], dict[str, object]] | ActFault:
    """Do what staff ask for away from a door; return what to do and what to tell."""
    match asked:
        case CardLent():
            return _lend(building, asked, now)
        case CardTakenBack():
            return _take_back(building, asked, now)
        case CardsListed():
            return [], {"cards": _listed(building, now)}


def swept(building: Building, now: datetime) -> list[BuildingCommand]:
    """Forget loans of long ago."""
    gone = building.cards.forget_loans(building.school.schedule.date_at(now))
    return [Record(tuple(map(DropCard, gone)))] if gone else []


def _fault(building: Building, door: DoorId, asked: Enrol, now: datetime) -> EnrolFault | None:
    roster = building.school.roster
    if door not in roster.room_by_door or not building.knows_staff(asked.staff):
        return EnrolFault.NOT_ALLOWED
    if asked.student not in roster.students:
        return EnrolFault.STUDENT_UNKNOWN
    owner = whose(building, asked.card, now).student
    if owner is not None or asked.card in roster.staff_by_badge:
        return EnrolFault.CARD_TAKEN
    return None


def _undone(
    building: Building, door: DoorId, asked: Enrol, given: GivenCard | None, now: datetime
) -> list[BuildingCommand]:
    mine = given is not None and (given.door, given.card) == (door, asked.card)
    if given is None or not mine or now - given.at > UNDO_WITHIN:
        return [Reply(door, Enrolled(id=asked.id, fault=EnrolFault.NOT_ALLOWED, undone=True))]
    done = Reply(door, Enrolled(id=asked.id, undone=True))
    if given.ended_at is not None:
        return [done]
    return [*_end(building, given, asked.staff, now), done]


def _give(building: Building, given: GivenCard) -> list[BuildingCommand]:
    building.cards.put(given)
    what = f"card {given.name} was lent to" if given.day else "a card was enrolled for"
    return [Record((PutCard(given),)), *_told(building, given, what, given.staff, given.at)]


def _end(
    building: Building, given: GivenCard, staff: StaffId, now: datetime
) -> list[BuildingCommand]:
    ended = given.ended(staff, now)
    building.cards.put(ended)
    what = f"card {given.name} was taken back from" if given.day else "a card was taken back from"
    return [Record((PutCard(ended),)), *_told(building, ended, what, staff, now)]


def _told(
    building: Building, given: GivenCard, what: str, staff: StaffId, now: datetime
) -> list[BuildingCommand]:
    """Tell staff, for the record too, and have the student's own doors ask what is new."""
    roster = building.school.roster
    student = roster.students.get(given.student)
    name = f"{student.first_name} {student.last_name}" if student else given.student
    where = "" if given.door is None else f", at door {given.door}"
    who = building.staff_name(staff) or staff
    alert = AlertRow(now, "cards", f"{who}: {what} {name}{where}", staff=staff)
    order = DoorCommand(command=DoorOrder.HEARTBEAT, epoch=building.epoch)
    rooms = sorted(student.rooms) if student else []
    doors = [roster.rooms[room].door for room in rooms if room in roster.rooms]
    return [*raise_alert(building, alert), *(Reply(door, order) for door in doors)]


def _lend(
    building: Building, asked: CardLent, now: datetime
) -> tuple[list[BuildingCommand], dict[str, object]] | ActFault:
    roster, today = building.school.roster, building.school.schedule.date_at(now)
    card = next((c for c, name in roster.for_lending.items() if name == asked.card), None)
    if card is None:
        known = ", ".join(sorted(roster.for_lending.values())) or "none"
        return ActFault("card", f"no card for lending has this number: there are {known}")
    student = student_called(building, asked.student)
    if isinstance(student, ActFault):
        return student
    commands: list[BuildingCommand] = []
    before = building.cards.of(card, today)
    if before is not None:
        commands += _end(building, before, asked.staff, now)
    given = GivenCard(
        id=asked.id,
        card=card,
        student=student.id,
        staff=asked.staff,
        at=now,
        day=today,
        name=asked.card,
    )
    commands += _give(building, given)
    return commands, {"card": asked.card, "student": student.id, "until": today.isoformat()}


def _take_back(
    building: Building, asked: CardTakenBack, now: datetime
) -> tuple[list[BuildingCommand], dict[str, object]] | ActFault:
    today = building.school.schedule.date_at(now)
    found = (g for g in building.cards.on(today) if asked.card in {g.id, g.name})
    given = next(found, None)
    if given is None:
        return ActFault("card", "no card with this id or number is in anybody's hands")
    return _end(building, given, asked.staff, now), {"student": given.student}


def _listed(building: Building, now: datetime) -> list[dict[str, object]]:
    students = building.school.roster.students
    return [
        {
            "id": given.id,
            "student": given.student,
            "name": students[given.student].label if given.student in students else "",
            "lent": given.name or None,
            "until": given.day.isoformat() if given.day else None,
            "by": given.staff,
            "at": given.at.isoformat(),
            "door": given.door,
        }
        for given in building.cards.on(building.school.schedule.date_at(now))
    ]
