"""What staff are told when somebody stops passes or lets them go again."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime

from kiosk.core.board import AlertRow
from kiosk.core.ids import StaffId
from kiosk.core.rule import Holds
from kiosk.core.school import Roster

STOPPED, LET_GO = "frozen", "unfrozen"
HOLD_SET, HOLD_LIFTED = "hold_set", "hold_lifted"


def changes_told(
    before: Holds, after: Holds, roster: Roster, staff: StaffId, now: datetime
) -> tuple[AlertRow, ...]:
    """Return one alert for each change, with who made it."""
    person = roster.staff.get(staff)
    by = person.name if person else "an unknown member of staff"
    return tuple(
        AlertRow(now, kind, f"{what}, by {by}", staff=staff)
        for kind, what in _changes(before, after, roster)
    )


def _changes(before: Holds, after: Holds, roster: Roster) -> Iterator[tuple[str, str]]:
    if after.hold != before.hold:
        yield (HOLD_SET, "Hold: no pass starts") if after.hold else (HOLD_LIFTED, "Hold lifted")
    names: dict[str, str] = {
        **{room.id: f"room {room.name}" for room in roster.rooms.values()},
        **{place.id: place.name_in("en") for place in roster.destinations.values()},
        **{student.id: student.label for student in roster.students.values()},
    }
    pairs: tuple[tuple[AbstractSet[str], AbstractSet[str]], ...] = (
        (before.rooms, after.rooms),
        (before.destinations, after.destinations),
        (before.students, after.students),
    )
    for old, new in pairs:
        for token in sorted(new - old):
            yield STOPPED, f"Passes stopped: {names.get(token, token)}"
        for token in sorted(old - new):
            yield LET_GO, f"Passes again: {names.get(token, token)}"
