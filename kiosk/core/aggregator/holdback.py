"""Tells staff of students whom encounter groups have held back for long: once, and without why."""

from datetime import datetime, timedelta

from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.calling import ask_of
from kiosk.core.aggregator.line import Waiting
from kiosk.core.ids import StudentId
from kiosk.core.rules.encounter import groups_met
from kiosk.core.school import EncounterGroup

HELD_BACK = "held_back"
MINUTE = timedelta(minutes=1)


class HoldBacks:
    """Who has been told of: a wait is one, at whatever door and with however many requests."""

    def __init__(self) -> None:
        self._told: set[tuple[StudentId, datetime]] = set()

    def resume(self, building: Building) -> None:
        """Take up what was told before this start."""
        for alert in building.alerts:
            answered = building.answers.get(alert.pass_id) if alert.pass_id else None
            if alert.kind != HELD_BACK or answered is None:
                continue
            waiting = building.line.of(answered.request.student)
            if waiting is not None and waiting.joined <= alert.at:
                self._told.add((answered.request.student, waiting.joined))

    def due(self, building: Building, now: datetime) -> list[AlertRow]:
        """Return an alert for each student whose longest hold-back is over, not told of before."""
        waits = {(w.request.student, w.joined): w for w in building.line.in_order()}
        self._told &= waits.keys()
        found = [
            key for key, w in waits.items() if key not in self._told and _is_due(building, w, now)
        ]
        self._told.update(found)
        return [_alert(building, waits[key], now) for key in found]


def _is_due(building: Building, waiting: Waiting, now: datetime) -> bool:
    waited = now - waiting.joined
    groups = building.school.roster.groups_by_student.get(waiting.request.student, ())
    if not waiting.may_be_held_back or not any(_is_over(g, waited) for g in groups):
        return False
    ask = ask_of(building, waiting.request, now)
    met = groups_met(ask, building.facts(now, ask))
    return any(group.id in met and _is_over(group, waited) for group in groups)


def _is_over(group: EncounterGroup, waited: timedelta) -> bool:
    return group.hold_back_max is not None and waited >= group.hold_back_max


def _alert(building: Building, waiting: Waiting, now: datetime) -> AlertRow:
    asked = waiting.request
    student = building.school.roster.students.get(asked.student)
    label = student.label if student else "An unknown student"
    text = f"{label} has been waiting {(now - waiting.joined) // MINUTE} min"
    return AlertRow(now, HELD_BACK, text, asked.id)
