"""Runs measurements one after the other and shows what they found."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from rich.console import Console

from kiosk.cli.bench.child_program import ChildProgramError
from kiosk.cli.bench.decisions import decisions_a_second, with_many_out
from kiosk.cli.bench.door_process import door_process
from kiosk.cli.bench.figures import Figure
from kiosk.cli.bench.headless_door import DoorStuckError
from kiosk.cli.bench.idle import idle
from kiosk.cli.bench.load import LoadError
from kiosk.cli.bench.table import table_of
from kiosk.cli.bench.tap_to_answer import tap_to_answer
from kiosk.cli.bench.tap_to_frame import tap_to_frame
from kiosk.cli.bench.workshop import Workshop
from kiosk.sim.broker import BrokerFailedError

DISK: Final = "/var/tmp"  # noqa: S108 # a private folder is made in it
"""Commits must reach a real disk, and /tmp is none on many machines."""
MEASUREMENTS: Final[Mapping[str, Callable[[Workshop], list[Figure]]]] = MappingProxyType(
    {
        "frame": tap_to_frame,
        "answer": tap_to_answer,
        "decisions": decisions_a_second,
        "open-passes": with_many_out,
        "door": door_process,
        "idle": idle,
    }
)
FAILURES: Final = (BrokerFailedError, ChildProgramError, DoorStuckError, LoadError)


def run_bench(names: Sequence[str], console: Console) -> list[Figure]:
    """Make the measurements called `names`, all by default, and print the table."""
    figures: list[Figure] = []
    with console.status("") as status, tempfile.TemporaryDirectory(prefix="bench-", dir=DISK) as on:
        for name in names or MEASUREMENTS:
            folder = Path(on) / name
            folder.mkdir()
            workshop = Workshop(folder, status.update)
            with workshop.kept:
                figures += MEASUREMENTS[name](workshop)
    console.print(table_of(figures))
    return figures
