"""`smart-pass day`: the day with a bar, then its reckoning."""

import signal
import sys
from typing import Final, NoReturn

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from kiosk.cli.bench.child_program import ChildProgramError
from kiosk.cli.day.program import play
from kiosk.cli.day.report import reckon, show
from kiosk.cli.staff_acts import StaffActError
from kiosk.sim.broker import BrokerFailedError
from kiosk.sim.day.spec import DaySpec

DISK: Final = "/var/tmp"  # noqa: S108 # a private folder is made in it
"""Commits must reach a real disk, and /tmp is none on many machines."""
FAILURES: Final = (BrokerFailedError, ChildProgramError, StaffActError)
ENDED_BY_TERM: Final = 143


def run_day(spec: DaySpec, console: Console) -> int:
    """Play a day and tell what came of it; return 1 if a promise was broken."""
    # All that was started, and the folder, goes the same way as after Ctrl-C.
    signal.signal(signal.SIGTERM, _end)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("", total=1.0)
        played, kept = play(
            spec, lambda text, done: progress.update(bar, completed=done, description=text), DISK
        )
    with kept:
        good = show(console, played, reckon(played))
    return 0 if good else 1


def _end(_number: int, _frame: object) -> NoReturn:
    sys.exit(ENDED_BY_TERM)
