"""What every test is held to: no stray log record, no leftover thread, no display needed."""

import logging
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.broker import Broker

# Before anything imports Qt: with no display it would end the interpreter.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
# As doors run: a frame follows at once, and none is under way when the events are through.
os.environ.setdefault("QT_QPA_UPDATE_IDLE_TIME", "0")

# A thread told to stop may need a moment to unwind; one that needs longer was not told.
THREAD_END_S_MAX = 2.0

# Python names a thread so that it did not start itself: Qt's own, after it ran Python code.
FOREIGN_THREAD_PREFIX = "Dummy-"


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


def _patterns(request: pytest.FixtureRequest, marker: str) -> list[str]:
    return [str(mark.args[0]) for mark in request.node.iter_markers(marker)]


@pytest.fixture(autouse=True)
def _no_stray_log(request: pytest.FixtureRequest) -> Iterator[None]:
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    required = _patterns(request, "logs")
    allowed = required + _patterns(request, "may_log")
    stray = [line for line in collector.lines if not any(re.search(p, line) for p in allowed)]
    if stray:
        pytest.fail("unexpected log records:\n" + "\n".join(stray))
    missing = [p for p in required if not any(re.search(p, line) for line in collector.lines)]
    if missing:
        pytest.fail(f"log records that never came: {missing}")


@pytest.fixture(autouse=True)
def _no_leftover_thread() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = []
    for thread in set(threading.enumerate()) - before:
        if thread.name.startswith(FOREIGN_THREAD_PREFIX):
            continue
        thread.join(THREAD_END_S_MAX)
        if thread.is_alive():
            left.append(thread.name)
    if left:
        pytest.fail(f"threads left running: {sorted(left)}")


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """One real mosquitto for the run; a test that stops it must start it again."""
    child = Broker(tmp_path_factory.mktemp("broker"))
    child.start()
    yield child
    child.stop()


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[Broker]:
    """A real mosquitto of this test's own, for those that kill it."""
    child = Broker(tmp_path)
    child.start()
    yield child
    child.stop()
