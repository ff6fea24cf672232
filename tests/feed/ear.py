"""What a test hears from a link: what each callback got, in a queue that is waited for."""

from queue import Queue
from random import Random
from typing import Self

from kiosk.feed.link import Link
from kiosk.feed.plan import LinkPlan, Retained
from kiosk.feed.walk import Broker
from tests.broker import Broker as RealBroker

HEARD_S_MAX = 10.0
"""Far longer than any of it takes: only a link that never does it waits so long."""


class Ear:
    """A link and the queues that its callbacks fill; `with` starts and closes it."""

    def __init__(
        self,
        *brokers: RealBroker | Broker,
        name: str,
        subscriptions: tuple[str, ...] = (),
        birth: Retained | None = None,
        will: Retained | None = None,
    ) -> None:
        self.messages: Queue[tuple[str, bytes, bool]] = Queue()
        self.ups: Queue[None] = Queue()
        self.downs: Queue[str] = Queue()
        self.fault: Exception | None = None
        self.first_words: tuple[str, bytes] | None = None
        self.link = Link(
            LinkPlan(
                brokers=[Broker(broker.host, broker.port) for broker in brokers],
                client_id=name,
                subscriptions=subscriptions,
                birth=birth,
                will=will,
            ),
            Random(1),
            on_message=self._on_message,
            on_up=self._on_up,
            on_down=self.downs.put,
        )

    def __enter__(self) -> Self:
        self.link.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.link.close()

    def await_up(self) -> "Ear":
        self.ups.get(timeout=HEARD_S_MAX)
        return self

    def hear(self) -> tuple[str, bytes, bool]:
        return self.messages.get(timeout=HEARD_S_MAX)

    def why_down(self) -> str:
        return self.downs.get(timeout=HEARD_S_MAX)

    def _on_up(self) -> None:
        if self.first_words is not None:
            self.link.publish(*self.first_words)
        self.ups.put(None)

    def _on_message(self, topic: str, payload: bytes, retained: bool) -> None:  # noqa: FBT001 - as called
        self.messages.put((topic, payload, retained))
        if self.fault is not None:
            raise self.fault
