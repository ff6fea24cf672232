"""What strikes out of the blue: each kind of trouble, and how it heals."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from kiosk.core.aggregator.coordination import BarrierWaved, HoldsSet
from kiosk.core.rule import Holds
from kiosk.sim.campaign.door_disk import PutBack
from kiosk.sim.campaign.network import Network
from kiosk.sim.campaign.schools import TEACHER
from kiosk.sim.campaign.sim_door import SimDoor
from kiosk.sim.campaign.weather import CALM, HOUR_MS, Trouble, Weather
from kiosk.sim.campaign.witness import Witness
from kiosk.sim.campaign.world import World

TROUBLE_MS = 30_000
"""How long a lasting trouble lasts at most."""


class Troubles:
    """Brings one thing after another over the building, until it is told to stop."""

    def __init__(self, world: World, network: Network, witness: Witness, weather: Weather) -> None:
        self._world, self._network, self._witness = world, network, witness
        self._weather = weather
        self._on = False
        self._doors: list[SimDoor] = list(witness.doors.values())
        self._images: dict[SimDoor, PutBack] = {}
        self._backup: PutBack | None = None

    def begin(self) -> None:
        """Let the storm begin."""
        self._on = True
        self._settle_all()
        for door in self._doors:
            door.away_ms_max = self._weather.away_ms
        self._network.weather = self._weather
        self._world.after(0, self._strike)
        self._world.after(self._world.upto(20_000), self._take_images)
        if self._weather.lying_doors or self._weather.lying_building:
            self._world.after(self._world.upto(5_000), self._settle)

    def heal(self) -> None:
        """Let everything be well again, from now on."""
        self._on = False
        self._network.weather = CALM
        self._network.broker_up = True
        self._settle_all()
        for door in self._doors:
            door.wire.broken = False
            self._network.free(door.wire)
            door.away_ms_max = CALM.away_ms
        building = self._witness.building
        building.give(HoldsSet(Holds(), TEACHER))
        building.linked = True

    def _strike(self) -> None:
        if not self._on:
            return
        world = self._world
        world.after(world.upto(2 * self._weather.trouble_every_ms), self._strike)
        if self._weather.troubles:
            trouble = world.rng.choice(self._weather.troubles)
            door = world.rng.choice(self._doors)
            world.fault(trouble.value, door.door)
            self._bring(trouble, door)

    def _bring(self, trouble: Trouble, door: SimDoor) -> None:
        world, building = self._world, self._witness.building
        match trouble:
            case Trouble.DOOR_CRASH:
                door.crash()
            case Trouble.DOOR_OFF:
                door.crash(off_ms=world.upto(TROUBLE_MS))
            case Trouble.BUILDING_CRASH:
                building.crash()
            case Trouble.BROKER_CRASH:
                self._break_broker()
            case Trouble.LINK_CUT:
                door.cut()
            case Trouble.HALF_OPEN:
                self._break_wires([door])
            case Trouble.PARTITION:
                self._break_wires(world.rng.sample(self._doors, world.upto(len(self._doors))))
            case Trouble.CLOG:
                self._clog()
            case Trouble.CARD_ROLLED_BACK | Trouble.CARD_SWAPPED:
                self._change_card(door, blank=trouble is Trouble.CARD_SWAPPED)
            case Trouble.RESTORE:
                self._restore()
            case Trouble.CLOCK_STEP:
                self._step_clock(door)
            case Trouble.HOLD:
                building.give(HoldsSet(self._holds(), TEACHER))
            case Trouble.BARRIER_WAVED:
                if building.mind is not None and building.mind.building.barrier is not None:
                    self._witness.waved()
                    building.give(BarrierWaved(TEACHER))

    def _holds(self) -> Holds:
        """Return what staff stop now: everything, something, or nothing any more."""
        world, roster = self._world, self._witness.school.roster
        dice = world.chance()
        if dice < 0.2:
            return Holds(hold=True)
        if dice < 0.4:
            return Holds(
                rooms=frozenset({world.rng.choice(sorted(roster.rooms))}),
                destinations=frozenset({world.rng.choice(sorted(roster.destinations))}),
                students=frozenset(world.rng.sample(sorted(roster.students), 2)),
            )
        return Holds()

    # --- wires ----------------------------------------------------------------------------------

    def _break_broker(self) -> None:
        self._network.broker_up = self._witness.building.linked = False
        for door in self._doors:
            door.cut()
        self._world.after(self._world.upto(4_000), self._mend_broker)

    def _mend_broker(self) -> None:
        self._network.broker_up = True
        self._world.after(self._world.upto(1_000), self._witness.building.relink)

    def _break_wires(self, doors: list[SimDoor]) -> None:
        for door in doors:
            door.wire.broken = True
            self._world.after(self._world.upto(TROUBLE_MS), partial(self._mend_wire, door))

    def _mend_wire(self, door: SimDoor) -> None:
        door.wire.broken = False

    def _clog(self) -> None:
        """Clog wires one after the other, and free them in another order (swizzle-clog)."""
        world = self._world
        some = world.rng.sample(self._doors, world.upto(len(self._doors)))
        for door in some:
            world.after(world.upto(3_000), partial(self._clog_wire, door))
            world.after(3_000 + world.upto(10_000), self._network.free, door.wire)

    def _clog_wire(self, door: SimDoor) -> None:
        if self._on and door.wire.clogged is None:
            door.wire.clogged = []

    # --- disks and clocks -----------------------------------------------------------------------

    def _take_images(self) -> None:
        """Keep what cards and record are now: what comes back later is one of these."""
        if not self._on:
            return
        self._world.after(self._world.upto(30_000), self._take_images)
        if Trouble.RESTORE in self._weather.troubles:
            self._backup = self._witness.building.disk.image()
        if Trouble.CARD_ROLLED_BACK in self._weather.troubles:
            for door in self._doors:
                if self._world.chance() < 0.5:
                    self._images[door] = door.disk.image()

    def _settle(self) -> None:
        """Let one lying disk or another write at last."""
        if not self._on:
            return
        self._world.after(self._world.upto(5_000), self._settle)
        for door in self._doors:
            if self._world.luck(0.5):
                door.disk.settle()
        self._witness.building.disk.settle()

    def _settle_all(self) -> None:
        """Let every lying disk write at last."""
        for door in self._doors:
            door.disk.settle()
        self._witness.building.disk.settle()

    def _change_card(self, door: SimDoor, *, blank: bool) -> None:
        put_back = door.disk.swap if blank else self._images.get(door)
        if put_back is not None:
            door.crash()
            put_back()
            self._witness.card_changed(door)

    def _restore(self) -> None:
        building = self._witness.building
        if self._backup is not None:
            building.crash()
            self._backup()
            self._witness.forgot()

    def _step_clock(self, door: SimDoor) -> None:
        """Set a door's clock back, which nobody believes, or the aggregator's, which all do."""
        building = self._witness.building
        if self._world.luck(0.3):
            building.behind += timedelta(milliseconds=self._world.upto(HOUR_MS))
        if door.clock.trusted:
            return
        door.clock = replace(door.clock, wrong_ms=door.clock.wrong_ms + self._world.upto(HOUR_MS))
