"""A real X server with a screen in memory, for windows that a kiosk's would be."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from kiosk.sim.broker import dies_with_us

SCREEN = "1280x800x24"


@contextmanager
def display() -> Iterator[Mapping[str, str]]:
    """Yields the environment of a program whose window comes up on a display of its own."""
    told, tell = os.pipe()
    server = subprocess.Popen(
        [
            *dies_with_us(),
            "Xvfb",
            "-displayfd",
            str(tell),
            "-screen",
            "0",
            SCREEN,
            "-nolisten",
            "tcp",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[tell],
    )
    os.close(tell)
    try:
        # Waits until the server has chosen, or is gone.
        with os.fdopen(told) as line:
            number = line.readline().strip()
        assert number, "Xvfb found no display"
        yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait()
