"""Hears all of one building on the broker, with QoS and the retain flag as each was published."""

from dataclasses import dataclass
from queue import Queue
from threading import Event
from typing import Self

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.subscribeoptions import SubscribeOptions

from tests.broker import Broker

UP_S_MAX = 10.0


@dataclass(frozen=True)
class Overheard:
    topic: str
    payload: bytes
    qos: int
    retained: bool


class Sniffer:
    """A context; inside it everything that is published comes into `overheard`."""

    def __init__(self, broker: Broker, topic_filter: str) -> None:
        self.overheard: Queue[Overheard] = Queue()
        self._broker = broker
        self._filter = topic_filter
        self._up = Event()
        self._client = Client(
            CallbackAPIVersion.VERSION2, "sniffer", protocol=MQTTProtocolVersion.MQTTv5
        )

    def all_heard(self) -> list[Overheard]:
        return [self.overheard.get_nowait() for _ in range(self.overheard.qsize())]

    def __enter__(self) -> Self:
        self._client.on_subscribe = lambda *_: self._up.set()
        self._client.on_message = self._heard
        self._client.connect(self._broker.host, self._broker.port)
        self._client.loop_start()
        options = SubscribeOptions(qos=2, retainAsPublished=True)
        self._client.subscribe(self._filter, options=options)
        assert self._up.wait(UP_S_MAX)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _heard(self, _client: Client, _: object, message: MQTTMessage) -> None:
        self.overheard.put(
            Overheard(message.topic, bytes(message.payload), message.qos, bool(message.retain))
        )
