"""Staff of the simulated building who make passes: some to be taken, some that start at once."""

from random import Random

from kiosk.core.appointments import Appointment, AppointmentsMade
from kiosk.core.ids import AppointmentId
from kiosk.core.school import School
from kiosk.sim.campaign.schools import TEACHER
from kiosk.sim.campaign.sim_building import SimBuilding
from kiosk.sim.campaign.world import World

MADE_EVERY_MS = 5_000
"""Mean time between two of them: on most days there are several."""
URGENT = 0.3


class Appointers:
    """Makes appointments that are due now; with a chance of its own, so that without any of them a
    day is what it would be.
    """

    def __init__(self, world: World, school: School, building: SimBuilding, seed: int) -> None:
        self.restless = True
        self._rng = Random(f"appointments of {seed}")
        self._world, self._school, self._building = world, school, building

    def make(self) -> None:
        """Make one for somebody, again and again."""
        if not self.restless:
            return
        world, rng = self._world, self._rng
        world.after(1 + int(rng.random() * 2 * MADE_EVERY_MS), self.make)
        now = world.now()
        local = now.astimezone(self._school.schedule.time_zone)
        made = Appointment(
            id=AppointmentId(world.fresh_id(world.now_ms)),
            student=rng.choice(list(self._school.roster.students)),
            destination=rng.choice(list(self._school.roster.destinations)),
            made_by=TEACHER,
            made_at=now,
            day=local.date(),
            at=local.time().replace(second=0, microsecond=0),
            minutes=rng.choice((5, 20)),
            declinable=rng.random() < 0.5,
            urgent=rng.random() < URGENT,
        )
        if world.traced:
            kind = "an urgent one" if made.urgent else "one"
            world.note("staff", f"make {kind} for {made.student} to {made.destination}")
        self._building.give(AppointmentsMade((made,), TEACHER, anyway=True))
