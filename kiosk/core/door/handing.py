"""Passes that staff make at the door, for students whom it knows, one after the other."""

from dataclasses import dataclass, field

from kiosk.core.door import asking, turns
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import Moment, SentByStaff
from kiosk.core.ids import StaffId, StudentId
from kiosk.core.school import Student

HANDED_MAX = 60
"""Students in one act: more than any room seats."""


@dataclass(slots=True)
class Handing:
    """For whom the staff at the door still have to choose a place."""

    waiting: list[tuple[Student, StaffId]] = field(default_factory=list)

    def take(self, state: DoorState, sent: SentByStaff) -> None:
        """Take whom staff have picked, each once; whom this door does not know is passed over."""
        picked: dict[StudentId, Student] = {}
        for student in sent.students[:HANDED_MAX]:
            who = state.known(student)
            if who is not None:
                picked[student] = who
        self.waiting = [(who, sent.staff) for who in picked.values()]

    def next_page(self, state: DoorState, moment: Moment) -> turns.Choosing | None:
        """Return the choice for the next student who is not out already, with the yes of staff."""
        while self.waiting:
            who, staff = self.waiting.pop(0)
            if state.open_of(who.id) is None:
                now = moment.mono_ms
                # A pass open elsewhere is not looked for: the request would be refused for it.
                return turns.Choosing(who, "", now, now + asking.CHOICE_MS, made_by=staff)
        return None
