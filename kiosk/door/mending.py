"""A door whose settings can't be used: the screen says what is wrong until that is mended."""

import logging
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QTimer

from kiosk.core.door.inputs import DoorInput
from kiosk.core.door.scene import Scene, Screen, Signal
from kiosk.door.checking import Checking, WrongSettingsError
from kiosk.door.told import FaultReport
from kiosk.ui.door_window import DoorWindow
from kiosk.ui.pane import Pane

_log = logging.getLogger(__name__)

LOOK_EVERY_MS: Final = 1_000
CHECK_EVERY_S: Final = 30.0
"""A fault may lie outside the file, such as a key file that is not there: it is checked again
without a change, and not in every second, for a check takes one on a small machine."""


class Mending:
    """Stands in for a door until its settings may be used."""

    def __init__(self, path: Path, pane: Pane, room: str, language: str = "en") -> None:
        self._path = path
        self._room = room
        self._language = language
        self._window = DoorWindow(_ignore, _now, _mono_ms, ZoneInfo("UTC"), pane)
        self._seen = _state_of(path)
        self._checked_s = time.monotonic()
        self._report: FaultReport | None = None

    def wait(self, report: FaultReport) -> None:
        """Show `report`, and each one after it, until there is none or the program is to end."""
        self._window.open()
        self._show(report)
        look = QTimer(interval=LOOK_EVERY_MS)
        look.timeout.connect(self._look)
        look.start()
        QCoreApplication.exec()
        look.stop()
        self._window.close()

    def _show(self, report: FaultReport) -> None:
        if report == self._report:
            return
        self._report = report
        _log.error("%s", report.text)
        self._window.show(
            Scene(
                Screen.WRONG_SETTINGS,
                Signal.FAULT,
                room=self._room,
                language=self._language,
                faults=report.faults,
                file=str(self._path),
            )
        )

    def _look(self) -> None:
        seen, now_s = _state_of(self._path), time.monotonic()
        if seen == self._seen and now_s - self._checked_s < CHECK_EVERY_S:
            return
        self._seen, self._checked_s = seen, now_s
        checking = Checking(self._path)
        checking.start()
        try:
            checking.outcome()
        except WrongSettingsError as error:
            self._show(error.report)
        else:
            QCoreApplication.quit()


def _state_of(path: Path) -> tuple[int, int, int] | None:
    """Return what differs once a file has been written; None while there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _ignore(_touched: DoorInput) -> None:
    """A door without settings has no mind to give a touch to."""


def _now() -> datetime:
    return datetime.now(UTC)


def _mono_ms() -> int:
    return time.monotonic_ns() // 1_000_000
