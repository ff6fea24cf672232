"""One program of the demo as a child process: started, awaited, started again, ended."""

import asyncio
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from kiosk.sim.broker import dies_with_us

READY_WITHIN_S: Final = 60.0
"""A program is ready in about a second; a small machine under load may take many times that."""
END_WITHIN_S: Final = 5.0
"""A program told to end closes its files and goes; one that hangs longer is killed."""
LOG_LINES_SHOWN: Final = 15
"""What a report quotes of a log: enough for a stack's last calls and the error."""


class ChildFailedError(RuntimeError):
    """A program did not get ready; the text has the end of its log."""


class Child:
    """One child process, which says `ready` on its standard output when it is."""

    def __init__(
        self, name: str, command: Sequence[str], log: Path, environment: Mapping[str, str]
    ) -> None:
        self.name = name
        self._command = command
        self._log = log
        self._environment = environment
        self._process: Process | None = None
        self._reading: asyncio.Task[None] | None = None

    async def start(self) -> dict[str, str]:
        """Start it and return what its `ready` line says; raises ChildFailedError if none comes."""
        with self._log.open("ab") as log:
            # A session of its own: a Ctrl-C in the terminal is ours to pass on, in good order.
            self._process = await asyncio.create_subprocess_exec(
                *dies_with_us(),
                *self._command,
                stdin=DEVNULL,
                stdout=PIPE,
                stderr=log,
                env=dict(self._environment),
                start_new_session=True,
            )
        try:
            ready = await asyncio.wait_for(self._ready_line(self._process), READY_WITHIN_S)
        except TimeoutError:
            raise ChildFailedError(
                f"{self.name} was not ready within {READY_WITHIN_S:.0f} s{self.last_words()}"
            ) from None
        if ready is None:
            code = await self._process.wait()
            raise ChildFailedError(f"{self.name} {how_ended(code)}{self.last_words()}")
        self._reading = asyncio.create_task(self._drain(self._process))
        return dict(part.split("=", 1) for part in ready.split() if "=" in part)

    async def ended(self) -> int:
        """Wait for its end and return its exit code, negative for a signal."""
        return await self._process.wait() if self._process is not None else 0

    async def stop(self) -> None:
        """End it in good order, or by force when that takes too long."""
        process = self._process
        if process is None:
            return
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), END_WITHIN_S)
            except TimeoutError:
                process.kill()
                await process.wait()
        if self._reading is not None:
            await self._reading
        self._process = self._reading = None

    def last_words(self) -> str:
        """Return the end of its log, ready to be put after a sentence."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join([f"; the end of {self._log}:", *lines[-LOG_LINES_SHOWN:]])

    async def _ready_line(self, process: Process) -> str | None:
        while process.stdout is not None and (line := await process.stdout.readline()):
            text = line.decode(errors="replace").strip()
            if text.split(" ")[0] == "ready":
                return text
        return None

    async def _drain(self, process: Process) -> None:
        # A full pipe would stop the program at its next line.
        while process.stdout is not None and await process.stdout.read(65536):
            pass


def how_ended(code: int) -> str:
    """Say how a process ended, from its exit code."""
    if code >= 0:
        return f"ended with code {code}"
    return f"was ended by {signal.Signals(-code).name}"
