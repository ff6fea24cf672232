"""Passes that ended at this door lately: staff can still say when the student was really back."""

from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.core.door.doorbook import OpenPass
from kiosk.core.door.inputs import Moment
from kiosk.core.ids import PassId

KEPT_MAX = 6
"""Passes remembered: two screens of the panel; the rest is for the board."""
KEPT_MS = 45 * 60_000
"""How long: about a lesson. In memory only, so that no name outlives the program."""


@dataclass(frozen=True, slots=True)
class BackPass:
    """One pass that has ended here."""

    opened: OpenPass
    seen_at: datetime
    """When the end was recorded: the observed time."""
    ended_ms: int
    corrected_at: datetime | None = None
    """When the student was back by staff's word; the observed time stands beside it."""


class JustBack:
    """The last of them, by the ids of their passes."""

    def __init__(self) -> None:
        self._back: dict[PassId, BackPass] = {}

    def ended(self, opened: OpenPass, moment: Moment) -> None:
        """Remember a pass that ends now."""
        self._back[opened.id] = BackPass(opened, moment.now, moment.mono_ms)
        while len(self._back) > KEPT_MAX:
            del self._back[next(iter(self._back))]

    def corrected(self, pass_id: PassId, at: datetime) -> None:
        """Take over staff's word for one that is remembered."""
        self._back[pass_id] = replace(self._back[pass_id], corrected_at=at)

    def get(self, pass_id: PassId, now_ms: int) -> BackPass | None:
        """Return what is remembered of a pass."""
        back = self._back.get(pass_id)
        return back if back is not None and now_ms - back.ended_ms < KEPT_MS else None

    def newest_first(self, now_ms: int) -> list[BackPass]:
        """Return all that are remembered still."""
        return [back for back in reversed(self._back.values()) if now_ms - back.ended_ms < KEPT_MS]
