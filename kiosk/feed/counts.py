"""The part of the feed without personal data: how many are out, told so that no count names one.

Who sees a student leave and reads these counts must not learn where that student went. A place with
fewer than `SHOWN_MIN` students is therefore not told, an empty one neither. What is told also must
not let a single hidden place be worked out: the hidden destinations fall into groups whose sums can
be computed (those on each told floor, and the rest by the total), and no group may hold just one.
What this can't hide is time: a count of four that becomes five says where the last one went.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kiosk.core.aggregator.board import Counts
from kiosk.core.ids import DestinationId
from kiosk.core.school import Roster
from kiosk.feed.compact import compact
from kiosk.feed.messages import VERSION

SHOWN_MIN = 3
"""Fewest students that are told of, at one place or in all: one or two can be known by sight."""
HIDDEN_MIN = 2
"""Fewest hidden destinations in a group whose sum can be computed, if it has any."""


def counts_body(counts: Counts, roster: Roster) -> bytes:
    """Return the body to retain; null stands for a count that is not told.

    Every destination and floor of the roster is always named, so absence says nothing.
    """
    exact = {place: counts.by_destination.get(place, 0) for place in sorted(roster.destinations)}
    told = _told_destinations(exact)
    floors = _Floors(roster, counts.by_floor, roster.destinations.keys() - told)
    told_floors = floors.told()
    return compact(
        {
            "v": VERSION,
            "type": "counts",
            "out": counts.out if counts.out == 0 or counts.out >= SHOWN_MIN else None,
            "by_destination": {p: count if p in told else None for p, count in exact.items()},
            # A line is seen by all who pass; still, one or two in it can be known by sight.
            "lines": {
                place: waiting if (waiting := counts.lines.get(place, 0)) >= SHOWN_MIN else None
                for place in exact
            },
            "by_floor": {
                floor: floors.count(floor) if floor in told_floors else None
                for floor in floors.names
            },
        }
    )


def _told_destinations(exact: Mapping[DestinationId, int]) -> set[DestinationId]:
    told = {place for place, count in exact.items() if count >= SHOWN_MIN}
    hidden = len(exact) - len(told)
    if hidden:
        # Ties go by name, so that the same counts always hide the same places.
        smallest_first = sorted(told, key=lambda place: (exact[place], place))
        told -= set(smallest_first[: max(0, HIDDEN_MIN - hidden)])
    return told


@dataclass(frozen=True, slots=True)
class _Floors:
    roster: Roster
    found: Mapping[str, int]
    hidden: AbstractSet[DestinationId]

    @property
    def names(self) -> list[str]:
        floors = {place.floor for place in self.roster.destinations.values()}
        floors |= {room.floor for room in self.roster.rooms.values()}
        return sorted(floors - {""})

    def count(self, floor: str) -> int:
        return self.found.get(floor, 0)

    def told(self) -> set[str]:
        told = {
            floor
            for floor in self.names
            if self.count(floor) >= SHOWN_MIN and self._group_is_safe({floor})
        }
        if not self._group_is_safe(self._floors_of_hidden() - told):
            # One more floor joins the rest, with its own hidden places: no longer one alone.
            joinable = told & self._floors_of_hidden()
            told -= set(sorted(joinable, key=lambda f: (self.count(f), f))[:1])
        return told

    def _floors_of_hidden(self) -> set[str]:
        return {self.roster.destinations[place].floor for place in self.hidden}

    def _group_is_safe(self, floors: AbstractSet[str]) -> bool:
        alone = sum(self.roster.destinations[place].floor in floors for place in self.hidden)
        return alone == 0 or alone >= HIDDEN_MIN
