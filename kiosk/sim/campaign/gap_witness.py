"""The eye on gaps: who of an encounter group is back, and for how long really."""

from collections import deque
from collections.abc import Callable
from datetime import timedelta

from kiosk.core.events import Started
from kiosk.core.ids import PassId
from kiosk.core.school import EncounterGroup, GroupMode, School
from kiosk.sim.campaign.walk import Walk

Hold = Callable[..., None]
MS = timedelta(milliseconds=1)


class GapWitness:
    """Holds every go to the gaps after the returns of others; it reads only the world's own time.

    The aggregator counts a gap from when it heard of a return: its clock can only make it longer.
    Where one of the two went without the aggregator, staff must hear of it.
    """

    def __init__(self, school: School, hold: Hold) -> None:
        self._groups = school.roster.groups_by_student
        self._hold = hold
        self._gap_ms_max = max((group.gap // MS for group in school.roster.groups), default=0)
        self._back: deque[tuple[int, Walk]] = deque()
        self.too_soon: list[frozenset[PassId]] = []
        """Pairs of passes of which staff must hear (A7)."""
        self._undone: set[PassId] = set()

    def undone(self, pass_id: PassId) -> None:
        """Take note that a go was taken back: nobody was out with it."""
        self._undone.add(pass_id)

    def came_back(self, walk: Walk, now_ms: int) -> None:
        """Take note that a student is back."""
        self._back.append((now_ms, walk))
        while self._back and self._back[0][0] < now_ms - self._gap_ms_max:
            self._back.popleft()

    def went(self, walk: Walk, now_ms: int, *, returns_known: bool) -> None:
        """Check a go against everybody who is back for less than a gap.

        `returns_known`: the aggregator's record never went back, and returns with it.
        """
        started = walk.started
        for back_ms, other in self._back:
            gone = other.started
            if gone.id in self._undone or gone.student == started.student:
                continue
            if now_ms - back_ms >= self._gap_ms(started, gone):
                continue
            pair = frozenset({gone.id, started.id})
            kept = not (other.on and walk.bound and returns_known)
            self._hold("I1 no encounter within a gap", kept=kept, about=sorted(pair))
            if not (other.on and walk.on):
                self.too_soon.append(pair)

    def _gap_ms(self, one: Started, two: Started) -> int:
        near = one.destination == two.destination
        gaps = (
            group.gap // MS
            for group in self._groups.get(one.student, ())
            if two.student in group.members and (near or _anywhere(group))
        )
        return max(gaps, default=0)


def _anywhere(group: EncounterGroup) -> bool:
    return group.mode is GroupMode.ANYWHERE
