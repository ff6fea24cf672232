"""A reader of the staff feed who sees a gap by its numbers and asks for what was missed."""

import json
import threading
import time
from collections import Counter
from dataclasses import dataclass
from random import SystemRandom
from typing import Final

from kiosk.core.ids import PassId
from kiosk.feed.link import Link
from kiosk.feed.plan import LinkPlan
from kiosk.feed.topics import Topics
from kiosk.feed.walk import Broker
from kiosk.sim.day.people import BUILDING

ASK_AGAIN_S: Final = 2.0
"""A question, or its answer, may be lost while a broker or the aggregator starts again."""
MISSED_SHOWN_MAX: Final = 5


@dataclass(frozen=True, slots=True)
class Heard:
    """One event as it came first."""

    kind: str
    id: PassId
    at_ns: int


class Follower:
    """Keeps what it heard of the feed; a link that breaks is taken up again."""

    def __init__(self, port: int) -> None:
        topics = Topics(BUILDING)
        self.events: dict[int, Heard] = {}
        self.kinds: Counter[str] = Counter()
        self.alerts: Counter[str] = Counter()
        self.asked = 0
        """How often something had been missed."""
        self._alert_topic = topics.staff_alert
        self._replay_topic = topics.staff_replay
        self._reply_to = f"{topics.staff_replay}/day"
        self._upto = 0
        self._asked_s = 0.0
        self._lock = threading.Lock()
        self._link = Link(
            LinkPlan(
                brokers=[Broker("127.0.0.1", port)],
                client_id="day-follower",
                subscriptions=(topics.staff_event, topics.staff_alert, self._reply_to),
            ),
            SystemRandom(),
            on_message=lambda topic, payload, _retained: self._take(topic, payload),
            on_up=lambda: None,
            on_down=lambda _why: None,
        )

    def open(self) -> None:
        """Begin to read."""
        self._link.start()

    def close(self) -> None:
        """Stop reading."""
        self._link.close()

    def missing(self) -> list[int]:
        """Return some numbers that have not come although later ones have."""
        with self._lock:
            most = max(self.events, default=0)
            holes = (n for n in range(self._upto + 1, most) if n not in self.events)
            return [n for _, n in zip(range(MISSED_SHOWN_MAX), holes, strict=False)]

    def mend(self) -> None:
        """Ask for what is missing, now and then; after an outage also for what may be."""
        missing = self.missing()
        if missing and time.monotonic() - self._asked_s > ASK_AGAIN_S:
            self.ask(missing[0])

    def ask(self, start: int) -> None:
        """Ask for all events from number `start` on."""
        self._asked_s = time.monotonic()
        self.asked += 1
        question = {"from": start, "reply_to": self._reply_to}
        self._link.publish(self._replay_topic, json.dumps(question).encode(), qos=1)

    def _take(self, topic: str, payload: bytes) -> None:
        at_ns = time.monotonic_ns()
        body = json.loads(payload)
        if topic == self._alert_topic:
            self.alerts[body["kind"]] += 1
            return
        data = body["data"]
        with self._lock:
            if data["n"] in self.events:
                return
            self.events[data["n"]] = Heard(data["kind"], PassId(data["pass"]), at_ns)
            self.kinds[data["kind"]] += 1
            while self._upto + 1 in self.events:
                self._upto += 1
