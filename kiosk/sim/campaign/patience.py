"""Sees that whoever taps gets a page (I11): "checking" gives way within 2 s and two commits."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from kiosk.core.door.scene import Scene, Screen
from kiosk.core.ids import CardHash, DoorId
from kiosk.sim.campaign.sim_door import SimDoor
from kiosk.sim.campaign.world import World

CHECKING_MS_MAX = 2_000
SAME_TAP_MS = 3_000
"""Within this time the same card is one tap (D4)."""
TURN_MS = 3
"""The door counts whole ms of a clock that may be slow: the page, its deadline and the wake may be
one of them late each."""


@dataclass(slots=True)
class Checking:
    """A page that says "checking"."""

    since_ms: int
    stalled_ms: int
    """How long commits of the door had stalled until then."""


class Patience:
    """Times how long each door keeps somebody waiting."""

    def __init__(self, world: World, hold: Callable[..., None]) -> None:
        self._world, self._hold = world, hold
        self._checking: dict[DoorId, Checking] = {}
        self._checked_ms: dict[DoorId, int] = {}
        """When each door's last check ended."""
        self._tapped_ms: dict[tuple[DoorId, CardHash], int] = {}

    def shown(self, door: SimDoor, scene: Scene) -> None:
        """Take note of a page."""
        if scene.screen is Screen.CHECKING:
            now = Checking(self._world.now_ms, door.stalled_ms)
            self._checking.setdefault(door.door, now)
        else:
            self.look(door)
            if self._checking.pop(door.door, None) is not None:
                self._checked_ms[door.door] = self._world.now_ms

    def tapped(self, door: SimDoor, card: CardHash, before: Scene | None) -> None:
        """Hold a door that nobody was standing at to show something to whoever has tapped."""
        last_ms = self._tapped_ms.get((door.door, card), -SAME_TAP_MS)
        self._tapped_ms[door.door, card] = self._world.now_ms
        one_tap = self._world.now_ms - last_ms <= SAME_TAP_MS + TURN_MS
        if one_tap or before is None or before.screen is not Screen.IDLE or not door.listens:
            return
        if self._world.now_ms - self._checked_ms.get(door.door, -TURN_MS) < TURN_MS:
            # By the door's whole ms it may have come before the check was over, and mean nothing.
            return
        stands = door.scene is not None and door.scene.screen is Screen.IDLE
        self._hold("I11 a tap gets a page", kept=not stands, about=(door.door, card))

    def gone(self, door: SimDoor) -> None:
        """Take note that a door has lost power or its program: nobody is waiting any more."""
        self._checking.pop(door.door, None)

    def look(self, door: SimDoor) -> None:
        """Hold a door that is checking to its time."""
        checking = self._checking.get(door.door)
        if checking is None:
            return
        stalled_ms = door.stalled_ms - checking.stalled_ms
        most_ms = ceil(CHECKING_MS_MAX / min(1.0, door.clock.rate)) + TURN_MS + stalled_ms
        took_ms = self._world.now_ms - checking.since_ms
        self._hold("I11 a page within 2 s", kept=took_ms <= most_ms, about=(door.door, took_ms))
