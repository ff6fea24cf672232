"""Staff of the simulated building who look after past passes: when somebody was really back."""

from datetime import timedelta
from random import Random

from kiosk.core.aggregator.coordination import StaffCorrected
from kiosk.sim.campaign.schools import TEACHER
from kiosk.sim.campaign.sim_building import SimBuilding
from kiosk.sim.campaign.world import World

LOOK_EVERY_MS = 4_000
"""Mean time between two corrections."""
OFF_S_MAX = 120
"""How far a correction may be from what the clock says, either way."""


class Clerks:
    """Corrects the returns of some passes, with a chance of its own, like appointers."""

    def __init__(self, world: World, building: SimBuilding, seed: int) -> None:
        self.restless = True
        self._rng = Random(f"corrections of {seed}")
        self._world, self._building = world, building

    def correct(self) -> None:
        """Correct one pass that has ended, again and again."""
        if not self.restless:
            return
        rng, mind = self._rng, self._building.mind
        self._world.after(1 + int(rng.random() * 2 * LOOK_EVERY_MS), self.correct)
        records = mind.building.records if mind is not None else {}
        ended = [pass_id for pass_id in sorted(records) if records[pass_id].ended]
        if ended:
            returned = self._building.now() + timedelta(seconds=rng.randint(-OFF_S_MAX, OFF_S_MAX))
            note = "as the teacher says"
            self._building.give(StaffCorrected(rng.choice(ended), returned, note, TEACHER))
