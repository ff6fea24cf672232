"""`smart-pass campaign`: many seeds of the simulated building, with a bar; or one, told in full."""

import signal
import sys
import time
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from kiosk.cli.real_disks import on_real_journals, on_real_journals_now_and_then
from kiosk.sim.campaign.running import (
    MUTANTS,
    Death,
    DisksOf,
    Outcome,
    campaign,
    doors_of,
    hunt_all,
    in_memory,
    retell,
)

BROKEN_SHOWN_MAX = 3
"""Broken promises told of one seed: the first ones are the cause, the trace has the rest."""
FAILED_SHOWN_MAX = 20
"""Failed seeds told one by one; of more, the number says enough."""
KILLED: Final = 128
"""What a shell adds to the number of the signal that ended a program."""


JOURNALS: Final[Mapping[str, DisksOf]] = MappingProxyType(
    {"some": on_real_journals_now_and_then, "real": on_real_journals, "memory": in_memory}
)
"""What buildings write to: one in 20 to real journals, all, or none."""


def replay_command(outcome: Outcome, journals: str) -> str:
    """Return the one command that tells a seed's story again."""
    return (
        f"./run campaign --seed {outcome.seed} --doors {outcome.doors} --journals {journals}"
        " --trace"
    )


def run_one(seed: int, doors: int | None, journals: str, *, trace: bool) -> int:
    """Live through one seed and tell it; return 1 if a promise was broken."""
    broken, story = retell(seed, doors or doors_of(seed), JOURNALS[journals])
    if trace:
        click.echo("\n".join(story))
    for promise in broken[:BROKEN_SHOWN_MAX]:
        click.secho(f"broken: {promise}", fg="red")
    if not broken:
        click.secho(f"seed {seed}: every promise was kept", fg="green")
    return 1 if broken else 0


def run_many(first: int, seeds: int, doors: int | None, jobs: int, journals: str) -> int:
    """Live through many seeds; return 1 if a promise was broken in any."""
    _end_by_signal()
    began = time.monotonic()
    every = [(seed, doors or doors_of(seed)) for seed in range(first, first + seeds)]
    failed: list[Outcome] = []
    faults: Counter[str] = Counter()
    hours, passes, messages = 0.0, 0, 0
    console = Console()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("", total=seeds)
        for number, outcome in enumerate(campaign(every, jobs, JOURNALS[journals]), 1):
            hours += outcome.door_hours
            passes += outcome.passes
            messages += outcome.messages
            faults += outcome.faults
            if outcome.broken:
                failed.append(outcome)
                _tell_failure(progress.console, outcome, journals, len(failed))
            text = (
                f"{number} seeds, {hours:,.0f} door-hours simulated,"
                f" {sum(faults.values()):,} faults, {len(failed)} broken"
            )
            progress.update(bar, completed=number, description=text)
    took_s = time.monotonic() - began
    console.print(
        f"{seeds:,} seeds in {took_s:,.0f} s ({seeds / took_s:.1f} a second with {jobs} jobs):"
        f" {hours:,.0f} door-hours, {passes:,} passes, {messages:,} messages"
    )
    told = ", ".join(f"{n:,} {kind.replace('_', ' ')}" for kind, n in sorted(faults.items()))
    console.print(f"faults: {told}")
    console.print(f"seeds with a broken promise: {len(failed)}")
    return 1 if failed else 0


def run_mutants(seeds: int, doors: int | None, jobs: int) -> int:
    """Hunt every mutant; return 1 if one lives."""
    _end_by_signal()
    table = Table(title=f"{len(MUTANTS)} mutants, at most {seeds} seeds each")
    for heading in ("mutant", "rule", "killed by", "what broke"):
        table.add_column(heading, overflow="fold")
    alive: list[Death] = []
    console = Console()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("hunting", total=len(MUTANTS))
        for death in hunt_all(seeds, doors or 5, jobs):
            killer = f"seed {death.seed}" if death.seed is not None else death.story or "NOTHING"
            table.add_row(death.mutant, death.rule, killer, death.broken.split(" at ")[0][:80])
            if not death.dead:
                alive.append(death)
            progress.advance(bar)
    console.print(table)
    console.print(f"{len(MUTANTS) - len(alive)} dead, {len(alive)} alive")
    return 1 if alive else 0


def _end_by_signal() -> None:
    """Let SIGTERM end the workers too, as Ctrl-C does."""
    signal.signal(signal.SIGTERM, _end)


def _end(number: int, _frame: object) -> NoReturn:
    sys.exit(KILLED + number)


def _tell_failure(console: Console, outcome: Outcome, journals: str, count: int) -> None:
    if count > FAILED_SHOWN_MAX:
        return
    console.print(f"[red]seed {outcome.seed}, {outcome.doors} doors[/red]", highlight=False)
    for promise in outcome.broken[:BROKEN_SHOWN_MAX]:
        console.print(f"  {promise[:300]}", markup=False, highlight=False)
    console.print(f"  {replay_command(outcome, journals)}", markup=False, highlight=False)
