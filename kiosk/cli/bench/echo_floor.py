"""The floor of an answer: an echo through the broker, and commits to a database of one's own."""

import queue
import sqlite3
import time
from pathlib import Path
from random import Random
from typing import Final

from kiosk.cli.bench.child_program import ChildProgram
from kiosk.cli.bench.echo import ANSWER, CALL
from kiosk.cli.bench.workshop import Workshop
from kiosk.feed.link import Link
from kiosk.feed.plan import LinkPlan
from kiosk.feed.walk import Broker

ECHO_S_MAX: Final = 10.0
PAYLOAD: Final = bytes(400)
"""About as long as a request."""


class EchoFloor:
    """Asks a process on the other side of the broker for an echo, then commits one row."""

    def __init__(self, workshop: Workshop, port: int) -> None:
        folder = workshop.subfolder("echo")
        self._came: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._link = Link(
            LinkPlan(
                brokers=(Broker("127.0.0.1", port),), client_id="echo-asks", subscriptions=(ANSWER,)
            ),
            Random(),  # noqa: S311 # spreads reconnections, guards nothing
            on_message=lambda _topic, payload, _retained: self._came.put(payload),
            on_up=lambda: self._came.put(b"up"),
            on_down=lambda _why: None,
        )
        child = ChildProgram("echo", ["-m", "kiosk.cli.bench.echo", str(port)], folder / "echo.log")
        child.start()
        workshop.kept.callback(child.end)
        child.line()
        self._link.start()
        workshop.kept.callback(self._link.close)
        self._came.get(timeout=ECHO_S_MAX)
        self._db = _database(folder / "floor.sqlite3")
        workshop.kept.callback(self._db.close)

    def forget(self) -> None:
        """Forget what came late, or of a link that came up again."""
        while not self._came.empty():
            self._came.get_nowait()

    def measure_ms(self, commits: int) -> float:
        """Return how long one echo and then so many durable commits take."""
        begun = time.perf_counter_ns()
        self._link.publish(CALL, PAYLOAD)
        self._came.get(timeout=ECHO_S_MAX)
        for _ in range(commits):
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("INSERT INTO rows (body) VALUES (?)", (PAYLOAD,))
            self._db.execute("COMMIT")
        return (time.perf_counter_ns() - begun) / 1e6


def _database(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    # As our own journals have it (PROTOCOL section 7).
    for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = FULL"):
        db.execute(f"PRAGMA {pragma}").fetchall()
    db.execute("CREATE TABLE rows (body BLOB NOT NULL)")
    return db
