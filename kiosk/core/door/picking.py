"""The list on which staff at a door mark the students they make passes for.

This room's students stand first. Of the building's a door knows only those who have tapped here
lately (`DoorState.visitors`); they are found by name, not listed.
"""

from collections.abc import Iterable
from dataclasses import replace

from kiosk.core.door import panel, turns
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.handing import HANDED_MAX
from kiosk.core.door.inputs import (
    ErasePressed,
    KeyPressed,
    Moment,
    PanelAct,
    PanelPressed,
    StudentMarked,
)
from kiosk.core.door.naming import is_named, plain
from kiosk.core.door.scene import PickPage, PickRow
from kiosk.core.ids import StudentId
from kiosk.core.school import Student

NAMES_SHOWN = 9
"""Names on the smallest screen, each a finger's size; the rest is a touch away."""
FOUND_SHOWN = 3
"""Names beside the letters: with each letter there are fewer to choose from."""
TYPED_MAX = 20
"""Letters of a name that is looked for: no label that a door holds is told apart by more."""

Touch = PanelPressed | StudentMarked | KeyPressed | ErasePressed


def opened(shown: turns.Panel, moment: Moment) -> turns.Picking:
    """Open the list for whoever has the panel open."""
    now = moment.mono_ms
    return turns.Picking(shown.staff, shown.label, now, now + panel.OPEN_MS)


def touched(state: DoorState, turn: turns.Picking, touch: Touch, moment: Moment) -> turns.Picking:
    """Mark a student or take the mark back, look for a name, or show the next names."""
    now = moment.mono_ms
    turn = replace(turn, opened_ms=now, closes_ms=now + panel.OPEN_MS)
    match touch:
        case StudentMarked(student) if student in turn.marked:
            return replace(turn, marked=tuple(who for who in turn.marked if who != student))
        case StudentMarked(student) if len(turn.marked) < HANDED_MAX and _may_go(state, student):
            # The name is found: the next one is looked for from its first letter.
            typed = turn.typed if turn.typed is None else ""
            return replace(turn, marked=(*turn.marked, student), typed=typed, first=0)
        case PanelPressed(PanelAct.MORE):
            following = turn.first + _shown_at_once(turn)
            count = len(_listed(state, turn))
            return replace(turn, first=following if following < count else 0)
        case PanelPressed(PanelAct.FIND):
            return replace(turn, typed="", first=0)
        case PanelPressed(PanelAct.LIST):
            return replace(turn, typed=None, first=0)
        case KeyPressed(letter) if turn.typed is not None and len(turn.typed) < TYPED_MAX:
            return replace(turn, typed=turn.typed + letter, first=0)
        case ErasePressed() if turn.typed:
            return replace(turn, typed=turn.typed[:-1], first=0)
        case _:
            return turn


def page(state: DoorState, turn: turns.Picking) -> PickPage:
    """Return the list as it stands."""
    listed = _listed(state, turn)
    # The list is shorter once the school's own has changed.
    first = turn.first if turn.first < len(listed) else 0
    shown = listed[first : first + _shown_at_once(turn)]
    return PickPage(
        rows=tuple(PickRow(who.id, who.label, marked=who.id in turn.marked) for who in shown),
        more=len(listed) - len(shown),
        marked=sum(_may_go(state, student) for student in turn.marked),
        typed=turn.typed,
    )


def _shown_at_once(turn: turns.Picking) -> int:
    return NAMES_SHOWN if turn.typed is None else FOUND_SHOWN


def _listed(state: DoorState, turn: turns.Picking) -> list[Student]:
    """Return the students of this room who are not out from it, by name.

    While a name is looked for: those whom it fits, and after them whom the door knows of others.
    """
    ours = state.known_school.roster.students
    found = by_name(who for who in ours.values() if state.open_of(who.id) is None)
    if turn.typed is None:
        return found
    others = {who.id: who for who in state.visitors.values() if who.id not in ours}
    found += by_name(who for who in others.values() if state.open_of(who.id) is None)
    return [who for who in found if is_named(who.label, turn.typed)]


def _may_go(state: DoorState, student: StudentId) -> bool:
    return state.known(student) is not None and state.open_of(student) is None


def by_name(students: Iterable[Student]) -> list[Student]:
    """Return students as a list shows them."""
    return sorted(students, key=lambda who: (plain(who.label), who.id))
