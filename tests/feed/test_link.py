import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from queue import Queue

import pytest

from kiosk.feed.plan import Retained
from kiosk.feed.walk import Broker as Address
from tests.broker import Broker
from tests.feed.ear import HEARD_S_MAX, Ear

ONLINE, OFFLINE = b'{"online":true}', b'{"online":false}'


def nobody() -> Address:
    """An address at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Address("127.0.0.1", probe.getsockname()[1])


def test_what_one_link_says_another_hears(broker: Broker) -> None:
    with (
        Ear(broker, name="said-b", subscriptions=("said/+",)) as hearer,
        Ear(broker, name="said-a") as sayer,
    ):
        hearer.await_up()
        sayer.await_up()
        assert sayer.link.publish("said/1", b"hello")
        assert hearer.hear() == ("said/1", b"hello", False)


def test_messages_keep_their_order(broker: Broker) -> None:
    with Ear(broker, name="order", subscriptions=("order/1",)) as ear:
        ear.await_up()
        for n in range(500):
            assert ear.link.publish("order/1", b"%d" % n)
        assert [int(ear.hear()[1]) for _ in range(500)] == list(range(500))


@pytest.fixture
def restless() -> Iterator[None]:
    """Let threads change places as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("restless")
def test_many_threads_that_publish_at_once_mix_no_packets(broker: Broker) -> None:
    # Of about the size of a socket's buffer together, so that some packets go in two pieces.
    threads, each, filling = 8, 100, b"x" * 2_000
    with Ear(broker, name="many", subscriptions=("many/+",)) as ear:
        ear.await_up()

        def speak(number: int) -> None:
            for n in range(each):
                assert ear.link.publish(f"many/{number}", b"%d " % n + filling)

        speakers = [threading.Thread(target=speak, args=(n,)) for n in range(threads)]
        for speaker in speakers:
            speaker.start()
        heard: dict[str, list[int]] = {}
        for _ in range(threads * each):
            topic, payload, _ = ear.hear()
            number, rest = payload.split(b" ")
            assert rest == filling
            heard.setdefault(topic, []).append(int(number))
        for speaker in speakers:
            speaker.join()
    assert heard == {f"many/{n}": list(range(each)) for n in range(threads)}


def test_a_birth_is_retained_and_marked_so(broker: Broker) -> None:
    birth = Retained("born/presence", ONLINE)
    with Ear(broker, name="born", birth=birth) as born:
        born.await_up()
        # A first subscriber shows that the birth is there, a later one that it is kept.
        with Ear(broker, name="born-first", subscriptions=("born/presence",)) as first:
            first.hear()
        with Ear(broker, name="born-later", subscriptions=("born/presence",)) as later:
            assert later.hear() == ("born/presence", ONLINE, True)
        born.link.publish("born/presence", b"", qos=1, retain=True)


def test_a_birth_comes_before_whatever_is_sent_on_up(broker: Broker) -> None:
    with Ear(broker, name="first-b", subscriptions=("first/#",)) as hearer:
        hearer.await_up()
        said = Ear(broker, name="first-a", birth=Retained("first/presence", ONLINE))
        said.first_words = ("first/hb", b"beat")
        with said:
            assert [hearer.hear()[0], hearer.hear()[0]] == ["first/presence", "first/hb"]


def test_a_dropped_link_leaves_its_will(broker: Broker) -> None:
    will = Retained("will/presence", OFFLINE)
    birth = Retained("will/presence", ONLINE)
    with Ear(broker, name="will-b", subscriptions=("will/presence",)) as hearer:
        hearer.await_up()
        with Ear(broker, name="will-a", birth=birth, will=will) as ear:
            ear.await_up()
            assert hearer.hear()[1] == ONLINE
            ear.link.drop("no answer to heartbeats")
            assert hearer.hear()[1] == OFFLINE
            assert hearer.hear()[1] == ONLINE
        # Closing, too, is an end that others are told of.
        assert hearer.hear()[1] == OFFLINE


def test_a_dropped_link_says_why_and_comes_back(broker: Broker) -> None:
    with Ear(broker, name="drop", subscriptions=("drop/1",)) as ear:
        ear.await_up()
        ear.link.drop("no answer to heartbeats")
        assert ear.why_down().endswith("no answer to heartbeats")
        ear.await_up()
        assert ear.link.publish("drop/1", b"again")
        assert ear.hear() == ("drop/1", b"again", False)


def test_a_frozen_broker_is_left_for_the_next(own_broker: Broker, broker: Broker) -> None:
    with (
        Ear(broker, name="frozen-b", subscriptions=("frozen/1",)) as hearer,
        Ear(own_broker, broker, name="frozen-a") as ear,
    ):
        hearer.await_up()
        ear.await_up()
        os.kill(own_broker.process, signal.SIGSTOP)
        try:
            assert ear.link.is_up, "a half-open link looks alive"
            ear.link.drop("no answer to heartbeats")
            ear.await_up()
            ear.link.publish("frozen/1", b"here")
            assert hearer.hear()[1] == b"here"
        finally:
            os.kill(own_broker.process, signal.SIGCONT)


def test_a_dead_broker_is_passed_over(broker: Broker) -> None:
    with Ear(nobody(), broker, name="passed") as ear:
        ear.await_up()
        assert "refused" in ear.why_down()


def test_a_broker_without_an_address_is_passed_over(broker: Broker) -> None:
    with Ear(Address("no-such-host.invalid", 1883), broker, name="nameless") as ear:
        ear.await_up()


def test_a_killed_broker_is_left_for_the_next(own_broker: Broker, broker: Broker) -> None:
    with (
        Ear(broker, name="killed-b", subscriptions=("killed/1",)) as hearer,
        Ear(own_broker, broker, name="killed-a") as ear,
    ):
        hearer.await_up()
        ear.await_up()
        own_broker.kill()
        assert ear.why_down().endswith("lost")
        ear.await_up()
        ear.link.publish("killed/1", b"here")
        assert hearer.hear()[1] == b"here"


def test_a_broker_that_comes_back_is_found_with_its_subscriptions(own_broker: Broker) -> None:
    with Ear(own_broker, name="back", subscriptions=("back/1",)) as ear:
        ear.await_up()
        own_broker.restart()
        ear.why_down()
        ear.await_up()
        assert ear.link.publish("back/1", b"again")
        assert ear.hear()[1] == b"again"


def test_what_is_said_while_down_is_refused_and_never_sent(own_broker: Broker) -> None:
    with Ear(own_broker, name="down", subscriptions=("down/+",)) as ear:
        assert not Ear(own_broker, name="not-started").link.publish("down/1", b"early")
        ear.await_up()
        own_broker.kill()
        ear.why_down()
        assert not ear.link.is_up
        assert not ear.link.publish("down/1", b"lost")
        assert not ear.link.publish("down/1", b"lost", qos=1)
        own_broker.start()
        ear.await_up()
        ear.link.publish("down/2", b"now")
        assert ear.hear() == ("down/2", b"now", False)
        assert ear.messages.empty()


def test_what_was_under_way_in_a_lost_connection_is_not_sent_in_the_next(
    own_broker: Broker,
) -> None:
    with Ear(own_broker, name="under", subscriptions=("under/+",)) as ear:
        ear.await_up()
        os.kill(own_broker.process, signal.SIGSTOP)
        for _ in range(100):
            assert ear.link.publish("under/1", b"old", qos=1)
        own_broker.kill()
        ear.why_down()
        own_broker.start()
        ear.await_up()
        ear.link.publish("under/2", b"new")
        assert ear.hear() == ("under/2", b"new", False)
        assert ear.messages.empty()


def test_a_deque_that_is_full_refuses(own_broker: Broker) -> None:
    with Ear(own_broker, name="full") as ear:
        ear.await_up()
        os.kill(own_broker.process, signal.SIGSTOP)
        try:
            taken = 0
            while ear.link.publish("full/1", b"x" * 10_000, qos=1):
                taken += 1
                assert taken < 2000
        finally:
            os.kill(own_broker.process, signal.SIGCONT)


def test_a_message_at_qos_1_tells_when_the_broker_has_it(broker: Broker) -> None:
    acked: Queue[int] = Queue()
    with Ear(broker, name="acked", subscriptions=("acked/+",)) as ear:
        ear.await_up()
        for n in range(100):
            acked_n = partial(acked.put, n)
            assert ear.link.publish("acked/1", b"%d" % n, qos=1, acked=acked_n)
        assert [acked.get(timeout=HEARD_S_MAX) for _ in range(100)] == list(range(100))
        assert [int(ear.hear()[1]) for _ in range(100)] == list(range(100))


@pytest.mark.logs("a callback of the link failed")
def test_a_callback_that_raises_does_not_stop_later_messages(broker: Broker) -> None:
    with Ear(broker, name="raises", subscriptions=("raises/1",)) as ear:
        ear.await_up()
        ear.fault = RuntimeError("a bug in the program")
        ear.link.publish("raises/1", b"1")
        ear.link.publish("raises/1", b"2")
        assert [ear.hear()[1], ear.hear()[1]] == [b"1", b"2"]
        assert ear.downs.empty()


def test_a_birth_that_is_not_allowed_brings_the_link_down(tmp_path: Path) -> None:
    rights = tmp_path / "acl"
    rights.write_text("topic read #\n")
    rights.chmod(0o600)
    broker = Broker(tmp_path, f"acl_file {rights}")
    broker.start()
    try:
        with Ear(broker, name="not-me", birth=Retained("other/presence", ONLINE)) as ear:
            assert ear.why_down().endswith("birth refused: Not authorized")
    finally:
        broker.stop()


def test_a_closed_link_leaves_no_thread(broker: Broker) -> None:
    before = set(threading.enumerate())
    with Ear(broker, name="thread") as ear:
        ear.await_up()
        assert set(threading.enumerate()) - before
    assert not set(threading.enumerate()) - before
    assert not ear.link.publish("thread/1", b"late")


def test_a_link_that_pauses_is_closed_at_once() -> None:
    with Ear(nobody(), name="pauses") as ear:
        for _ in range(2):
            ear.why_down()
    assert not ear.link.is_up


def test_a_link_closes_without_having_been_started(broker: Broker) -> None:
    Ear(broker, name="idle").link.close()
