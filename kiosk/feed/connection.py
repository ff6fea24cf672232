"""One connection to a broker: the only module that knows paho.

A paho client serves one connection, for connecting blocks, and what paho still holds must not be
sent in a later life. It is used by one thread at a time, the one that holds `_use`: two that write
can mix two packets. Messages wait in the `Waiting` of the connection that is up, and whoever leaves
one there sends it if nobody else is at it: to wake the link's own thread for that takes as long as
to decide what a door had asked.
"""

import logging
import selectors
import socket
from collections.abc import Callable
from enum import IntEnum, unique
from threading import Event, Lock
from time import monotonic

from paho.mqtt.client import (
    Client,
    ConnectFlags,
    DisconnectFlags,
    MQTTMessage,
)
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from kiosk.feed.bell import Bell
from kiosk.feed.plan import LinkPlan
from kiosk.feed.waiting import Outgoing, Waiting
from kiosk.feed.walk import Broker

CONNECT_S_MAX = 3.0
"""Longest wait for TCP, and again for CONNACK and SUBACK: after it the next broker is tried."""
KEEPALIVE_S = 15
"""The broker publishes the last will after one and a half of these without a word from us."""
POLL_S = 1.0
"""Longest wait for the network at a time; paho looks at its keep-alive in between."""
LASTED_S_MIN = 5.0
"""A link that was up for less counts as in vain, so that one which the broker ends again and again
(another program with our id, a birth that is not allowed) makes the pauses grow."""
UNACKED_MAX = 20
"""Most QoS 1 messages under way: what brokers let one client have by default."""
PACKET_BYTES_MAX = 64 * 1024
"""Longest packet we tell an MQTT 5 broker that we take: four times the longest message."""
UNSUPPORTED_VERSION = 132
"""MQTT 5 reason code; paho gives it for an older broker's refusal too."""

_log = logging.getLogger(__name__)


@unique
class Version(IntEnum):
    """The versions of MQTT that we speak, by the number that stands in CONNECT."""

    NEWEST = MQTTProtocolVersion.MQTTv5
    OLDER = MQTTProtocolVersion.MQTTv311


def tell(callback: Callable[..., None], *args: object) -> None:
    """Call back; what goes wrong there is logged and must not end the connection."""
    try:
        callback(*args)
    except Exception:  # noqa: BLE001 - a callback's fault must not cost the connection
        _log.exception("a callback of the link failed")


class Connection:
    """One connection from its first packet to its end, all of it in the link's thread but this.

    `publish` and `end` may be called in any.
    """

    def __init__(
        self,
        plan: LinkPlan,
        version: Version,
        on_message: Callable[[str, bytes, bool], None],
        on_up: Callable[[], None],
    ) -> None:
        self.waiting = Waiting()
        self.ended: str | None = None
        self.refused_version = False
        self._plan = plan
        self._version = version
        self._on_message = on_message
        self._on_up = on_up
        self._answered = False
        self._up_since: float | None = None
        self._birth_mid: int | None = None
        self._use = Lock()
        self._wants_write = False
        self._unacked: dict[int, Outgoing] = {}
        self._unacked_max = UNACKED_MAX
        # Its own reconnecting, also with an older protocol, would run inside its callbacks.
        self._client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=plan.client_id,
            protocol=MQTTProtocolVersion(version),
            reconnect_on_failure=False,
        )

    def end(self, why: str) -> None:
        """Let the connection end at its next turn; the first reason stands."""
        if self.ended is None:
            self.ended = why

    def publish(self, outgoing: Outgoing, bell: Bell) -> bool:
        """Send now what can be sent now; False when the link is down or too much waits already."""
        if not self.waiting.put(outgoing):
            return False
        if not self._use.acquire(blocking=False):
            # The link's thread is at it, perhaps in the callback that calls us.
            bell.ring()
            return True
        try:
            # Closed meanwhile, it is lost, as it would be on the network.
            if self.waiting.is_open:
                self._send_waiting()
        finally:
            self._use.release()
        if self._client.want_write() or self.ended is not None:
            bell.ring()
        return True

    def lasted(self) -> bool:
        """Say whether it was up for long enough to count as a success."""
        return self._up_since is not None and monotonic() - self._up_since >= LASTED_S_MIN

    def serve(self, broker: Broker, bell: Bell, closing: Event) -> None:
        """Connect and serve until the connection has ended, or `closing`."""
        ours = self._open(broker)
        if ours is None:
            return
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(bell, selectors.EVENT_READ)
                selector.register(ours, selectors.EVENT_READ)
                give_up_at = monotonic() + CONNECT_S_MAX
                while self.ended is None and not closing.is_set():
                    self._turn(selector, bell, ours)
                    if not self.waiting.is_open and monotonic() > give_up_at:
                        self.end("no answer")
            if self.ended is None:
                with self._use:
                    self._part()
        finally:
            with self._use:
                self.waiting.is_open = False
                ours.close()

    def _open(self, broker: Broker) -> socket.socket | None:
        client = self._client
        client.connect_timeout = CONNECT_S_MAX
        client.on_socket_open = _without_delay
        client.on_connect = self._answer
        client.on_subscribe = self._subscribed
        client.on_message = self._heard
        client.on_publish = self._published
        client.on_disconnect = self._disconnected
        if self._plan.will is not None:
            client.will_set(self._plan.will.topic, self._plan.will.payload, qos=1, retain=True)
        limits = None
        if self._version is Version.NEWEST:
            limits = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  # paho's lack
            limits.MaximumPacketSize = PACKET_BYTES_MAX
        try:
            client.connect(broker.host, broker.port, KEEPALIVE_S, properties=limits)
        except (OSError, UnicodeError) as error:
            # UnicodeError: a host that can't be a name.
            self.end(str(error) or type(error).__name__)
            return None
        found = client.socket()
        return found if isinstance(found, socket.socket) else None

    def _turn(self, selector: selectors.BaseSelector, bell: Bell, ours: socket.socket) -> None:
        with self._use:
            if self._client.want_write():
                self._client.loop_write()
            self._send_waiting()
            wants_write = self._client.want_write()
        if self.ended is not None:
            return
        if wants_write is not self._wants_write:
            self._wants_write = wants_write
            write = selectors.EVENT_WRITE if wants_write else 0
            selector.modify(ours, selectors.EVENT_READ | write)
        came = [key.fileobj for key, _ in selector.select(POLL_S)]
        if bell in came:
            bell.hush()
        with self._use:
            if ours in came:
                self._client.loop_read()
            self._client.loop_misc()

    def _send_waiting(self) -> None:
        while not self._client.want_write():
            outgoing = self.waiting.pop(may_acknowledge=len(self._unacked) < self._unacked_max)
            if outgoing is None:
                return
            sent = self._client.publish(
                outgoing.topic, outgoing.payload, outgoing.qos, outgoing.retain
            )
            if outgoing.qos:
                self._unacked[sent.mid] = outgoing

    def _part(self) -> None:
        self._send_waiting()
        if self._plan.will is None:
            # With a will, only an end without DISCONNECT makes the broker publish it.
            self._client.disconnect()

    def _rise(self) -> None:
        birth = self._plan.birth
        if birth is not None:
            self._birth_mid = self._client.publish(birth.topic, birth.payload, 1, retain=True).mid
        self._up_since = monotonic()
        self.waiting.is_open = True
        _log.info("link up as %s, %s", self._plan.client_id, self._version.name)
        tell(self._on_up)

    def _answer(
        self,
        _client: Client,
        _: object,
        _flags: ConnectFlags,
        code: ReasonCode,
        said: Properties | None,
    ) -> None:
        self._answered = True
        if code.is_failure:
            self.refused_version = code.value == UNSUPPORTED_VERSION
            self.end(f"refused: {code}")
            return
        self._unacked_max = min(UNACKED_MAX, getattr(said, "ReceiveMaximum", UNACKED_MAX))
        if self._plan.subscriptions:
            # QoS 1 at most: what is sent at QoS 0 comes at QoS 0.
            self._client.subscribe([(topic, 1) for topic in self._plan.subscriptions])
        else:
            self._rise()

    def _subscribed(
        self,
        _client: Client,
        _: object,
        _mid: int,
        codes: list[ReasonCode],
        _said: Properties | None,
    ) -> None:
        refused = [str(code) for code in codes if code.is_failure]
        if refused:
            self.end(f"subscription refused: {refused[0]}")
        else:
            self._rise()

    def _heard(self, _client: Client, _: object, message: MQTTMessage) -> None:
        try:
            topic = message.topic
        except UnicodeDecodeError:
            # No broker lets it through, and no topic of ours can be meant.
            return
        tell(self._on_message, topic, bytes(message.payload), message.retain)

    def _published(
        self, _client: Client, _: object, mid: int, code: ReasonCode, _said: Properties | None
    ) -> None:
        if mid == self._birth_mid and code.is_failure:
            self.end(f"birth refused: {code}")
        outgoing = self._unacked.pop(mid, None)
        if outgoing is None:
            return
        if code.is_failure:
            _log.warning("the broker refused %s: %s", outgoing.topic, code)
        elif outgoing.acked is not None:
            tell(outgoing.acked)

    def _disconnected(
        self,
        _client: Client,
        _: object,
        flags: DisconnectFlags,
        code: ReasonCode,
        _said: Properties | None,
    ) -> None:
        if not self._answered:
            # A broker that does not know MQTT 5 may also just hang up on it.
            self.refused_version = True
        by_broker = flags.is_disconnect_packet_from_server
        self.end(f"ended by the broker: {code}" if by_broker else "lost")


def _without_delay(_client: Client, _: object, ours: object) -> None:
    # paho never sets it; without it a small packet waits for the acknowledgement of the last.
    if isinstance(ours, socket.socket):
        ours.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
