"""`./run durability`: the long campaign; ends with 1 if anything was lost."""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, Final

import click

from tests.durability.building_work import BuildingWork
from tests.durability.door_work import DoorWork
from tests.durability.failing_life import failing_lives
from tests.durability.io_errors import TROUBLES, io_errors
from tests.durability.power_cuts import Cut, power_cuts
from tests.durability.story import LostError, Work

WORKS: Final[dict[str, tuple[Work[Any], Work[Any]]]] = {
    "door": (DoorWork(), DoorWork(lives_max=4, commits_max=3)),
    "building": (BuildingWork(), BuildingWork(lives_max=4, commits_max=3)),
}
"""For power cuts, and for failing calls, which live a story anew for each call of it."""
SPELLS: Final = (1, 30)
"""How many calls fail together: one, and about as many as a commit, its end and a start make."""
STORIES: Final = 3
"""How many seeds' stories have each call fail: among any three some start on what was kept."""
LOSSES_SHOWN_MAX: Final = 5
AGAIN: Final = "./run durability --part {} --only {} --seed {} --points 1"


def _whole_seeds(work: Work[Any], first: int, points: int, folder: Path) -> Iterator[Cut]:
    done = 0
    for seed in count(first):
        if done >= points:
            return
        for cut in power_cuts(work, seed, folder):
            done += 1
            yield cut


def _cuts(name: str, seed: int, points: int, folder: Path) -> list[str]:
    losses, done, seeds = [], 0, set()
    with click.progressbar(
        _whole_seeds(WORKS[name][0], seed, points, folder),
        length=points,
        label=f"power cuts, {name}",
    ) as cuts:
        for cut in cuts:
            done += 1
            seeds.add(cut.seed)
            if cut.lost:
                losses.append(f"{cut}\n  again: {AGAIN.format('cuts', name, cut.seed)}")
    click.echo(f"{name}: {done:,} power cuts over {len(seeds)} seeds, {len(losses)} losses")
    return losses


def _errors(name: str, seed: int, folder: Path) -> list[str]:
    losses = []
    for kind in TROUBLES:
        for spell in SPELLS:
            troubles = list(io_errors(WORKS[name][1], seed, kind, folder, spell=spell))
            told = sum(trouble.told for trouble in troubles)
            found = [
                f"{trouble}\n  again: {AGAIN.format('errors', name, seed)}"
                for trouble in troubles
                if trouble.lost
            ]
            click.echo(
                f"{name} seed {seed}: {kind} for {spell} at each of {len(troubles)} calls, "
                f"told {told} times, {len(found)} losses"
            )
            losses += found
    return losses


def _lives(folder: Path) -> list[str]:
    losses = []
    for kind in TROUBLES:
        try:
            doors = list(failing_lives(kind, folder))
        except LostError as lost:
            losses.append(str(lost))
            continue
        lit = sum(len(door.lit) for door in doors)
        click.echo(f"life: {kind} at each of {len(doors)} calls, {lit} green lights, all on disk")
    return losses


@click.command()
@click.option("--points", default=30_000, show_default=True, help="Power cuts; whole seeds.")
@click.option("--seed", default=0, show_default=True, help="The first seed.")
@click.option("--only", type=click.Choice(list(WORKS)), help="One of the two journals.")
@click.option("--part", type=click.Choice(["cuts", "errors", "life"]), help="One part only.")
def main(points: int, seed: int, only: str | None, part: str | None) -> None:
    """Cut the power and fail calls under the real journals, and look what is found after it."""
    names: Iterable[str] = [only] if only else list(WORKS)
    losses = []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "files"
        for name in names:
            if part in {None, "cuts"}:
                losses += _cuts(name, seed, points if only else points // 2, folder)
        for name in names:
            if part in {None, "errors"}:
                for each in range(seed, seed + STORIES):
                    losses += _errors(name, each, Path(made) / f"errors-{name}")
        if part in {None, "life"}:
            (Path(made) / "life").mkdir()
            losses += _lives(Path(made) / "life")
    for loss in losses[:LOSSES_SHOWN_MAX]:
        click.echo(loss, err=True)
    click.echo(f"{len(losses)} losses")
    sys.exit(1 if losses else 0)


if __name__ == "__main__":
    main()
