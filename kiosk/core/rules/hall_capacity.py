"""Hall capacity: only so many students of the building are out at once."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.core.rule import Ask, Facts, Finding, Reach, Ruling
from kiosk.core.words import HALL_FULL, Reason


@dataclass(frozen=True, slots=True)
class HallCapacity:
    """Makes a student wait while `out_max` are out; None means that no limit is set.

    Where the school lets a teacher end a long hold-back, a long wait for the hall asks the teacher.
    """

    out_max: int | None

    overridable: ClassVar[bool] = True
    reason: ClassVar[Reason] = HALL_FULL

    def check(self, ask: Ask, facts: Facts) -> Finding | None:
        """Object while the hall is full; only the building knows."""
        if self.out_max is None:
            return None
        if facts.reach is Reach.ROOM:
            return Finding(Ruling.DEFER, self.reason)
        if facts.others_out(ask) < self.out_max:
            return None
        return Finding(facts.while_full(ask), self.reason)
