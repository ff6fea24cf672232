"""The aggregator without its database: the floor that its decisions a second stand beside.

`python -m kiosk.cli.bench.undurable SETTINGS` is `smart-pass aggregator SETTINGS`, all of it, but
for the commits.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.aggregator.program import run
from kiosk.cli.logs import log_to_stderr
from kiosk.core.aggregator.buildingbook import BuildingChange
from kiosk.settings import load_aggregator_settings
from kiosk.store.building_journal import BuildingJournal


class UndurableJournal(BuildingJournal):
    """Opens like the real one and keeps nothing."""

    def commit(self, changes: Sequence[BuildingChange]) -> None:
        """Forget the changes."""


if __name__ == "__main__":
    log_to_stderr()
    sys.exit(run(load_aggregator_settings(Path(sys.argv[1])), UndurableJournal))
