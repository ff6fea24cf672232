"""A whole door, an empty window, or a clock, in a process of its own: what it costs.

`python -m kiosk.cli.bench.process_probe door SETTINGS`, `... empty` or `... clock`. It prints the
monotonic nanoseconds of its first frame and `ready` when it is all there (an empty window is so
before its frame). Told `weigh` on its standard input, it prints the bytes that it holds in memory;
told `spent`, the nanoseconds of CPU that all its threads have used.
"""

import sys
import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSocketNotifier
from PySide6.QtQuick import QQuickWindow

KB: Final = 1024
WINDOWS: Final = {"empty": "EmptyWindow.qml", "clock": "ClockWindow.qml"}


class Scales:
    """Tells of the first frame, and what the process costs when asked."""

    def __init__(self, window: QQuickWindow) -> None:
        self._told = False
        self._window = window
        window.frameSwapped.connect(self._swapped)
        self._asked = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        self._asked.activated.connect(self._answer)

    def _swapped(self) -> None:
        if not self._told:
            self._told = True
            say(f"frame={time.monotonic_ns()}")

    def _answer(self) -> None:
        asked = sys.stdin.readline().strip()
        if asked == "weigh":
            self._weigh()
        elif asked == "spent":
            say(f"spent={time.process_time_ns()}")
        else:
            # Whoever asked is gone: an end of file is readable for ever.
            self._asked.setEnabled(False)

    def _weigh(self) -> None:
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


def run_window(qml: str) -> int:
    """Run a window with nothing of ours in it."""
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 # as above

    from kiosk.cli.bench.frames import open_plain  # noqa: PLC0415 # as above

    app = QGuiApplication(["empty"])
    engine, window = open_plain(qml)
    scales = Scales(window)
    say("ready")
    code = app.exec()
    del scales, window, engine
    return code


if __name__ == "__main__":
    what = sys.argv[1]
    sys.exit(run_door(Path(sys.argv[2])) if what == "door" else run_window(WINDOWS[what]))
