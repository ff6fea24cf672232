"""The broker and the wires: everything that is said goes through here, or gets lost here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from kiosk.core.ids import DoorId
from kiosk.core.ports import WireMessage
from kiosk.sim.campaign.weather import CALM, Weather
from kiosk.sim.campaign.world import World


@dataclass(slots=True)
class Wire:
    """How one door's way to the broker is."""

    door: DoorId
    broken: bool = False
    """Nothing gets through, and nobody is told."""
    clogged: list[Callable[[], None]] | None = None
    """What waits, in order, for the wire to be free again."""
    heard: Callable[[WireMessage], None] = field(default=lambda _: None)


class Network:
    """Carries messages; they may get there twice, late, in another order or never."""

    def __init__(self, world: World) -> None:
        self.weather: Weather = CALM
        self.broker_up = True
        self.wires: dict[DoorId, Wire] = {}
        self.building_heard: Callable[[DoorId, WireMessage], None]
        self.carried = 0
        self.quiet_ms = 0
        """When everything that is on its way now has arrived."""
        self.lost = 0
        self.overheard: Callable[[WireMessage], None] | None = None
        """Gets every message that anybody sends, lost ones too."""
        self._world = world

    def to_building(self, door: DoorId, message: WireMessage) -> None:
        """Carry what a door says."""
        if self.overheard is not None:
            self.overheard(message)
        wire = self.wires[door]
        if not wire.broken:
            self._carry(wire, partial(self.building_heard, door, message))

    def to_door(self, door: DoorId, message: WireMessage) -> None:
        """Carry what the aggregator says to one door."""
        if self.overheard is not None:
            self.overheard(message)
        wire = self.wires[door]
        if not wire.broken:
            self._carry(wire, partial(wire.heard, message))

    def free(self, wire: Wire) -> None:
        """Let a clogged wire pour out what waited."""
        waited, wire.clogged = wire.clogged or [], None
        for deliver in waited:
            self._world.after(self._world.upto(20), deliver)

    def _carry(self, wire: Wire, deliver: Callable[[], None]) -> None:
        world, weather = self._world, self.weather
        self.carried += 1
        if not self.broker_up or (weather.loss and world.chance() < weather.loss):
            self.lost += 1
            return
        if wire.clogged is not None:
            wire.clogged.append(deliver)
            return
        self._send(deliver)
        if weather.twice and world.chance() < weather.twice:
            world.faults["twice"] += 1
            self._send(deliver)

    def _send(self, deliver: Callable[[], None]) -> None:
        world, weather = self._world, self.weather
        way_ms = weather.delay_ms
        if weather.late and world.chance() < weather.late:
            world.faults["late"] += 1
            way_ms = weather.late_ms
        way_ms = 1 + int(world.chance() * way_ms)
        self.quiet_ms = max(self.quiet_ms, world.now_ms + way_ms)
        world.after(way_ms, deliver)
