"""One of our programs as a child process, whose lines on standard output are read one by one."""

import os
import queue
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Thread
from typing import Final

from kiosk.sim.broker import dies_with_us

LINE_S_MAX: Final = 90.0
"""No line is this long in coming: the slowest start (100,000 passes on a small machine) is 20 s."""
END_S_MAX: Final = 15.0
"""A program told to end closes its files and goes; one that hangs longer is killed."""
LOG_LINES_SHOWN: Final = 15


class ChildProgramError(RuntimeError):
    """A program ended, or said nothing in time; the text has the end of its log."""


class ChildProgram:
    """Started by `start`; its log goes to a file."""

    def __init__(self, name: str, arguments: Sequence[str], log: Path) -> None:
        """`arguments` follow the Python interpreter."""
        self._name = name
        self._arguments = arguments
        self._log = log
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reading: Thread | None = None

    @property
    def pid(self) -> int:
        """Return the process id."""
        return self._running.pid

    def start(self, environment: Mapping[str, str] | None = None) -> None:
        """Start it and return at once."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*dies_with_us(), sys.executable, *self._arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, **(environment or {})},
                text=True,
                start_new_session=True,
            )
        self._reading = Thread(target=self._read, name=f"read-{self._name}", daemon=True)
        self._reading.start()

    def line(self, within_s: float = LINE_S_MAX) -> str:
        """Return its next line; raises ChildProgramError if it ends or says none in time."""
        try:
            line = self._lines.get(timeout=within_s)
        except queue.Empty:
            raise ChildProgramError(f"{self._name} said nothing{self._last_words()}") from None
        if line is None:
            code = self._running.wait(END_S_MAX)
            raise ChildProgramError(f"{self._name} ended with {code}{self._last_words()}")
        return line

    def tell(self, line: str) -> None:
        """Give it one line on its standard input."""
        pipe = self._running.stdin
        if pipe is not None:
            pipe.write(line + "\n")
            pipe.flush()

    def end(self) -> None:
        """End it in good order, or by force when that takes too long."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(END_S_MAX)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(END_S_MAX)
        if self._reading is not None:
            self._reading.join(END_S_MAX)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    @property
    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            raise ChildProgramError(f"{self._name} is not running")
        return self._process

    def _read(self) -> None:
        pipe = self._running.stdout
        for line in pipe or ():
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)

    def _last_words(self) -> str:
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join([f"; the end of {self._log}:", *lines[-LOG_LINES_SHOWN:]])
