"""A whole door, or an empty window, in a process of its own: when its first frame is there.

`python -m kiosk.cli.bench.process_probe door SETTINGS` or `... empty`. It prints the monotonic
nanoseconds of its first frame, `ready` when it is all there (an empty window is so before its
frame), and once told `weigh` on its standard input, the bytes that it
holds in memory.
"""

import sys
import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSocketNotifier
from PySide6.QtQuick import QQuickWindow

KB: Final = 1024


class Scales:
    """Tells of the first frame, and weighs the process when asked."""

    def __init__(self, window: QQuickWindow) -> None:
        self._told = False
        self._window = window
        window.frameSwapped.connect(self._swapped)
        self._asked = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        self._asked.activated.connect(self._weigh)

    def _swapped(self) -> None:
        if not self._told:
            self._told = True
            say(f"frame={time.monotonic_ns()}")

    def _weigh(self) -> None:
        sys.stdin.readline()
        self._asked.setEnabled(False)
        status = Path("/proc/self/status").read_text("ascii").splitlines()
        (kilobytes,) = (line.split()[1] for line in status if line.startswith("VmRSS:"))
        say(f"bytes={int(kilobytes) * KB}")


def say(line: str) -> None:
    """Tell whoever started us."""
    print(line, flush=True)  # noqa: T201 # read by whoever started us


def run_door(settings: Path) -> int:
    """Run a whole door, everything that the command `door` loads included."""
    import kiosk.cli  # noqa: F401, PLC0415 # as the command does
    from kiosk.cli.logs import log_to_stderr  # noqa: PLC0415 # an empty window must not load it
    from kiosk.door.quick_imports import import_quickly  # noqa: PLC0415 # as above

    import_quickly()
    from kiosk.door.start import run  # noqa: PLC0415 # as above

    log_to_stderr()
    return run(settings, watch=Scales)


def run_empty() -> int:
    """Run an empty window."""
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 # as above

    from kiosk.cli.bench.frames import open_empty  # noqa: PLC0415 # as above

    app = QGuiApplication(["empty"])
    engine, window = open_empty()
    scales = Scales(window)
    say("ready")
    code = app.exec()
    del scales, window, engine
    return code


if __name__ == "__main__":
    sys.exit(run_door(Path(sys.argv[2])) if sys.argv[1] == "door" else run_empty())
