"""Frames of a window: the first one swapped after something happened that has what is wanted."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

FRAME_MS_MAX: Final = 20_000
"""A frame is there within 100 ms; a start of everything within seconds."""
HERE: Final = Path(__file__).parent


class NoFrameError(RuntimeError):
    """The wanted frame did not come."""


def frame_after(window: QQuickWindow, act: Callable[[], object], wanted: Callable[[], bool]) -> int:
    """Act, then return nanoseconds until the first frame was swapped that was as wanted.

    `wanted` is asked after each frame and must be about what that frame was drawn from: offscreen
    everything is drawn in this one thread, so it is.
    """
    loop = QEventLoop()
    swapped_ns = 0

    def swapped() -> None:
        nonlocal swapped_ns
        now_ns = time.perf_counter_ns()
        if not swapped_ns and wanted():
            swapped_ns = now_ns
            loop.quit()

    late = QTimer(singleShot=True)
    late.timeout.connect(loop.quit)
    window.frameSwapped.connect(swapped)
    try:
        late.start(FRAME_MS_MAX)
        begun_ns = time.perf_counter_ns()
        act()
        loop.exec()
    finally:
        window.frameSwapped.disconnect(swapped)
    if not swapped_ns:
        raise NoFrameError("no such frame was drawn")
    return swapped_ns - begun_ns


def wait_until(done: Callable[[], bool]) -> None:
    """Let the window live until `done`."""
    loop = QEventLoop()
    look = QTimer(interval=2)
    look.timeout.connect(lambda: loop.quit() if done() else None)
    look.start()
    late = QTimer(singleShot=True)
    late.timeout.connect(loop.quit)
    late.start(FRAME_MS_MAX)
    loop.exec()
    if not done():
        raise NoFrameError("the door did not come to what was waited for")


def open_plain(qml: str = "EmptyWindow.qml") -> tuple[QQmlApplicationEngine, QQuickWindow]:
    """Return a window of this folder with nothing of ours in it, and the engine that keeps it."""
    engine = QQmlApplicationEngine()
    engine.load(QUrl.fromLocalFile(str(HERE / qml)))
    return engine, cast("QQuickWindow", engine.rootObjects()[0])
