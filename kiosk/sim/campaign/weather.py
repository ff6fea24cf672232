"""How bad one day is: faults are mixed anew for each seed, so that some days have one kind only."""

from dataclasses import dataclass
from enum import StrEnum, unique
from random import Random


@unique
class Trouble(StrEnum):
    """What strikes out of the blue, now here, now there."""

    DOOR_CRASH = "door_crash"
    DOOR_OFF = "door_off"
    BUILDING_CRASH = "building_crash"
    BROKER_CRASH = "broker_crash"
    LINK_CUT = "link_cut"
    HALF_OPEN = "half_open"
    PARTITION = "partition"
    CLOG = "clog"
    CARD_ROLLED_BACK = "card_rolled_back"
    CARD_SWAPPED = "card_swapped"
    RESTORE = "restore"
    CLOCK_STEP = "clock_step"
    HOLD = "hold"
    BARRIER_WAVED = "barrier_waved"


HONEST = (
    Trouble.DOOR_CRASH,
    Trouble.DOOR_OFF,
    Trouble.BUILDING_CRASH,
    Trouble.BROKER_CRASH,
    Trouble.LINK_CUT,
    Trouble.HALF_OPEN,
    Trouble.PARTITION,
    Trouble.CLOG,
    Trouble.CLOCK_STEP,
    Trouble.HOLD,
)
FORGETFUL = (Trouble.CARD_ROLLED_BACK, Trouble.CARD_SWAPPED, Trouble.RESTORE)
FORGETFUL_DAYS = 0.4
"""Share of days on which some disk lies, goes back or is another one."""


@dataclass(frozen=True, slots=True)
class Weather:
    """Chances are per message, per command carried out, per batch and per commit."""

    loss: float = 0.0
    twice: float = 0.0
    late: float = 0.0
    late_ms: int = 5_000
    delay_ms: int = 5
    door_crash: float = 0.0
    building_crash: float = 0.0
    stall: float = 0.0
    stall_ms: int = 6_000
    away_ms: int = 300
    """How long a door can be without its link, once that is cut."""
    drift_ppm: int = 0
    clock_wrong_ms: int = 0
    """How far a door's own clock can be off, which nobody believes."""
    trusted: bool = False
    """Some doors have clocks that are believed, and nearly right."""
    lying_doors: float = 0.0
    """Share of doors whose disks say "durable" too early."""
    lying_building: bool = False
    troubles: tuple[Trouble, ...] = ()
    trouble_every_ms: int = 10_000


CALM = Weather()
NINETEEN_SEVENTY_MS = 56 * 365 * 24 * 3_600_000
HOUR_MS = 3_600_000


def draw(rng: Random) -> Weather:
    """Return a mixture of faults."""

    def maybe(value: float, share: float = 0.5) -> float:
        return value if rng.random() < share else 0.0

    forgetful = rng.random() < FORGETFUL_DAYS
    troubles = [t for t in HONEST if rng.random() < 0.5]
    if forgetful:
        troubles += [t for t in FORGETFUL if rng.random() < 0.5]
        if Trouble.RESTORE in troubles and rng.random() < 0.3:
            troubles.append(Trouble.BARRIER_WAVED)
    return Weather(
        loss=maybe(rng.choice((0.02, 0.1, 0.3))),
        twice=maybe(rng.choice((0.05, 0.3))),
        late=maybe(rng.choice((0.01, 0.1))),
        late_ms=rng.choice((2_000, 5_000, 20_000, 120_000)),
        delay_ms=rng.choice((5, 50, 400, 1_500)),
        door_crash=maybe(0.002),
        building_crash=maybe(0.01),
        stall=maybe(0.1),
        away_ms=rng.choice((300, 3_000, 60_000)),
        drift_ppm=rng.choice((0, 300)),
        clock_wrong_ms=rng.choice((0, HOUR_MS, NINETEEN_SEVENTY_MS)),
        trusted=rng.random() < 0.25,
        lying_doors=maybe(rng.choice((0.3, 1.0))) if forgetful else 0.0,
        lying_building=forgetful and rng.random() < 0.3,
        troubles=tuple(troubles),
        trouble_every_ms=rng.choice((3_000, 10_000, 30_000)),
    )
