"""One pass as it really was, for those who watch."""

from dataclasses import dataclass

from kiosk.core.events import Started
from kiosk.sim.campaign.sim_door import SimDoor


@dataclass(slots=True)
class Walk:
    """One pass as it really was."""

    started: Started
    door: SimDoor
    shown_ms: int | None = None
    back_ms: int | None = None
    lost: bool = False
    """No disk holds the start any more: nobody could know."""

    @property
    def on(self) -> bool:
        """Say whether it started with a grant."""
        return not self.started.offline and not self.started.urgent

    @property
    def bound(self) -> bool:
        """Say whether every rule held for it: an adult's override is an exception, and marked."""
        return self.on and not self.started.override
