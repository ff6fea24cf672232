"""A fenced example of a page under docs/, run as a reader would run it."""

import os
import queue
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from threading import Thread
from time import monotonic
from typing import Self

from tests.architecture.tree import ROOT

LINE_S_MAX = 20.0
END_S_MAX = 10.0
PROGRAMS = {"sh": ["sh", "-c"], "python": [sys.executable, "-W", "error", "-c"]}


def examples(page: str) -> dict[str, tuple[str, str]]:
    """Language and text of each fenced block of a page that has a name, by that name."""
    text = (ROOT / "docs" / page).read_text()
    blocks = re.findall(r"^```(\w+) name=([\w-]+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return {name: (language, code) for language, name, code in blocks}


class Example:
    """A context; inside it the example runs and its lines can be read."""

    def __init__(self, page: str, name: str, environment: Mapping[str, str]) -> None:
        language, code = examples(page)[name]
        self.lines: list[str] = []
        self._command = [*PROGRAMS[language], code]
        self._environment = {**os.environ, **environment}
        self._coming: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._child: subprocess.Popen[str] | None = None
        self._reading = Thread(target=self._read)

    def poll(self, within_s: float) -> str | None:
        """The next line, if one comes in time; it is also kept in `lines`."""
        try:
            line = self._coming.get(timeout=within_s)
        except queue.Empty:
            return None
        assert line is not None, "the example ended"
        self.lines.append(line)
        return line

    def await_line(self, pattern: str) -> str:
        """The first line, of those that came or are to come, in which a pattern is found."""
        for line in self.lines:
            if re.search(pattern, line):
                return line
        until = monotonic() + LINE_S_MAX
        while monotonic() < until:
            coming = self.poll(until - monotonic())
            if coming is not None and re.search(pattern, coming):
                return coming
        raise AssertionError(f"no line has {pattern!r}; there were {self.lines}")

    def __enter__(self) -> Self:
        self._child = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", *self._command],
            stdout=subprocess.PIPE,
            env=self._environment,
            text=True,
            start_new_session=True,
        )
        self._reading.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._child is not None
        # The shell and what it started; one that has ended by itself is no fault.
        with suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGTERM)
        self._child.wait(END_S_MAX)
        self._reading.join(END_S_MAX)
        assert self._child.stdout is not None
        self._child.stdout.close()

    def _read(self) -> None:
        assert self._child is not None
        assert self._child.stdout is not None
        for line in self._child.stdout:
            self._coming.put(line.rstrip("\n"))
        self._coming.put(None)
