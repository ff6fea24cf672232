"""The sound at a door, by `aplay` as a child process; where that is missing, silence."""

import shutil
from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QProcess

from kiosk.indicator.tones import NOTES, Cue, wav_of

PLAYERS_MAX: Final = 2
"""The one that plays and the one being stopped for it; a sound card that hangs gets no third."""
END_MS_MAX: Final = 500
"""How long a killed player may take to be gone when the door closes."""
REASON_CHARS_MAX: Final = 200
"""What of a player's own complaint is passed on; it stands in one line."""


class Sound:
    """Plays one cue at a time, the newest; tells its status once, and again when it changes."""

    def __init__(self, *, on_status: Callable[[str], None], player: str = "aplay") -> None:
        self._on_status = on_status
        self._player = player
        self._path: str | None = None
        self._wavs: dict[Cue, bytes] = {}
        self._children: list[QProcess] = []
        self._status: str | None = None

    def open(self) -> None:
        """Find the player and make the sounds; never fails."""
        self._path = shutil.which(self._player)
        if self._path is None:
            self._tell(f"sound: none ({self._player} is not installed)")
            return
        self._wavs = {cue: wav_of(notes) for cue, notes in NOTES.items()}
        self._tell(f"sound: {self._path}")

    def play(self, cue: Cue) -> None:
        """Begin a cue, in place of the one that plays."""
        for child in self._children:
            child.kill()
        if self._path is None or len(self._children) >= PLAYERS_MAX:
            return
        child = QProcess()
        child.finished.connect(partial(self._finished, child))
        child.errorOccurred.connect(partial(self._failed, child))
        self._children.append(child)
        child.start(self._path, ["-q", "-"])
        child.write(self._wavs[cue])
        child.closeWriteChannel()

    def close(self) -> None:
        """End whatever plays."""
        self._path = None
        children, self._children = self._children, []
        for child in children:
            child.kill()
            child.waitForFinished(END_MS_MAX)

    def _finished(self, child: QProcess, code: int, status: QProcess.ExitStatus) -> None:
        self._forget(child)
        if status is not QProcess.ExitStatus.NormalExit or self._path is None:
            return
        if code == 0:
            self._tell(f"sound: {self._path}")
        else:
            said = bytes(child.readAllStandardError().data()).decode(errors="replace")
            reason = " ".join(said.split())[:REASON_CHARS_MAX] or f"exit {code}"
            self._tell(f"sound: none ({self._player}: {reason})")

    def _failed(self, child: QProcess, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._forget(child)
            self._tell(f"sound: none ({self._player} does not start)")

    def _forget(self, child: QProcess) -> None:
        if child in self._children:
            self._children.remove(child)
            child.deleteLater()

    def _tell(self, status: str) -> None:
        if status != self._status:
            self._status = status
            self._on_status(status)
