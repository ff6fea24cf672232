"""What the real programs publish is what the document says, in every channel, flag and field."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from time import monotonic
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from kiosk.aggregator.desk import Arrival, Desk
from kiosk.cli.bench.building import Building
from kiosk.cli.bench.headless_door import HeadlessDoor
from kiosk.cli.bench.school_folder import BUILDING, PLACE, Pupil, SchoolPlan, pupils_of
from kiosk.cli.docs import sample_school as sample
from kiosk.cli.docs.channels import Channel, channels
from kiosk.cli.docs.feed_examples import SUBSCRIBER, feed_events
from kiosk.cli.docs.schemas import schemas
from kiosk.cli.docs.wire_examples import message_name, wire_messages
from kiosk.core.aggregator.coordination import Broadcast, Reply
from kiosk.core.door.inputs import UrgentPressed
from kiosk.core.door.scene import Screen
from kiosk.core.ids import RoomId
from kiosk.core.protocol import ToDoor
from kiosk.feed import walk
from kiosk.feed.messages import TOKEN, UUID7
from tests.broker import Broker
from tests.cli.docs.sniffer import Overheard, Sniffer

HEARD_S_MAX = 10.0
ROOM = RoomId("101")
SCHEMAS = schemas()
VALUES = {"building": TOKEN, "door": TOKEN, "pass": UUID7}


def channel_of(topic: str) -> Channel:
    """The one channel that a topic belongs to."""
    found = [channel for channel in channels() if _matches(channel, topic)]
    assert len(found) == 1, topic
    return found[0]


def _matches(channel: Channel, topic: str) -> bool:
    if channel.address is None:
        return re.search("/feed/staff/replay/.", topic) is not None
    pattern = re.sub(r"{(\w+)}", lambda m: VALUES[m[1]].strip("^$"), channel.address)
    return re.fullmatch(pattern, topic) is not None


def name_of(channel: Channel, body: Any) -> str:  # noqa: ANN401 - any JSON value
    """The one message of a channel that a body is, by its constants."""
    found = [
        name for name in channel.messages if Draft202012Validator(SCHEMAS[name]).is_valid(body)
    ]
    assert len(found) == 1, (channel.key, found, body)
    return found[0]


def assert_as_documented(heard: Iterable[Overheard]) -> set[str]:
    """Returns the names of the messages that were heard."""
    names = set()
    for message in heard:
        channel = channel_of(message.topic)
        flags = (message.topic, message.qos, message.retained)
        assert flags == (message.topic, channel.qos, channel.retained)
        if channel.key == "staffPasses" and message.payload == b"":
            continue
        body = json.loads(message.payload)
        name = name_of(channel, body)
        names.add(name)
        known = SCHEMAS[name]["properties"]
        assert body.keys() <= known.keys()
        if "data" in body:
            assert body["data"].keys() <= known["data"]["properties"].keys()
    return names


def chooses(door: HeadlessDoor, pupil: Pupil, screen: Screen) -> None:
    door.tap(pupil.card_out)
    door.await_screen(Screen.CHOOSE, student=pupil.label)
    door.choose(PLACE)
    door.await_screen(screen, student=pupil.label)


def await_all_of(sniffer: Sniffer, names: set[str]) -> None:
    """Until each of `names` has been heard, in whatever order."""
    until = monotonic() + HEARD_S_MAX
    missing = set(names)
    while missing:
        left = until - monotonic()
        assert left > 0, f"never heard: {missing}"
        with suppress(Empty):
            missing -= assert_as_documented([sniffer.overheard.get(timeout=left)])


def test_a_building_at_work_says_only_what_is_documented(
    own_broker: Broker, tmp_path: Path
) -> None:
    other = RoomId("102")
    maya, omar, ivy = [*pupils_of(ROOM, 2), *pupils_of(other, 1)]
    school = SchoolPlan(rooms=[ROOM, other], pupils=[maya, omar, ivy], capacity=1)
    asked = {"request", "grant", "refusal", "identify", "identity"}
    kept = {"heartbeat", "sync", "ack", "epoch", "roster", "policy", "presence"}
    events = {"event-started", "event-ended", "event-refused"}
    feed = {f"feed-{name}" for name in {"pass", "counts", "door", "alert", *events}}
    with Sniffer(own_broker, f"spk/v1/{BUILDING}/#") as sniffer:
        with Building(tmp_path, own_broker.port, school) as building:
            first, second = building.open_doors([ROOM, other])
            chooses(first, maya, Screen.OUT)
            first.tap(maya.card_back)
            first.await_screen(Screen.WELCOME_BACK, student=maya.label)
            chooses(first, omar, Screen.OUT)
            # The one place is taken; and the door does not know whose card the next one is.
            chooses(second, ivy, Screen.IN_LINE)
            second.take(UrgentPressed())
            second.await_scene(lambda scene: scene.urgent, "the urgent choice")
            second.choose(PLACE)
            second.await_screen(Screen.OUT, student=ivy.label)
            second.tap(maya.card_out)
            await_all_of(sniffer, asked | kept | events | feed)
        # How they end is documented too.
        assert_as_documented(sniffer.all_heard())


@pytest.fixture
def desk(own_broker: Broker) -> Iterator[Desk]:
    arrivals: Queue[Arrival] = Queue()
    real = Desk(
        sample.BUILDING,
        sample.SCHOOL.roster,
        [walk.Broker(own_broker.host, own_broker.port)],
        arrivals.put,
    )
    real.open()
    arrivals.get(timeout=HEARD_S_MAX)
    yield real
    real.close()


def test_the_aggregator_sends_each_message_on_the_channel_it_is_documented_for(
    own_broker: Broker, desk: Desk
) -> None:
    to_doors = [m for m in wire_messages() if isinstance(m, get_args(ToDoor))]
    for_all = next(c.messages for c in channels() if c.key == "allDoors")
    with Sniffer(own_broker, f"spk/v1/{sample.BUILDING}/#") as sniffer:
        for message in to_doors:
            name = message_name(message)
            if name in for_all:
                desk.broadcast(Broadcast(message))
            else:
                desk.reply(Reply(sample.DOOR_214, message))
            heard = sniffer.overheard.get(timeout=HEARD_S_MAX)
            assert assert_as_documented([heard]) == {name}


def test_a_replay_comes_as_documented(own_broker: Broker, desk: Desk) -> None:
    bodies = [body for _, body in feed_events()]
    with Sniffer(own_broker, f"spk/v1/{sample.BUILDING}/#") as sniffer:
        desk.answer_replay(f"{desk.topics.staff_replay}/{SUBSCRIBER}", bodies)
        heard = [sniffer.overheard.get(timeout=HEARD_S_MAX) for _ in bodies]
    assert [message.payload for message in heard] == bodies
    assert len(assert_as_documented(heard)) == len({json.loads(body)["type"] for body in bodies})
