"""Staff of the simulated building at a door's panel: a yes, a no, minutes more, a pause."""

from kiosk.core.door.inputs import (
    Cancelled,
    CardTapped,
    PanelAct,
    PanelPressed,
    RefusalChosen,
)
from kiosk.core.door.scene import Scene, Screen
from kiosk.core.events import RefusalReason
from kiosk.sim.campaign.schools import BADGE
from kiosk.sim.campaign.sim_door import SimDoor
from kiosk.sim.campaign.witness import Witness
from kiosk.sim.campaign.world import World

STAFFS = (Screen.PANEL, Screen.SHEET)
LOOK_EVERY_MS = 8_000
"""Mean time, doubled, between two who come to some door."""
TOUCH_EVERY_MS = 900


class Adults:
    """Come to doors for as long as the day is restless."""

    def __init__(self, world: World, witness: Witness) -> None:
        self.restless = True
        self._world, self._witness = world, witness

    def wander(self) -> None:
        """Let one come to some door, again and again."""
        if not self.restless:
            return
        world = self._world
        world.after(world.upto(LOOK_EVERY_MS), self.wander)
        door = world.rng.choice(list(self._witness.doors.values()))
        self._at_a_door(door, touches=4)

    def tidy(self) -> None:
        """Let every paused room go again, so that the day can end."""
        for door in self._witness.doors.values():
            if door.keeper is not None and door.keeper.state.paused:
                self._at_a_door(door, touches=6)

    def _at_a_door(self, door: SimDoor, touches: int) -> None:
        scene = door.scene
        if door.keeper is None or scene is None:
            return
        if scene.screen is Screen.IDLE:
            door.give(CardTapped(BADGE, door.mono_ms()))
        elif scene.screen is Screen.PANEL:
            door.give(Cancelled() if touches <= 0 else self.touch_on(scene))
        elif scene.screen is Screen.SHEET:
            door.give(RefusalChosen(self._world.rng.choice(list(RefusalReason))))
        if touches > 0 or (door.scene is not None and door.scene.screen in STAFFS):
            wait_ms = 100 + self._world.upto(TOUCH_EVERY_MS)
            self._world.after(wait_ms, self._at_a_door, door, touches - 1)

    def touch_on(self, scene: Scene) -> PanelPressed:
        """Return what somebody touches on a panel."""
        page, rng = scene.panel, self._world.rng
        assert page is not None  # noqa: S101 - a panel is on its page
        if page.paused and (not self.restless or self._world.chance() < 0.6):
            return PanelPressed(PanelAct.RESUME)
        acts = [PanelAct.APPROVE_ALL, PanelAct.UNDO, PanelAct.MORE]
        if self.restless:
            acts.append(PanelAct.PAUSE)
        if not page.rows or self._world.chance() < 0.4:
            return PanelPressed(rng.choice(acts))
        row = rng.choice(page.rows)
        of_a_row = (PanelAct.APPROVE, PanelAct.DECLINE) if row.asked else (PanelAct.EXTEND,)
        return PanelPressed(rng.choice(of_a_row), row.id)
