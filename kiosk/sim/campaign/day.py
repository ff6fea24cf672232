"""One seed from its first tap to the last check."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from kiosk.core.aggregator.acts import SaidNo, SaidYes
from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.coordination import StaffEnded
from kiosk.core.door.scenery import draw as draw_page
from kiosk.core.events import PassEvent
from kiosk.core.school import School
from kiosk.sim.campaign import resting
from kiosk.sim.campaign.adults import Adults
from kiosk.sim.campaign.appointers import Appointers
from kiosk.sim.campaign.building_disk import BuildingDisk, MemoryLedger
from kiosk.sim.campaign.clerks import Clerks
from kiosk.sim.campaign.door_disk import DoorDisk, MemoryDisk
from kiosk.sim.campaign.network import Network
from kiosk.sim.campaign.people import People
from kiosk.sim.campaign.pins import with_badgeless
from kiosk.sim.campaign.rationed import with_limits
from kiosk.sim.campaign.schools import TEACHER, VARIANTS, dense_school, with_short_passes
from kiosk.sim.campaign.sim_building import RAW, SimBuilding
from kiosk.sim.campaign.sim_door import DoorClock, SimDoor
from kiosk.sim.campaign.troubles import Troubles
from kiosk.sim.campaign.typists import Typists
from kiosk.sim.campaign.weather import Weather, draw
from kiosk.sim.campaign.witness import Witness
from kiosk.sim.campaign.world import World

CALM_MS = 1_500
"""Long enough for the aggregator to hear of every door: one it never heard of it can't wait for."""
STORM_MS = 45_000
HEALING_MS_MAX = 150_000
"""By then, or when the last late message has come, outboxes must be empty, barriers have fallen and
those who were out have come back."""
STAFF_LOOK_MS = 4_000
LOOK_EVERY_MS = 6_000
LAST_LOOK_MS = 3_000
ADULTS_EVERY = 3
"""One seed in so many has staff who come to doors and look after the room there."""
APPOINTMENTS_EVERY = 2
"""On one day in so many staff make appointments too."""
LIMITS_EVERY, LIMITS_AT = 4, 2
"""One seed in so many is at a school with pass limits."""
PINS_EVERY, PINS_AT = 5, 1
"""One seed in so many has keypads, and staff without a badge who type there."""
FORGETFUL_EVERY, FORGETFUL_AT = 7, 5
"""On one day in so many some students tap nowhere on the way in, and staff correct the record."""
SECRETS_EVERY = 16
"""One seed in so many has every message to a door read for secrets: it is slow."""


@dataclass(frozen=True, slots=True)
class Disks:
    """Makes the disks of one building: in memory, or the real journals behind the same shape."""

    door: Callable[[str, bool], DoorDisk] = lambda _, lies: MemoryDisk(lies=lies)
    building: Callable[[bool], BuildingDisk] = lambda lies: MemoryLedger(lies=lies)
    seal: Callable[[PassEvent], bytes] = lambda _: RAW
    """Returns the bytes that an event is sent as."""


IN_MEMORY = Disks()


class Day:
    """A building of `doors` doors, on the bad day that `seed` stands for."""

    def __init__(
        self, seed: int, doors: int, *, traced: bool = False, disks: Disks = IN_MEMORY
    ) -> None:
        self.seed, self.doors = seed, doors
        self.world = World(seed, traced=traced)
        rng = self.world.rng
        self.weather: Weather = draw(rng)
        self.school: School = dense_school(doors, rng.randrange(VARIANTS))
        if seed % LIMITS_EVERY == LIMITS_AT:
            self.school = with_limits(self.school, Random(f"limits of {seed}"))
        if seed % PINS_EVERY == PINS_AT:
            self.school = with_badgeless(self.school)
        if seed % FORGETFUL_EVERY == FORGETFUL_AT:
            self.school = with_short_passes(self.school)
        self.network = Network(self.world)
        self.witness = Witness(self.world, self.school)
        self.witness.reads_secrets = seed % SECRETS_EVERY == 0
        self.building = SimBuilding(self.world, self.network, self.school, self.witness)
        self.building.seal = disks.seal
        self.building.disk = disks.building(self.weather.lying_building)
        self.witness.building = self.building
        self.witness.doors = {
            room.door: SimDoor(self.world, self.network, room.door, room.id, self.witness)
            for room in self.school.roster.rooms.values()
        }
        for door in self.witness.doors.values():
            door.disk = disks.door(door.door, rng.random() < self.weather.lying_doors)
            door.clock = self._clock(rng)
            if self.witness.reads_secrets:
                door.drawn_by = draw_page
        self.people = People(self.world, self.school, self.witness)
        self.adults = Adults(self.world, self.witness)
        self.typists = Typists(self.world, self.witness, self.adults, seed)
        self.clerks = Clerks(self.world, self.building, seed)
        self.appointers = Appointers(self.world, self.school, self.building, seed)
        self.troubles = Troubles(self.world, self.network, self.witness, self.weather)

    def live(self) -> list[str]:
        """Live through the day; return the promises that were broken."""
        world, people = self.world, self.people
        if world.traced:
            world.note("day", f"{self.school.policy} {self.weather}")
        self.building.start()
        for door in self.witness.doors.values():
            door.start()
        world.run(CALM_MS)
        self.troubles.begin()
        world.after(0, people.wander)
        world.after(0, people.come_back)
        world.after(0, self._staff_answer)
        if self.seed % ADULTS_EVERY == ADULTS_EVERY - 1:
            world.after(0, self.adults.wander)
        if self.seed % APPOINTMENTS_EVERY == 0:
            world.after(0, self.appointers.make)
        if self.seed % PINS_EVERY == PINS_AT:
            world.after(0, self.typists.make_codes)
            world.after(0, self.typists.wander)
        if self.seed % FORGETFUL_EVERY == FORGETFUL_AT:
            people.forget_now_and_then(Random(f"forgotten on {self.seed}"))
            world.after(0, self.clerks.correct)
        world.run(STORM_MS)
        for each in (people, self.adults, self.appointers, self.typists, self.clerks):
            each.restless = False
        self.troubles.heal()
        until_ms = max(world.now_ms + HEALING_MS_MAX, self.network.quiet_ms + HEALING_MS_MAX // 2)
        while not self._rests() and world.now_ms < until_ms:
            people.tidy()
            self.adults.tidy()
            self._staff_tidy()
            world.run(LOOK_EVERY_MS)
        # What conflicts there are is found again by a start, whatever the lives before have said.
        self.building.stop()
        self.building.start()
        world.run(LAST_LOOK_MS)
        resting.check(self.witness)
        return self.witness.broken

    def _clock(self, rng: Random) -> DoorClock:
        weather = self.weather
        drift = rng.choice((-1, 0, 1)) * weather.drift_ppm
        rate = 1.0 + drift / 1_000_000
        if weather.trusted and rng.random() < 0.5:
            return DoorClock(wrong_ms=rng.randint(-10_000, 10_000), trusted=True, rate=rate)
        return DoorClock(wrong_ms=weather.clock_wrong_ms, rate=rate)

    def _rests(self) -> bool:
        """Say whether nobody is out, nothing is on its way and nothing is left to do."""
        mind = self.building.mind
        if mind is None or self.witness.away or not self.people.gone:
            return False
        if self.world.now_ms <= self.network.quiet_ms:
            return False
        building = mind.building
        if building.barrier is not None or any(True for _ in building.held()):
            return False
        if self._urgent_is_near(building):
            return False
        if any(resting.may_go_by_itself(door) for door in self.witness.doors.values()):
            return False
        minds = [door.keeper for door in self.witness.doors.values()]
        return all(
            m and not (len(m.state.outbox) or m.state.pending or m.state.open) for m in minds
        )

    def _urgent_is_near(self, building: Building) -> bool:
        """Say whether one starts by itself, once its student is back or its door is.

        By a clock that was set back one may only be near when the last look is over (seed 2001734).
        """
        now = self.building.now()
        looks = (now, now + timedelta(milliseconds=LAST_LOOK_MS))
        return any(o.appointment.urgent for at in looks for o in building.diary.near(at))

    def _staff_answer(self) -> None:
        """Let staff say yes or no to those who wait for it, away from the door; some they leave."""
        world, mind = self.world, self.building.mind
        if not self.people.restless:
            # A yes lets a student go at once: at the end of the day nobody is sent out any more.
            return
        world.after(world.upto(STAFF_LOOK_MS), self._staff_answer)
        if mind is None:
            return
        asked = [waiting.request.id for waiting in mind.building.approvals.in_order()]
        yes = tuple(pass_id for pass_id in asked if world.luck(0.3))
        if yes:
            self.building.give(SaidYes(yes, TEACHER))
        for pass_id in asked:
            if pass_id not in yes and world.luck(0.05):
                self.building.give(SaidNo(pass_id, "not now", TEACHER))

    def _staff_tidy(self) -> None:
        """Let staff look after students whom nobody can prove to be back."""
        mind = self.building.mind
        if mind is None:
            return
        for record in list(mind.building.held()):
            away = self.witness.away
            if record.id not in away and (record.in_doubt or record.unproved_arrivals):
                self.building.give(StaffEnded(record.id, TEACHER))
