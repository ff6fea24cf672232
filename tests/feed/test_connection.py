"""What only a look at the socket, or a broker that plays a part, can show."""

import socket
from collections.abc import Iterator

import pytest

from kiosk.feed.connection import Version
from kiosk.feed.walk import Broker as Address
from tests.broker import Broker
from tests.feed.ear import HEARD_S_MAX, Ear

CONNECT, CONNACK, SUBSCRIBE, SUBACK, PUBLISH = 0x10, 0x20, 0x82, 0x90, 0x30


class Stage:
    """A port on which the test itself plays the broker, packet by packet."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(HEARD_S_MAX)
        self.address = Address("127.0.0.1", self.listener.getsockname()[1])

    def accept(self) -> socket.socket:
        caller, _ = self.listener.accept()
        caller.settimeout(HEARD_S_MAX)
        return caller


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.listener.close()


def packet(caller: socket.socket) -> tuple[int, bytes]:
    head = caller.recv(2, socket.MSG_WAITALL)
    assert head[1] < 128, "the test reads short packets only"
    return head[0], caller.recv(head[1], socket.MSG_WAITALL) if head[1] else b""


def version_asked(caller: socket.socket) -> int:
    kind, body = packet(caller)
    assert kind == CONNECT
    assert body[:6] == b"\x00\x04MQTT"
    return body[6]


def test_small_packets_are_not_delayed(broker: Broker) -> None:
    with Ear(broker, name="nodelay") as ear:
        ear.await_up()
        connection = ear.link._connection
        assert connection is not None
        ours = connection._client.socket()
        assert isinstance(ours, socket.socket)
        assert ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_the_newest_version_is_spoken_where_it_is_known(broker: Broker) -> None:
    with Ear(broker, name="newest") as ear:
        ear.await_up()
        assert ear.link._connection is not None
        assert ear.link._connection._version is Version.NEWEST


@pytest.mark.parametrize(
    "refusal", [b"\x20\x02\x00\x01", b"\x20\x03\x00\x84\x00", b""], ids=["3.1.1", "5", "hangs up"]
)
def test_a_broker_that_refuses_the_newest_version_gets_the_older(
    stage: Stage, refusal: bytes
) -> None:
    with Ear(stage.address, name="older", subscriptions=("older/1",)) as ear:
        with stage.accept() as caller:
            assert version_asked(caller) == 5
            caller.sendall(refusal)
        with stage.accept() as caller:
            assert version_asked(caller) == 4
            caller.sendall(bytes([CONNACK, 2, 0, 0]))
            kind, body = packet(caller)
            assert kind == SUBSCRIBE
            caller.sendall(bytes([SUBACK, 3]) + body[:2] + b"\x01")
            ear.await_up()
            assert ear.link.publish("older/1", b"hello")
            assert packet(caller) == (PUBLISH, b"\x00\x07older/1hello")


def test_a_broker_that_refuses_us_is_not_asked_in_the_older_version(stage: Stage) -> None:
    with Ear(stage.address, name="refused") as ear:
        for _ in range(2):
            with stage.accept() as caller:
                assert version_asked(caller) == 5
                caller.sendall(b"\x20\x03\x00\x87\x00")
                assert ear.why_down().endswith("refused: Not authorized")


def test_a_subscription_that_is_refused_brings_the_link_down(stage: Stage) -> None:
    with Ear(stage.address, name="unsubscribed", subscriptions=("a", "b")) as ear:
        with stage.accept() as caller:
            version_asked(caller)
            caller.sendall(b"\x20\x03\x00\x00\x00")
            _, body = packet(caller)
            caller.sendall(bytes([SUBACK, 5]) + body[:2] + b"\x00\x01\x87")
            assert ear.why_down().endswith("subscription refused: Not authorized")
        assert ear.ups.empty()


def test_a_broker_that_ends_the_connection_says_why(stage: Stage) -> None:
    with Ear(stage.address, name="ended") as ear, stage.accept() as caller:
        version_asked(caller)
        caller.sendall(b"\x20\x03\x00\x00\x00")
        ear.await_up()
        caller.sendall(b"\xe0\x02\x8b\x00")
        assert ear.why_down().endswith("ended by the broker: Server shutting down")


@pytest.mark.may_log("link to .* failed")
@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x00\x00",
        b"\x20\x00",
        b"\x90\x00",
        b"\x30\x02\x00\x09",
        b"\x40\x01\x00",
        b"\x20\xff\xff\xff\xff\xff",
    ],
    ids=["reserved", "connack", "suback", "publish", "puback", "length"],
)
def test_a_broker_that_talks_nonsense_is_left(stage: Stage, nonsense: bytes) -> None:
    with Ear(stage.address, name="nonsense") as ear:
        with stage.accept() as caller:
            version_asked(caller)
            caller.sendall(nonsense)
            ear.why_down()
        # It is tried again: the thread lives.
        with stage.accept() as caller:
            version_asked(caller)


def test_a_topic_that_is_no_text_is_passed_over(stage: Stage) -> None:
    with Ear(stage.address, name="untext") as ear, stage.accept() as caller:
        version_asked(caller)
        caller.sendall(b"\x20\x03\x00\x00\x00")
        ear.await_up()
        caller.sendall(b"\x30\x06\x00\x02\xff\xfe\x00x" + b"\x30\x05\x00\x01t\x00y")
        assert ear.hear() == ("t", b"y", False)


def test_no_more_is_under_way_than_the_broker_takes(stage: Stage) -> None:
    with Ear(stage.address, name="window") as ear, stage.accept() as caller:
        version_asked(caller)
        # Receive Maximum: 2.
        caller.sendall(b"\x20\x06\x00\x00\x03\x21\x00\x02")
        ear.await_up()
        for n in range(3):
            assert ear.link.publish("w", b"%d" % n, qos=1)
        first, second = packet(caller), packet(caller)
        assert [first[1][-1:], second[1][-1:]] == [b"0", b"1"]
        # What needs no acknowledgement goes past what waits for one.
        assert ear.link.publish("w", b"at once")
        assert packet(caller)[0] == PUBLISH
        caller.sendall(b"\x40\x02" + first[1][3:5])
        assert packet(caller)[1].endswith(b"2")
