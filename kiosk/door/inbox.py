"""The inbox: the one way from another thread into Qt's."""

import os
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QSocketNotifier

HELD_MAX = 10_000
"""Items that may wait for Qt's thread: at the wire's 16 KiB each they stay under 160 MiB, and the
protocol sends again whatever is dropped beyond that."""

T = TypeVar("T")


class Inbox(Generic[T]):
    """Hands items to `on_items` in Qt's thread, in order, all that wait at once."""

    def __init__(self, on_items: Callable[[list[T]], None]) -> None:
        self._on_items = on_items
        self._items: deque[T] = deque()
        self._fd: int | None = None
        self._notifier: QSocketNotifier | None = None

    def open(self) -> None:
        """Begin to hand on; needs a running Qt application."""
        self._fd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._notifier = QSocketNotifier(self._fd, QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._drain)

    def put(self, item: T) -> None:
        """Leave an item, from any thread; dropped when the inbox is full or closed."""
        if self._fd is None or len(self._items) >= HELD_MAX:
            return
        self._items.append(item)
        os.eventfd_write(self._fd, 1)

    def close(self) -> None:
        """Stop handing on, and forget what waits; every thread that puts must have ended before."""
        self._items.clear()
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            # Not at once: this may be called from what the notifier itself has called.
            self._notifier.deleteLater()
            self._notifier = None
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _drain(self) -> None:
        if self._fd is None:
            return
        os.eventfd_read(self._fd)
        items = []
        while self._items:
            items.append(self._items.popleft())
        if items:
            self._on_items(items)
