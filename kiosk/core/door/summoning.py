"""An urgent appointment starts by itself at the door of the student's room, whoever is there."""

from dataclasses import dataclass, field

from kiosk.core.door import asking, starting, turns
from kiosk.core.door.commands import DoorCommand, Record
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import Moment
from kiosk.core.events import IdentifiedBy
from kiosk.core.ids import PassId, StudentId
from kiosk.core.protocol import NearAppointment
from kiosk.core.rule import Ask
from kiosk.core.school import Student

SUMMONED_MS = 30_000
"""How long the room is told who is to go, with light and sound."""
SUMMONS_MAX = 20
"""Summons that wait for a turn to be over; as many as one answer can bring."""


@dataclass(slots=True)
class Summons:
    """Who is still to be told; the passes have started already."""

    waiting: list[tuple[Student, PassId]] = field(default_factory=list)

    def next_page(self, state: DoorState, moment: Moment) -> turns.Summoned | None:
        """Return the page of the next who is to go, if one is and has not come back since."""
        while self.waiting:
            who, pass_id = self.waiting.pop(0)
            if pass_id in state.open:
                return turns.Summoned(who, pass_id, moment.mono_ms + SUMMONED_MS)
        return None


def start(
    state: DoorState, summons: Summons, asks_now: StudentId | None, moment: Moment
) -> list[DoorCommand]:
    """Start one urgent appointment that is told here; the next input starts the next.

    One at a time, as each needs an id that nobody has used. A student who is out, or who is being
    answered at this moment, comes first to an end of that.
    """
    if state.school is None or len(summons.waiting) >= SUMMONS_MAX:
        return []
    for near in state.near.urgent(moment):
        who = state.school.roster.students.get(near.student)
        out = state.open_of(near.student) is not None
        if who is not None and not out and near.student != asks_now:
            return _begin(state, summons, near, who, moment)
    return []


def _begin(
    state: DoorState, summons: Summons, near: NearAppointment, who: Student, moment: Moment
) -> list[DoorCommand]:
    ask = Ask(
        moment.fresh_id,
        near.student,
        near.destination,
        state.room,
        IdentifiedBy.STAFF,
        approved_by=near.approved_by,
        urgent=True,
        appointment=near.id,
    )
    summons.waiting.append((who, ask.id))
    return [Record(tuple(starting.start(state, ask, who, moment)))]


def asks_now(turn: turns.Turn) -> StudentId | None:
    """Return the student whose request is being decided."""
    match turn:
        case turns.Checking(who=who) | turns.Starting(who=who):
            return who.id
        case turns.AskTeacher(who=who, pending=pending) if pending is not None:
            return who.id
    return None


def acknowledged(turn: turns.Summoned, moment: Moment) -> turns.Out:
    """The student's own card on that page: on the way out, not back."""
    return turns.Out(turn.who, turn.id, moment.mono_ms + asking.OUT_MS, urgent=True)
