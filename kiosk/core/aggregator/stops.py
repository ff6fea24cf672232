"""What staff are told when somebody stops passes or lets them go again."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from kiosk.core.aggregator.board import AlertRow
from kiosk.core.ids import StaffId
from kiosk.core.rule import Holds
from kiosk.core.school import Roster

STOPPED, LET_GO = "frozen", "unfrozen"
HOLD_SET, HOLD_LIFTED = "hold_set", "hold_lifted"


@dataclass(frozen=True, slots=True)
class HoldsChange:
    """What is stopped changes, while so many are out."""

    before: Holds
    after: Holds
    out: int


def changes_told(
    change: HoldsChange, roster: Roster, staff: StaffId, now: datetime
) -> tuple[AlertRow, ...]:
    """Return one alert for each change, with who made it; a hold says how many it calls back."""
    person = roster.staff.get(staff)
    by = person.name if person else "an unknown member of staff"
    return tuple(
        AlertRow(now, kind, f"{what}, by {by}", staff=staff)
        for kind, what in _changes(change, roster)
    )


def _changes(change: HoldsChange, roster: Roster) -> Iterator[tuple[str, str]]:
    before, after = change.before, change.after
    if after.hold and not before.hold:
        yield HOLD_SET, f"Hold: no pass starts, {_called_back(change.out)}"
    if before.hold and not after.hold:
        yield HOLD_LIFTED, "Hold lifted"
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


def _called_back(out: int) -> str:
    if out == 0:
        return "nobody is out"
    return "1 student is out and called back" if out == 1 else f"{out} are out and called back"
