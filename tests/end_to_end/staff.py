"""Somebody of the staff who reads the feed, as any program outside may."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from kiosk.core.ids import BuildingId
from kiosk.feed.link import Link
from kiosk.feed.plan import LinkPlan
from kiosk.feed.topics import Topics
from kiosk.feed.walk import Broker
from tests.end_to_end.patience import await_that

Body = dict[str, Any]


class FeedReader:
    """Keeps everything that comes on `feed/#`, and asks for what it missed."""

    def __init__(self, building: str, host: str, port: int, name: str = "staff") -> None:
        self.topics = Topics(BuildingId(building))
        self._root = self.topics.counts.removesuffix("counts")
        self._name = name
        self.heard: list[tuple[str, bytes]] = []
        plan = LinkPlan(
            brokers=[Broker(host, port)], client_id=name, subscriptions=[self._root + "#"]
        )
        self._link = Link(
            plan,
            Random(1),
            on_message=lambda topic, payload, _retained: self.heard.append((topic, payload)),
            on_up=lambda: None,
            on_down=lambda _why: None,
        )

    def start(self) -> None:
        self._link.start()
        self.await_up()

    def close(self) -> None:
        self._link.close()

    def await_up(self) -> None:
        await_that(lambda: self._link.is_up, "the feed", lambda: "no connection")

    def publish(self, topic: str, body: bytes, *, retain: bool = False) -> None:
        self.await_up()
        assert self._link.publish(topic, body, qos=1, retain=retain)

    def on(self, topic: str, since: int = 0) -> list[Body]:
        """What came on a topic, oldest first."""
        return [
            json.loads(payload) for at, payload in self.heard[since:] if at == topic and payload
        ]

    def events(self, kind: str, student: str) -> list[Body]:
        """The events of one kind about one student that came as they happened."""
        every = [body["data"] for body in self.on(self.topics.staff_event)]
        return [data for data in every if (data["kind"], data["student"]) == (kind, student)]

    def await_event(self, kind: str, student: str) -> Body:
        """The event, once; a second one would be a fault."""
        found = await_that(
            lambda: self.events(kind, student),
            f"{kind} of {student}",
            lambda: self.on(self.topics.staff_event),
        )
        assert len(found) == 1, found
        return found[0]

    def await_alert(self, kind: str, text: str) -> Body:
        def found() -> Body | None:
            alerts = self.on(self.topics.staff_alert)
            return next((a for a in alerts if a["kind"] == kind and text in a["text"]), None)

        return await_that(found, f"an alert {kind}", lambda: self.on(self.topics.staff_alert))

    def retained_passes(self) -> set[str]:
        """The passes on which a reader who comes now finds a retained message."""
        return {
            topic.rpartition("/")[2]
            for topic, payload in self._retained()
            if topic.startswith(self._root + "staff/pass/") and payload
        }

    def replayed(self, upto: int) -> list[Body]:
        """Events 1 to `upto`, as a reader gets them who asks for what it missed."""
        reply_to = f"{self.topics.staff_replay}/{self._name}/{time.monotonic_ns()}"
        self.publish(
            self.topics.staff_replay, json.dumps({"from": 1, "reply_to": reply_to}).encode()
        )
        await_that(
            lambda: len(self.on(reply_to)) >= upto, f"{upto} events", lambda: self.on(reply_to)
        )
        return self.on(reply_to)

    def _retained(self) -> list[tuple[str, bytes]]:
        with _newcomer(self) as reader:
            # What is retained comes before anything that is published after the subscription.
            marker = f"{self._root}marker/{reader._name}"
            reader.publish(marker, b"{}")
            await_that(lambda: reader.on(marker), "the marker", lambda: reader.heard)
            return list(reader.heard)


@contextmanager
def _newcomer(like: FeedReader) -> Iterator[FeedReader]:
    broker = like._link._plan.brokers[0]
    name = f"newcomer-{time.monotonic_ns()}"
    reader = FeedReader(like.topics.building, broker.host, broker.port, name)
    reader.start()
    try:
        yield reader
    finally:
        reader.close()
