"""The link to the broker: one thread that keeps one connection to one of several brokers."""

import logging
from collections.abc import Callable
from random import Random
from threading import Event, Thread

from kiosk.feed.bell import Bell
from kiosk.feed.connection import Connection, Version, tell
from kiosk.feed.plan import LinkPlan
from kiosk.feed.waiting import Outgoing
from kiosk.feed.walk import Broker, Walk

SWITCH_S = 0.0005
"""What a program with a link gives `sys.setswitchinterval`: how long one thread may keep others
from running. What is published waits for the link's thread, while ours goes on to draw, or to the
staff feed: with Python's own 5 ms answers came a sixth later."""
CLOSE_S_MAX = 10.0
"""Longest wait for our thread to end; only a name look-up that hangs can need so long."""

_log = logging.getLogger(__name__)


class Link:
    """Keeps one connection to one of several brokers; all callbacks come in the link's own thread.

    `on_message(topic, payload, retained)`. `on_up` comes once the subscriptions stand and the birth
    is on its way; retained messages may come before it. `on_down` says why a connection, or an
    attempt at one, has ended, save by `close`. Callbacks only hand on what they get; one that
    raises is logged.
    """

    def __init__(
        self,
        plan: LinkPlan,
        rng: Random,
        *,
        on_message: Callable[[str, bytes, bool], None],
        on_up: Callable[[], None],
        on_down: Callable[[str], None],
    ) -> None:
        self._plan = plan
        self._walk = Walk(plan.brokers, rng)
        self._on_message = on_message
        self._on_up = on_up
        self._on_down = on_down
        self._closing = Event()
        self._bell = Bell()
        self._connection: Connection | None = None
        self._thread = Thread(target=self._run, name=f"link-{plan.client_id}", daemon=True)

    @property
    def is_up(self) -> bool:
        """Say whether `publish` would take a message now."""
        connection = self._connection
        return connection is not None and connection.waiting.is_open

    def start(self) -> None:
        """Begin to connect; returns at once."""
        self._bell.open()
        self._thread.start()

    def publish(
        self,
        topic: str,
        payload: bytes,
        *,
        qos: int = 0,
        retain: bool = False,
        acked: Callable[[], None] | None = None,
    ) -> bool:
        """Send one message now or never; False when the link is down or too much waits already.

        `acked` is called when the broker has acknowledged a QoS 1 message.
        """
        connection = self._connection
        if connection is None:
            return False
        return connection.publish(Outgoing(topic, payload, qos, retain, acked), self._bell)

    def drop(self, why: str) -> None:
        """Give the connection up and go on to the next broker; a half-open one looks alive."""
        connection = self._connection
        if connection is not None:
            connection.end(why)
            self._bell.ring()

    def close(self) -> None:
        """End connection and thread; not to be called from a callback."""
        self._closing.set()
        self._bell.ring()
        if self._thread.ident is not None:
            self._thread.join(CLOSE_S_MAX)
        self._bell.close()

    def _run(self) -> None:
        while not self._closing.is_set():
            step = self._walk.next()
            if self._closing.wait(step.pause.total_seconds()):
                return
            try:
                newest = self._visit(step.broker, Version.NEWEST)
                if newest.refused_version and not self._closing.is_set():
                    self._visit(step.broker, Version.OLDER)
            except Exception:  # noqa: BLE001 - the top of the thread's loop
                # The link must not die while the program lives; the walk's pauses bound this.
                _log.exception("link to %s failed", step.broker)

    def _visit(self, broker: Broker, version: Version) -> Connection:
        connection = Connection(self._plan, version, self._on_message, self._on_up)
        self._connection = connection
        try:
            connection.serve(broker, self._bell, self._closing)
        finally:
            self._connection = None
            if connection.lasted():
                self._walk.settled()
            if not self._closing.is_set():
                why = f"{broker.host}:{broker.port}: {connection.ended}"
                _log.info("link down: %s", why)
                tell(self._on_down, why)
        return connection
