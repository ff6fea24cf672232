"""The door's way to the building: one link, this door's topics, messages in and out."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from kiosk import VERSION
from kiosk.core.events import Event
from kiosk.core.ids import BootId, BuildingId, DoorId
from kiosk.core.ports import WireMessage
from kiosk.core.protocol import FromDoor, Heartbeat, Presence, ToDoor
from kiosk.door.inbox import Inbox
from kiosk.feed.codec import JsonCodec, UnreadableError
from kiosk.feed.link import Link
from kiosk.feed.plan import LinkPlan, Retained
from kiosk.feed.topics import DoorLeaf, Topics
from kiosk.feed.walk import Broker

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Up:
    """The link stands."""


@dataclass(frozen=True, slots=True)
class Down:
    """The link, or an attempt at it, ended."""


@dataclass(frozen=True, slots=True)
class Came:
    """Bytes from the building."""

    payload: bytes


Arrival = Up | Down | Came


class Station:
    """Speaks for one life of one door; everything that arrives goes through the inbox."""

    def __init__(
        self,
        building: BuildingId,
        door: DoorId,
        brokers: Sequence[Broker],
        on_arrivals: Callable[[list[Arrival]], None],
    ) -> None:
        self._topics = Topics(building)
        self._door = door
        self._brokers = brokers
        self._codec = JsonCodec()
        self._inbox: Inbox[Arrival] = Inbox(on_arrivals)
        self._link: Link | None = None

    def open(self, boot: BootId) -> None:
        """Begin to connect as the life `boot`; returns at once."""
        topic = self._topics.of_door(self._door, DoorLeaf.PRESENCE)
        birth = Presence(online=True, boot=boot, version=VERSION)
        gone = Presence(online=False, boot=boot, version=VERSION)
        plan = LinkPlan(
            brokers=self._brokers,
            client_id=self._door,
            subscriptions=self._topics.for_door(self._door),
            birth=Retained(topic, self._codec.encode(birth)),
            will=Retained(topic, self._codec.encode(gone)),
        )
        inbox = self._inbox
        inbox.open()
        self._link = Link(
            plan,
            Random(),  # noqa: S311 # spreads reconnections, guards nothing
            on_message=lambda _topic, payload, retained: (
                None if retained else inbox.put(Came(payload))
            ),
            on_up=lambda: inbox.put(Up()),
            on_down=lambda _why: inbox.put(Down()),
        )
        self._link.start()

    def close(self) -> None:
        """End the link; its thread first, then what it puts into."""
        if self._link is not None:
            self._link.close()
            self._link = None
        self._inbox.close()

    def read(self, payload: bytes) -> ToDoor | None:
        """Return the message for doors in `payload`; what can't be read is logged and left."""
        try:
            message = self._codec.decode(payload)
        except UnreadableError as fault:
            _log.warning("unreadable message from the building: %s", fault.why)
            return None
        if isinstance(message, FromDoor | Presence | Event):
            _log.warning("a %s is not for doors", type(message).__name__)
            return None
        return message

    def send(self, message: WireMessage) -> None:
        """Publish a request, a question or a heartbeat, now or never."""
        leaf = DoorLeaf.HEARTBEAT if isinstance(message, Heartbeat) else DoorLeaf.REQUEST
        self._publish(leaf, self._codec.encode(message))

    def send_event(self, sealed: bytes) -> None:
        """Publish an event as it was sealed, now or never."""
        self._publish(DoorLeaf.EVENT, sealed)

    def drop(self, why: str) -> None:
        """Take the next broker."""
        if self._link is not None:
            _log.warning("leaving this broker: %s", why)
            self._link.drop(why)

    def _publish(self, leaf: DoorLeaf, payload: bytes) -> None:
        if self._link is not None:
            self._link.publish(self._topics.of_door(self._door, leaf), payload)
