"""The aggregator's voice: every message to doors, staff and IT, on every broker of the building."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import assert_never

from kiosk.core.aggregator.coordination import (
    Broadcast,
    Publication,
    PublishCounts,
    PublishDoor,
    PublishEvent,
    PublishPass,
    RaiseAlert,
    Reply,
)
from kiosk.core.cardmessages import Enrolled, OwnPasses
from kiosk.core.ids import BuildingId
from kiosk.core.protocol import Ack, Call, Grant, Identity, PinResult, Refusal
from kiosk.core.school import Roster
from kiosk.feed.codec import JsonCodec
from kiosk.feed.counts import counts_body
from kiosk.feed.link import Link
from kiosk.feed.plan import LinkPlan
from kiosk.feed.staff import StaffFeed
from kiosk.feed.topics import DoorLeaf, Topics
from kiosk.feed.walk import Broker

_log = logging.getLogger(__name__)

CLIENT_ID = "aggregator"


@dataclass(frozen=True, slots=True)
class Came:
    """Bytes on a topic."""

    topic: str
    payload: bytes
    retained: bool


@dataclass(frozen=True, slots=True)
class Up:
    """The link to one broker stands."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A broker has acknowledged event number `n` of the staff feed."""

    n: int


Arrival = Came | Up | Delivered


class Desk:
    """One link for each broker: two unrelated brokers hear the same (PROTOCOL principle 7)."""

    def __init__(
        self,
        building: BuildingId,
        roster: Roster,
        brokers: Sequence[Broker],
        put: Callable[[Arrival], None],
    ) -> None:
        self.topics = Topics(building)
        self.codec = JsonCodec()
        self.staff = StaffFeed(building, roster)
        self._roster = roster
        self._put = put
        plans = [
            LinkPlan(
                brokers=(broker,),
                client_id=CLIENT_ID,
                subscriptions=self.topics.for_aggregator(),
            )
            for broker in brokers
        ]
        self._links = [self._link(plan) for plan in plans]

    def open(self) -> None:
        """Begin to connect; returns at once."""
        for link in self._links:
            link.start()

    def close(self) -> None:
        """End every link."""
        for link in self._links:
            link.close()

    def reply(self, reply: Reply) -> None:
        """Send to one door; a QoS 0 message, which the door asks for again if it is lost."""
        match reply.message:
            case Grant() | Refusal() | Call() | Identity() | Enrolled() | OwnPasses() | PinResult():
                leaf = DoorLeaf.ANSWER
            case Ack():
                leaf = DoorLeaf.ACK
            case _:
                leaf = DoorLeaf.SYNC
        topic = self.topics.of_door(reply.door, leaf)
        self._publish(topic, self.codec.encode(reply.message))

    def broadcast(self, said: Broadcast) -> None:
        """Send to all doors."""
        self._publish(self.topics.all_doors, self.codec.encode(said.message))

    def publish(self, told: Publication) -> None:
        """Tell staff and IT, at QoS 1."""
        match told:
            case PublishEvent(n, event, record):
                body = self.staff.event(n, event, record)
                delivered = Delivered(n)
                self._publish(
                    self.topics.staff_event, body, qos=1, acked=lambda: self._put(delivered)
                )
            case PublishPass(pass_id, record):
                topic = self.topics.staff_pass(pass_id)
                self._publish(topic, self.staff.open_pass(record), qos=1, retain=True)
            case PublishCounts(counts):
                body = counts_body(counts, self._roster)
                self._publish(self.topics.counts, body, qos=1, retain=True)
            case PublishDoor(row, health):
                topic = self.topics.door_health(row.door)
                self._publish(topic, self.staff.door(row, health), qos=1, retain=True)
            case RaiseAlert(alert):
                self._publish(self.topics.staff_alert, self.staff.alert(alert), qos=1)
            case _:
                assert_never(told)

    def answer_replay(self, reply_to: str, bodies: Sequence[bytes]) -> None:
        """Send events again to the one who asked."""
        for body in bodies:
            self._publish(reply_to, body, qos=1)

    def _link(self, plan: LinkPlan) -> Link:
        put = self._put
        return Link(
            plan,
            Random(),  # noqa: S311 # spreads reconnections, guards nothing
            on_message=lambda topic, payload, retained: put(Came(topic, payload, retained)),
            on_up=lambda: put(Up()),
            on_down=lambda why: _log.warning("broker lost: %s", why),
        )

    def _publish(
        self,
        topic: str,
        payload: bytes,
        *,
        qos: int = 0,
        retain: bool = False,
        acked: Callable[[], None] | None = None,
    ) -> None:
        for link in self._links:
            link.publish(topic, payload, qos=qos, retain=retain, acked=acked)
