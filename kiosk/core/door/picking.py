"""The list on which staff at a door mark the students they make passes for."""

import unicodedata
from dataclasses import replace

from kiosk.core.door import panel, turns
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.handing import HANDED_MAX
from kiosk.core.door.inputs import Moment, PanelAct, PanelPressed, StudentMarked
from kiosk.core.door.scene import PickPage, PickRow
from kiosk.core.ids import StudentId
from kiosk.core.school import Student

NAMES_SHOWN = 9
"""Names on the smallest screen, each a finger's size; the rest is a touch away."""


def opened(shown: turns.Panel, moment: Moment) -> turns.Picking:
    """Open the list for whoever has the panel open."""
    now = moment.mono_ms
    return turns.Picking(shown.staff, shown.label, now, now + panel.OPEN_MS)


def touched(
    state: DoorState, turn: turns.Picking, touch: PanelPressed | StudentMarked, moment: Moment
) -> turns.Picking:
    """Mark a student or take the mark back, or show the next names."""
    now = moment.mono_ms
    turn = replace(turn, opened_ms=now, closes_ms=now + panel.OPEN_MS)
    match touch:
        case StudentMarked(student) if student in turn.marked:
            return replace(turn, marked=tuple(who for who in turn.marked if who != student))
        case StudentMarked(student) if len(turn.marked) < HANDED_MAX and _is_listed(state, student):
            return replace(turn, marked=(*turn.marked, student))
        case PanelPressed(PanelAct.MORE):
            following = turn.first + NAMES_SHOWN
            return replace(turn, first=following if following < len(_listed(state)) else 0)
        case _:
            return turn


def page(state: DoorState, turn: turns.Picking) -> PickPage:
    """Return the list as it stands."""
    listed = _listed(state)
    # The list is shorter once the school's own has changed.
    first = turn.first if turn.first < len(listed) else 0
    shown = listed[first : first + NAMES_SHOWN]
    return PickPage(
        rows=tuple(PickRow(who.id, who.label, marked=who.id in turn.marked) for who in shown),
        more=len(listed) - len(shown),
        marked=sum(who.id in turn.marked for who in listed),
    )


def _listed(state: DoorState) -> list[Student]:
    """Return the students of this room who are not out from it, by name."""
    students = state.known_school.roster.students.values()
    return sorted((who for who in students if state.open_of(who.id) is None), key=_order)


def _is_listed(state: DoorState, student: StudentId) -> bool:
    known = student in state.known_school.roster.students
    return known and state.open_of(student) is None


def _order(who: Student) -> tuple[str, StudentId]:
    # So that an accented letter stands beside the plain one.
    return unicodedata.normalize("NFKD", who.label.casefold()), who.id
