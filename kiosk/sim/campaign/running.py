"""Many seeds, on several processors, and what came of each."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import islice

from kiosk.sim.campaign.building_mutants import BUILDING_MUTANTS
from kiosk.sim.campaign.day import IN_MEMORY, Day, Disks
from kiosk.sim.campaign.door_mutants import DOOR_MUTANTS
from kiosk.sim.campaign.line_mutants import LINE_MUTANTS
from kiosk.sim.campaign.scenarios import SCENARIOS
from kiosk.sim.campaign.staff_mutants import STAFF_MUTANTS
from kiosk.sim.campaign.telling import story
from kiosk.sim.campaign.visit_mutants import VISIT_MUTANTS
from kiosk.sim.campaign.wearing import Mutant, worn
from kiosk.sim.campaign.workers import work, workers

MUTANTS: tuple[Mutant, ...] = (
    *DOOR_MUTANTS,
    *BUILDING_MUTANTS,
    *LINE_MUTANTS,
    *VISIT_MUTANTS,
    *STAFF_MUTANTS,
)
AHEAD_A_JOB = 8
"""Seeds handed out before their turn, so that no processor waits for the next."""


DisksOf = Callable[[int], AbstractContextManager[Disks]]
"""Makes the disks of one seed's building."""


def in_memory(_seed: int) -> AbstractContextManager[Disks]:
    """Return disks in memory, for any seed."""
    return nullcontext(IN_MEMORY)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one seed."""

    seed: int
    doors: int
    broken: tuple[str, ...]
    door_hours: float
    passes: int
    messages: int
    faults: Counter[str]


@dataclass(frozen=True, slots=True)
class Death:
    """How a mutant died; neither seed nor story means that it lives."""

    mutant: str
    rule: str
    seed: int | None
    story: str | None
    broken: str

    @property
    def dead(self) -> bool:
        """Say whether something showed that the rule is missing."""
        return self.seed is not None or self.story is not None


def doors_of(seed: int) -> int:
    """Return the size of a seed's building, if none is asked for: mostly small, some huge."""
    if seed % 500 == 499:
        return 200
    if seed % 100 == 98:
        return 50
    return 20 if seed % 10 == 7 else 5


def live(seed: int, doors: int, disks_of: DisksOf = in_memory) -> Outcome:
    """Live through one seed; a mind that raises has broken every promise at once."""
    with disks_of(seed) as disks:
        day = Day(seed, doors, disks=disks)
        broken = tuple(_lived(day))
    return Outcome(
        seed,
        doors,
        broken,
        door_hours=doors * day.world.now_ms / 3_600_000,
        passes=len(day.witness.walks),
        messages=day.network.carried,
        faults=day.world.faults + Counter(lost=day.network.lost),
    )


def retell(seed: int, doors: int, disks_of: DisksOf = in_memory) -> tuple[list[str], list[str]]:
    """Live through one seed again; return its broken promises and its story."""
    with disks_of(seed) as disks:
        day = Day(seed, doors, traced=True, disks=disks)
        return _lived(day), story(day.world)


def campaign(
    seeds: Iterable[tuple[int, int]], jobs: int, disks_of: DisksOf = in_memory
) -> Iterator[Outcome]:
    """Live through many seeds (each with its doors), in order; `jobs` at a time.

    `disks_of` is called in other processes: a function of a module.
    """
    waiting = iter(seeds)
    with workers(jobs) as pool:
        first = islice(waiting, jobs * AHEAD_A_JOB)
        running = [pool.submit(work, partial(live, *each, disks_of)) for each in first]
        while running:
            yield running.pop(0).result()
            then = islice(waiting, 1)
            running += [pool.submit(work, partial(live, *each, disks_of)) for each in then]


def hunt(mutant: Mutant, seeds: Iterable[int], doors: int) -> Death:
    """Look for a seed that shows the missing rule; if none does, let its story try."""
    with worn(mutant):
        for seed in seeds:
            broken = live(seed, doors).broken
            if broken:
                return Death(mutant.name, mutant.rule, seed, None, broken[0])
    return tell_its_story(mutant)


def tell_its_story(mutant: Mutant) -> Death:
    """Let the story beside the mutant show the missing rule, if it has one."""
    scenario = SCENARIOS.get(mutant.name)
    if scenario is None:
        return Death(mutant.name, mutant.rule, None, None, "it has no story")
    with worn(mutant):
        try:
            scenario()
        except Exception as broken:  # noqa: BLE001 # a mutant's mind may fail in any way
            what = f"{type(broken).__name__}: {broken}"
            return Death(mutant.name, mutant.rule, None, scenario.__name__, what)
    return Death(mutant.name, mutant.rule, None, None, "its story shows nothing")


def hunt_all(seeds: int, doors: int, jobs: int) -> Iterator[Death]:
    """Hunt every mutant through the first `seeds` seeds, in the order of the table."""
    with workers(jobs) as pool:
        hunts = [pool.submit(work, partial(_hunt_named, m.name, seeds, doors)) for m in MUTANTS]
        for each in hunts:
            yield each.result()


def _hunt_named(name: str, seeds: int, doors: int) -> Death:
    # By name: what a mutant is made of can't be sent to another process.
    mutant = next(m for m in MUTANTS if m.name == name)
    return hunt(mutant, range(seeds), doors)


def _lived(day: Day) -> list[str]:
    try:
        return day.live()
    except Exception as fault:  # noqa: BLE001 # whatever a mind raises is this seed's finding
        return [f"a mind raised {type(fault).__name__} at {day.world.now_ms} ms: {fault}"]
