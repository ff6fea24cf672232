"""A student's own passes of the last days, for the student alone, at a door and with a yes.

A door can't name a student here: it names its own look-up of a card that was read just now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.coordination import BuildingCommand, ReadPasses, Reply
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.aggregator.watching import raise_alert
from kiosk.core.cardmessages import AskPasses, OwnPasses, PastPass
from kiosk.core.ids import DoorId, StudentId
from kiosk.core.protocol import Identify, Identity
from kiosk.core.schedule import Schedule

WITHIN = timedelta(minutes=3)
"""How long after the card was read: an adult comes to the door meanwhile."""
SCHOOL_DAYS = 5
"""How many days with lessons a student sees, today's included."""
LOOKED_BACK_MAX = 30
"""Days among which those are looked for: longer than any holiday but the summer's."""
PASSES_MAX = 40
"""Passes in one answer, newest first: far more than a student has in those days."""
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """The card read last at a door, if it is a student's own."""

    asked_as: str
    student: StudentId
    at: datetime


class OwnRecords:
    """Who stands at which door; nothing here has to outlive the program."""

    def __init__(self) -> None:
        self._seen: dict[DoorId, Seen] = {}
        self._told: dict[DoorId, str] = {}

    def looked_up(self, door: DoorId, asked: Identify, answer: Identity, now: datetime) -> None:
        """Note whose card was read; anything else read there ends that."""
        self._seen.pop(door, None)
        if asked.card is not None and answer.student is not None and not answer.lent:
            self._seen[door] = Seen(asked.id, answer.student, now)

    def asked(
        self, building: Building, door: DoorId, asked: AskPasses, now: datetime
    ) -> list[BuildingCommand]:
        """Have the passes of whoever stands there read, and note for good that they were shown."""
        seen = self._seen.get(door)
        fresh = seen is not None and seen.asked_as == asked.identified and now - seen.at <= WITHIN
        if seen is None or not fresh or not building.knows_staff(asked.staff):
            return [Reply(door, OwnPasses(id=asked.id, refused=True))]
        reads = ReadPasses(door, asked.id, seen.student, since(building.school.schedule, now))
        if self._told.get(door) == asked.id:
            # The answer was lost: it is one look all the same.
            return [reads]
        self._told[door] = asked.id
        student = building.school.roster.students.get(seen.student)
        name = f"{student.first_name} {student.last_name}" if student else seen.student
        who = building.staff_name(asked.staff)
        text = f"{who} let {name} see the own passes of the last days at door {door}"
        alert = AlertRow(now, "own_record", text, staff=asked.staff)
        return [*raise_alert(building, alert), reads]


def since(schedule: Schedule, now: datetime) -> datetime:
    """Return the instant from which on a student sees the own passes."""
    today = schedule.date_at(now)
    days = (today - number * DAY for number in range(LOOKED_BACK_MAX))
    school = [day for day in days if day == today or schedule.lessons(day)]
    return schedule.day_start(school[:SCHOOL_DAYS][-1])


def own_passes(asked_as: str, records: Iterable[PassRecord], now: datetime) -> OwnPasses:
    """Return what the student is shown of passes that took place, newest first."""
    began = [(record.since, record) for record in records if record.start and not record.void]
    known = sorted(((at, r) for at, r in began if at is not None), key=lambda pair: pair[0])
    past = [_past(record, at, now) for at, record in reversed(known)]
    return OwnPasses(
        id=asked_as,
        passes=tuple(one for one in past[:PASSES_MAX] if one is not None),
        more=max(0, len(past) - PASSES_MAX),
    )


def _past(record: PassRecord, at: datetime, now: datetime) -> PastPass | None:
    started = record.started
    if started is None:
        return None
    over_at = record.corrected_return or record.ended
    if record.expired and record.corrected_return is None:
        # Nobody has seen the return: that is not held against the student.
        return PastPass(started_at=at, destination=started.destination, minutes=None)
    due_at, until = record.due_at, over_at or now
    return PastPass(
        started_at=at,
        destination=started.destination,
        minutes=None if over_at is None else max(0, (over_at - at) // MINUTE),
        over=0 if due_at is None else max(0, (until - due_at) // MINUTE),
        out=over_at is None,
    )
