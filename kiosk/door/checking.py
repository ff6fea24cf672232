"""A door's settings, checked by a child process while the door itself starts."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QProcess

if TYPE_CHECKING:
    from kiosk.door.told import FaultReport, Told

CHECK_MS_MAX: Final = 60_000
"""A check takes a second on a small machine; one that hangs must not keep a door from saying so."""
FAULTY: Final = 3
"""What a check ends with when it has found faults; anything else but 0 is a fault of its own."""


class WrongSettingsError(Exception):
    """The settings can't be used; str() is the whole report, a line for each fault."""

    def __init__(self, report: "FaultReport") -> None:
        super().__init__(report.text)
        self.report = report


class Checking:
    """One check of one file."""

    def __init__(self, path: Path) -> None:
        self._process = QProcess()
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self._process.setProgram(sys.executable)
        self._process.setArguments(["-m", "kiosk.door.check", str(path)])

    def start(self) -> None:
        """Begin; returns at once."""
        self._process.start()

    def outcome(self) -> "Told":
        """Return the checked settings, when they are; raises WrongSettingsError."""
        from kiosk.door.told import read_faults, read_told  # noqa: PLC0415 # after the first frame

        process = self._process
        if not process.waitForFinished(CHECK_MS_MAX) and process.state() is not ENDED:
            process.kill()
            process.waitForFinished()
        text = bytes(process.readAllStandardOutput().data())
        if process.exitStatus() is not QProcess.ExitStatus.NormalExit or process.exitCode():
            if process.exitCode() == FAULTY:
                raise WrongSettingsError(read_faults(text))
            raise RuntimeError(f"the settings could not be checked: {process.errorString()}")
        return read_told(text)


ENDED: Final = QProcess.ProcessState.NotRunning
