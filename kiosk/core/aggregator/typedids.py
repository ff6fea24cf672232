"""Typed IDs: whose one is, and how guessing is slowed down at each door.

Wrong ones are counted as wrong PINs are, in a count of their own; what was typed is kept nowhere.
"""

from datetime import datetime

from kiosk.core.aggregator.answering import identity_of
from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.buildingbook import PutPinTries
from kiosk.core.aggregator.coordination import BuildingCommand, Record, Reply
from kiosk.core.aggregator.watching import raise_alert
from kiosk.core.ids import DoorId, StudentId
from kiosk.core.pins import TRIES_FREE, PinTries
from kiosk.core.protocol import Identify, Identity
from kiosk.core.school import Roster, Student

ANSWERS_KEPT_MAX = 200
"""Tries that are still known to be counted, for a door that did not hear and asks again."""


class TypedIds:
    """Tries taken: nothing here has to outlive the program, the counts are in the building."""

    def __init__(self) -> None:
        self._taken: dict[tuple[DoorId, str], StudentId | None] = {}

    def asked(
        self, building: Building, door: DoorId, asked: Identify, now: datetime
    ) -> list[BuildingCommand]:
        """Answer as for a card, or that nobody has this ID, or when the next try is taken."""
        taken = (door, asked.id)
        roster = building.school.roster
        if taken in self._taken:
            student = roster.students.get(self._taken[taken] or StudentId(""))
            return [Reply(door, identity_of(building, door, asked.id, student, now))]
        whose = f"typed:{door}"
        tries, wait_until = building.tries(whose, now)
        if wait_until is not None and now < wait_until:
            waits = Identity(id=asked.id, unknown=True, wait_until=wait_until)
            return [Reply(door, waits)]
        student = student_of(roster, asked.typed or "")
        self._taken[taken] = student.id if student else None
        while len(self._taken) > ANSWERS_KEPT_MAX:
            del self._taken[next(iter(self._taken))]
        answer = Reply(door, identity_of(building, door, asked.id, student, now))
        if student is not None and tries.in_a_row == 0:
            return [answer]
        # Of a right one only the row is forgotten: it takes nothing back of the day's wrong ones.
        counted = tries.tried(now) if student is None else tries.tried(now).right()
        building.pin_tries[whose] = counted
        return [Record((PutPinTries(counted),)), answer, *_guessing(building, door, counted, now)]


def student_of(roster: Roster, typed: str) -> Student | None:
    """Return the one student whose ID this is; case and what stands between do not matter."""
    wanted = _plain(typed)
    found = [s for s in roster.students.values() if _plain(s.id) == wanted] if wanted else []
    return found[0] if len(found) == 1 else None


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _guessing(
    building: Building, door: DoorId, tries: PinTries, now: datetime
) -> list[BuildingCommand]:
    if tries.in_a_row != TRIES_FREE:
        return []
    text = f"{TRIES_FREE} IDs in a row that nobody has were typed at door {door}"
    return raise_alert(building, AlertRow(now, "wrong_ids", text))
