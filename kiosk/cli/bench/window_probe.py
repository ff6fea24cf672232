"""A whole door whose frames are timed, in a process of its own.

`python -m kiosk.cli.bench.window_probe SETTINGS CARDS` taps the cards of the file CARDS (name and
number on each line) one after the other: raw bytes into the reader's pty, until the frame that
shows the name. Each line it prints is a tap's and an empty window's milliseconds.
"""

import sys
from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from kiosk.cli.bench.frames import frame_after, open_plain, wait_until
from kiosk.cli.logs import log_to_stderr
from kiosk.core.door.inputs import Cancelled
from kiosk.door.check import told_of
from kiosk.door.program import DoorProgram
from kiosk.door.told import Told
from kiosk.settings import load_door_settings
from kiosk.sim.card_reader import CardFraming, CardReader, card_frame
from kiosk.ui.door_window import DoorWindow
from kiosk.ui.looks import Page
from kiosk.ui.pane import Pane


def run(settings: Told, cards: list[list[str]]) -> None:
    """Tap every card, and measure the empty window beside each."""
    app = QGuiApplication(["bench"])
    reader = CardReader(settings.readers[0].path)
    reader.open()
    engine, empty = open_plain()
    program = DoorProgram(settings, Pane(None, fullscreen=False))
    program.open()
    door, window = program.window, program.window.window
    wait_until(lambda: shows(door, Page.IDLE))
    for name, number in cards:
        frame = card_frame(CardFraming.RDM6300, number)
        tap_ns = frame_after(
            window, partial(reader.send, frame), partial(shows, door, Page.CHOOSE, name)
        )
        frame_after(window, partial(program.take, Cancelled()), partial(shows, door, Page.IDLE))
        empty_ns = frame_after(
            empty, lambda: empty.setProperty("on", not empty.property("on")), lambda: True
        )
        print(tap_ns / 1e6, empty_ns / 1e6, flush=True)  # noqa: T201 # read by whoever started us
    program.close()
    reader.close()
    engine.deleteLater()
    app.processEvents()


def shows(window: DoorWindow, page: Page, name: str = "") -> bool:
    """Say whether the window is at `page`, for the student called `name`."""
    return window.face.page is page and window.face.name == name


if __name__ == "__main__":
    log_to_stderr()
    lines = Path(sys.argv[2]).read_text("utf-8").splitlines()
    run(told_of(load_door_settings(Path(sys.argv[1]))), [line.split("\t") for line in lines])
