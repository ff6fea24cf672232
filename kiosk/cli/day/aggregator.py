"""The aggregator by the day's clock: all of it, but what time it is.

`python -m kiosk.cli.day.aggregator SETTINGS FOLDER` is `smart-pass aggregator SETTINGS`.
"""

import sys
from pathlib import Path

from kiosk.aggregator.program import run
from kiosk.cli.day.folder import DayFolder
from kiosk.cli.logs import log_to_stderr
from kiosk.core.aggregator import coordinator
from kiosk.settings import load_aggregator_settings
from kiosk.sim.day.spec import DaySpec


def main(settings: Path, folder: DayFolder) -> int:
    """Run until told to end."""
    spec = DaySpec.read(folder.spec)
    # Doors send heartbeats in real time: three are missed after three times as long by this clock.
    coordinator.DOOR_SILENT_MAX *= max(1.0, spec.speed)
    return run(load_aggregator_settings(settings), now=folder.clock(spec).now)


if __name__ == "__main__":
    log_to_stderr()
    sys.exit(main(Path(sys.argv[1]), DayFolder(Path(sys.argv[2]))))
