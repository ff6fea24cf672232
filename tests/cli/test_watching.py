import json
import re
import signal
import subprocess
import sys
from random import Random
from threading import Event

import pytest
from rich.text import Text

from kiosk.cli.watching import FeedReader
from kiosk.core.ids import BuildingId
from kiosk.feed.link import Link
from kiosk.feed.plan import LinkPlan
from kiosk.feed.topics import Topics
from kiosk.feed.walk import Broker as BrokerAddress
from tests.broker import Broker


def event(n: int, kind: str = "started", **more: object) -> bytes:
    data = {
        "n": n,
        "kind": kind,
        "student_name": "Maya [Rodriguez]",
        "origin_name": "Room 214",
        "destination_name": "Restroom",
        **more,
    }
    return json.dumps({"time": "2026-11-02T15:04:05Z", "data": data}).encode()


def plain(lines: list[str]) -> list[str]:
    return [re.sub(r"^\d\d:\d\d:\d\d ", "", Text.from_markup(line).plain) for line in lines]


def test_an_event_is_a_line_for_people() -> None:
    lines = plain(FeedReader(as_json=False).lines(event(1, urgent=True)))
    assert lines == ["started   Maya [Rodriguez] left Room 214 for Restroom urgent"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("ended", "is back in Room 214 from Restroom"),
        ("refused", "was told not now for Restroom (hall_full)"),
        ("left_line", "left the line for Restroom"),
        ("expired", "forgot to come back from Restroom: ended, not seen"),
        ("invented", "invented"),
    ],
)
def test_every_kind_has_its_words(kind: str, words: str) -> None:
    (line,) = plain(FeedReader(as_json=False).lines(event(1, kind, reason="hall_full")))
    assert line.endswith(words)


def test_an_event_that_comes_twice_is_told_once() -> None:
    reader = FeedReader(as_json=False)
    assert len(reader.lines(event(1))) == 1
    assert reader.lines(event(1)) == []


def test_a_gap_is_told() -> None:
    reader = FeedReader(as_json=False)
    reader.lines(event(1))
    assert plain(reader.lines(event(4)))[0] == "2 events were missed here"


def test_json_is_passed_on_as_it_came() -> None:
    (line,) = FeedReader(as_json=True).lines(event(7))
    assert json.loads(line) == json.loads(event(7))


@pytest.mark.parametrize("payload", [b"", b"[]", b"{}", b"\xff", b'{"data": 3}', b'{"data": {}}'])
def test_what_can_not_be_read_breaks_nothing(payload: bytes) -> None:
    for as_json in (False, True):
        FeedReader(as_json=as_json).lines(payload)


def test_an_alert_is_a_line_too() -> None:
    alert = {"at": "2026-11-02T15:04:05Z", "kind": "urgent", "text": "Maya R. left"}
    assert plain(FeedReader(as_json=False).lines(json.dumps(alert).encode())) == [
        "urgent    Maya R. left"
    ]


def test_watch_prints_what_comes_on_a_real_feed_until_it_is_ended(broker: Broker) -> None:
    topic = Topics(BuildingId("watched")).staff_event
    up = Event()
    link = Link(
        LinkPlan(brokers=[BrokerAddress(broker.host, broker.port)], client_id="watched"),
        Random(1),
        on_message=lambda _topic, _payload, _retained: None,
        on_up=up.set,
        on_down=lambda _why: None,
    )
    command = ["watch", "--building", "watched", "--host", broker.host, "--port", str(broker.port)]
    child = subprocess.Popen(
        [sys.executable, "-m", "kiosk.cli", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    link.start()
    with child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stderr.readline().startswith("watching watched on")
        assert up.wait(10)
        assert link.publish(topic, event(1), qos=1)
        assert "left Room 214 for Restroom" in child.stdout.readline()
        child.send_signal(signal.SIGINT)
        assert child.wait(10) == 0
    link.close()
