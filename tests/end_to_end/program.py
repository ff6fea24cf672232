"""One of our programs as a child process, to be killed and started again."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from kiosk.sim.broker import dies_with_us
from tests.end_to_end.patience import await_that

END_S_MAX = 20.0
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


class Program:
    """`smart-pass` with arguments; what it says is in `NAME.out` and `NAME.log`."""

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str] = OFFSCREEN,
    ) -> None:
        self.name = name
        self._environment = environment
        self.lives = 0
        self.log = folder / f"{name}.log"
        self._out = folder / f"{name}.out"
        self._command = [*dies_with_us(), sys.executable, "-m", "kiosk.cli", *arguments]
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def start(self) -> None:
        """Returns at once; `ready` waits."""
        self.lives += 1
        environment = {**os.environ, "QT_QUICK_BACKEND": "software", **self._environment}
        with self._out.open("wb") as out, self.log.open("ab") as log:
            self._child = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=out, stderr=log, env=environment
            )

    def ready(self) -> str:
        """Returns its `ready` line, whole."""
        return await_that(self._ready_line, f"{self.name} is ready", self._last_words)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self._signal(signal.SIGKILL)
        if self._child is not None:
            self._child.wait(END_S_MAX)
            self._child = None

    def stop(self) -> None:
        """Ends it in good order, and holds it to that."""
        if self._child is None:
            return
        self._signal(signal.SIGCONT)
        self._signal(signal.SIGTERM)
        child, self._child = self._child, None
        try:
            code = child.wait(END_S_MAX)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            raise
        assert code == 0, f"{self.name} ended with {code}: {self._last_words()}"

    def freeze(self) -> None:
        """Lets it hear and say nothing until `thaw`."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    @property
    def pid(self) -> int:
        assert self._child is not None, f"{self.name} does not run"
        return self._child.pid

    def faults(self, expected: str | None) -> list[str]:
        """What it logged that no kill and no lost connection explains."""
        lines = self.log.read_text(errors="replace").splitlines()
        stray = [line for line in lines if " ERROR " in line or "Error" in line]
        return [
            f"{self.name}: {x}" for x in stray if expected is None or re.search(expected, x) is None
        ]

    def _signal(self, number: signal.Signals) -> None:
        if self._child is not None:
            self._child.send_signal(number)

    def _ready_line(self) -> str | None:
        assert self.is_running, f"{self.name} ended by itself: {self._last_words()}"
        out = self._out.read_text(errors="replace")
        return next((x for x in out.splitlines(keepends=True) if x.startswith("ready")), None)

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
