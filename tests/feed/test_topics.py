import pytest
from paho.mqtt.client import topic_matches_sub

from kiosk.core.ids import BuildingId, DoorId, PassId
from kiosk.feed.topics import FROM_DOOR, TO_DOOR, DoorLeaf, DoorTopic, Topics
from tests.feed.samples import PASS

topics = Topics(BuildingId("north"))
door = DoorId("d214")


def everything() -> list[str]:
    return [
        *(topics.of_door(door, leaf) for leaf in DoorLeaf),
        topics.all_doors,
        topics.staff_event,
        topics.staff_replay,
        topics.staff_alert,
        topics.staff_pass(PASS),
        topics.counts,
        topics.door_health(door),
    ]


def test_the_topics_are_those_of_the_protocol() -> None:
    assert everything() == [
        "spk/v1/north/door/d214/req",
        "spk/v1/north/door/d214/ev",
        "spk/v1/north/door/d214/hb",
        "spk/v1/north/door/d214/ans",
        "spk/v1/north/door/d214/ack",
        "spk/v1/north/door/d214/sync",
        "spk/v1/north/door/d214/presence",
        "spk/v1/north/all",
        "spk/v1/north/feed/staff/event",
        "spk/v1/north/feed/staff/replay",
        "spk/v1/north/feed/staff/alert",
        f"spk/v1/north/feed/staff/pass/{PASS}",
        "spk/v1/north/feed/counts",
        "spk/v1/north/feed/door/d214",
    ]


@pytest.mark.parametrize("leaf", DoorLeaf)
def test_a_door_topic_is_taken_apart_again(leaf: DoorLeaf) -> None:
    assert topics.parse_door(topics.of_door(door, leaf)) == DoorTopic(door, leaf)


@pytest.mark.parametrize(
    "topic",
    [
        "",
        "spk/v1/north/all",
        "spk/v1/north/feed/door/d214",
        "spk/v1/north/door/d214",
        "spk/v1/north/door/d214/",
        "spk/v1/north/door/d214/later",
        "spk/v1/north/door/d214/req/more",
        "spk/v1/north/door//req",
        "spk/v1/north/door/d 214/req",
        "spk/v1/south/door/d214/req",
        "spk/v2/north/door/d214/req",
        "/spk/v1/north/door/d214/req",
    ],
)
def test_any_other_topic_is_no_door_topic(topic: str) -> None:
    assert topics.parse_door(topic) is None


@pytest.mark.parametrize("bad", ["#", "+", "a/b", "", "a" * 65, "a\n", "é"])
def test_an_id_that_is_no_token_makes_no_topic(bad: str) -> None:
    with pytest.raises(ValueError, match="not a token"):
        topics.of_door(DoorId(bad), DoorLeaf.REQUEST)
    with pytest.raises(ValueError, match="not a token"):
        topics.staff_pass(PassId(bad))
    with pytest.raises(ValueError, match="not a token"):
        Topics(BuildingId(bad)).all_doors  # noqa: B018 - a property that raises


@pytest.mark.parametrize("subscriptions", [topics.for_door(door), topics.for_aggregator()])
def test_no_two_subscriptions_match_the_same_topic(subscriptions: tuple[str, ...]) -> None:
    for topic in everything():
        assert sum(topic_matches_sub(one, topic) for one in subscriptions) <= 1


def test_a_door_hears_what_is_said_to_it_and_nothing_else() -> None:
    heard = {topic for topic in everything() if topic in topics.for_door(door)}
    assert heard == {*(topics.of_door(door, leaf) for leaf in TO_DOOR), topics.all_doors}


def test_the_aggregator_hears_every_door_and_calls_for_replay() -> None:
    heard = {
        topic
        for topic in everything()
        if any(topic_matches_sub(one, topic) for one in topics.for_aggregator())
    }
    assert heard == {*(topics.of_door(door, leaf) for leaf in FROM_DOOR), topics.staff_replay}
