"""SIGTERM and SIGINT end the program through Qt's loop, so that everything closes in order."""

import signal
import socket
from collections.abc import Callable
from types import TracebackType
from typing import Self

from PySide6.QtCore import QSocketNotifier

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Ending:
    """Calls `on_end` in Qt's thread at the first SIGTERM or SIGINT while it is entered."""

    def __init__(self, on_end: Callable[[], None]) -> None:
        self._on_end = on_end
        self.has_come = False

    def __enter__(self) -> Self:
        self._read, self._write = socket.socketpair()
        for end in (self._read, self._write):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._woken)
        # Python runs a handler only between two bytecodes, which Qt's loop does not reach: the
        # byte that the interpreter writes here at once is what wakes it.
        self._wakeup_before = signal.set_wakeup_fd(self._write.fileno())
        self._before = {number: signal.signal(number, _nothing) for number in SIGNALS}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()

    def _woken(self) -> None:
        numbers = self._read.recv(64)
        if any(number in numbers for number in SIGNALS):
            self.has_come = True
            self._on_end()


def _nothing(_number: int, _frame: object) -> None:
    """Take the place of the default, which would end the process on the spot."""
