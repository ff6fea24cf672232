"""Starts a door: first the window, so that somebody who waits sees it come, then all the rest."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow

from kiosk.door.checking import Checking, WrongSettingsError
from kiosk.door.ending import Ending
from kiosk.door.glance import Glance, glance_at
from kiosk.ui.pane import Pane

if TYPE_CHECKING:
    # Not before the first frame: with it comes everything else.
    from kiosk.door.program import DoorProgram

DRAWING: Final = {"QT_QUICK_BACKEND": "software", "QT_QPA_UPDATE_IDLE_TIME": "0"}
"""How Qt draws unless the machine says otherwise: half the memory of a GL driver in software, and
no pause of 5 ms before each frame."""
UNSEEN: Final = ("offscreen", "minimal")
"""Qt's platforms that put nothing on a screen."""
FRAME_WITHIN_MS: Final = 1_000
"""A window that is hidden, or on no screen, draws nothing, and its door must start all the same."""


def run(
    path: Path,
    attach: "Callable[[DoorProgram], object] | None" = None,
    watch: Callable[[QQuickWindow], object] | None = None,
    *,
    seen: bool | None = None,
) -> int:
    """Run the door that `path` tells of until SIGTERM or SIGINT; return the exit status.

    Prints `ready` when a card can be tapped. What `watch` makes of the window before its first
    frame, and `attach` of the open program, is kept for as long as it runs. Settings that can't be
    used are told on the screen until they are mended; where nobody can see one (by default an
    offscreen one; `seen` says otherwise), WrongSettingsError is raised instead.
    """
    for name, value in DRAWING.items():
        os.environ.setdefault(name, value)
    app = QGuiApplication.instance() or QGuiApplication(["smart-pass"])
    if seen is None:
        seen = QGuiApplication.platformName() not in UNSEEN
    with Ending(app.quit) as ending:
        while True:
            try:
                return _run_once(path, attach, watch, ending)
            except WrongSettingsError as error:
                if not seen:
                    raise
                _mend(path, error)
            if ending.has_come:
                return 0


def _run_once(
    path: Path,
    attach: "Callable[[DoorProgram], object] | None",
    watch: Callable[[QQuickWindow], object] | None,
    ending: Ending,
) -> int:
    pane = _pane(glance_at(path))
    pane.open()
    try:
        kept = [watch(pane.window)] if watch else []
        pane.await_frame(FRAME_WITHIN_MS)
        program = _program(path, pane)
        program.open()
        if attach:
            kept.append(attach(program))
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        code = 0 if ending.has_come else QGuiApplication.exec()
        program.close()
        del kept
    finally:
        pane.close()
    return code


def _mend(path: Path, error: WrongSettingsError) -> None:
    from kiosk.door.mending import Mending  # noqa: PLC0415 # after the first frame

    glance = glance_at(path)
    Mending(path, _pane(glance), glance.room, glance.language).wait(error.report)


def _pane(glance: Glance) -> Pane:
    fullscreen, room, language = glance.fullscreen, glance.room, glance.language
    return Pane(glance.size, fullscreen=fullscreen, room=room, language=language)


def _program(path: Path, pane: Pane) -> "DoorProgram":
    # The check runs while the program is loaded; earlier it would hold up the first frame.
    checking = Checking(path)
    checking.start()
    from kiosk.door.program import DoorProgram  # noqa: PLC0415 # after the first frame

    told = checking.outcome()
    told.data_dir.mkdir(parents=True, exist_ok=True)
    return DoorProgram(told, pane)
