import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kiosk.cli.docs.asyncapi import asyncapi
from kiosk.cli.docs.schemas import schemas
from kiosk.core.ids import BuildingId, DoorId, PassId
from kiosk.feed.messages import EVENTS, MESSAGES
from kiosk.feed.topics import DoorLeaf, Topics
from tests.architecture.tree import ROOT

FOLDER = ROOT / "docs" / "protocol"
DOCUMENT = asyncapi()
ROLES = {"door", "aggregator", "subscriber"}


def references(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for key, inner in value.items():
            # An example is data: a `$ref` in it would mean nothing.
            if key != "examples":
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def resolved(reference: str, document: Any) -> Any:  # noqa: ANN401 - any JSON value
    """What a reference points to; raises when it points to nothing."""
    path, _, pointer = reference.partition("#")
    found = json.loads((FOLDER / path).read_text()) if path else document
    for step in pointer.split("/")[1:]:
        found = found[step.replace("~1", "/").replace("~0", "~")]
    return found


def at(reference: dict[str, str]) -> Any:  # noqa: ANN401 - any JSON value
    return resolved(reference["$ref"], DOCUMENT)


def operations(role: str, action: str) -> set[str]:
    return {
        operation["channel"]["$ref"].rpartition("/")[2]
        for operation in DOCUMENT["operations"].values()
        if operation["tags"] == [{"name": role}] and operation["action"] == action
    }


def test_it_is_asyncapi_3_with_all_that_the_standard_asks_for() -> None:
    assert DOCUMENT["asyncapi"] == "3.0.0"
    assert {"title", "version"} <= DOCUMENT["info"].keys()
    known = {"asyncapi", "info", "defaultContentType", "servers", "channels", "operations"}
    assert DOCUMENT.keys() <= known | {"components"}
    for server in DOCUMENT["servers"].values():
        assert {"host", "protocol"} <= server.keys()
    for operation in DOCUMENT["operations"].values():
        assert operation["action"] in {"send", "receive"}
        assert "channel" in operation


def test_every_reference_resolves_in_the_document_and_in_the_schemas() -> None:
    found = list(references(DOCUMENT))
    assert len(found) > 100
    for reference in found:
        assert resolved(reference, DOCUMENT)
    for name, schema in schemas().items():
        for reference in references(schema):
            assert reference.startswith("#/$defs/"), name
            assert resolved(reference, schema)


def test_every_name_may_stand_in_the_document() -> None:
    named = [DOCUMENT["channels"], DOCUMENT["operations"], DOCUMENT["servers"]]
    for names in (*named, *DOCUMENT["components"].values()):
        assert all(re.fullmatch(r"[\w.-]+", name, re.ASCII) for name in names)


def test_an_address_names_exactly_its_parameters() -> None:
    for channel in DOCUMENT["channels"].values():
        in_address = set(re.findall(r"{(\w+)}", channel["address"] or ""))
        assert in_address == channel.get("parameters", {}).keys()


def test_the_channels_are_the_topics_of_a_building() -> None:
    topics = Topics(BuildingId("B"))
    door, pass_id = DoorId("D"), PassId("P")
    built = {topics.of_door(door, leaf) for leaf in DoorLeaf} | {topics.all_doors}
    built |= {topics.staff_event, topics.staff_replay, topics.staff_alert, topics.counts}
    built |= {topics.staff_pass(pass_id), topics.door_health(door)}
    values = {"building": "B", "door": "D", "pass": "P"}
    addresses = [channel["address"] for channel in DOCUMENT["channels"].values()]
    assert {address.format(**values) for address in addresses if address} == built
    assert addresses.count(None) == 1


def test_every_message_is_on_a_channel_and_has_an_example() -> None:
    used = {name for channel in DOCUMENT["channels"].values() for name in channel["messages"]}
    assert used == DOCUMENT["components"]["messages"].keys() == schemas().keys()
    assert set(MESSAGES) <= used
    assert {f"event-{kind}" for kind in EVENTS} <= used
    assert all(m["examples"] for m in DOCUMENT["components"]["messages"].values())


@pytest.mark.parametrize("name", DOCUMENT["components"]["messages"])
def test_every_example_is_valid_against_the_published_schema(name: str) -> None:
    message = DOCUMENT["components"]["messages"][name]
    validator = Draft202012Validator(at(message["payload"]))
    for example in message["examples"]:
        validator.validate(example["payload"])


def test_an_operations_messages_are_of_its_channel() -> None:
    for operation in DOCUMENT["operations"].values():
        for part in (operation, operation.get("reply")):
            if part is not None:
                prefix = part["channel"]["$ref"] + "/messages/"
                assert part["messages"]
                assert all(m["$ref"].startswith(prefix) for m in part["messages"])


def test_each_channel_is_sent_by_one_role_and_received_by_another() -> None:
    sent = [channel for role in ROLES for channel in operations(role, "send")]
    received = [channel for role in ROLES for channel in operations(role, "receive")]
    assert sorted(sent) == sorted(received) == sorted(DOCUMENT["channels"])
    for role in ROLES:
        assert not operations(role, "send") & operations(role, "receive")


def test_a_subscriber_receives_the_feed_and_sends_only_a_question() -> None:
    assert operations("subscriber", "send") == {"staffReplay"}
    feed = {"staffEvents", "staffPasses", "staffAlerts", "counts", "doorHealth"}
    assert operations("subscriber", "receive") == feed | {"staffReplayAnswers"}


def test_the_replay_goes_where_the_question_says() -> None:
    reply = DOCUMENT["operations"]["subscriberSendsStaffReplay"]["reply"]
    assert reply["address"] == {"location": "$message.payload#/reply_to"}
    # The standard: with an address of its own, the channel's is null.
    assert at(reply["channel"])["address"] is None
    assert (
        "reply_to" in at(DOCUMENT["components"]["messages"]["feed-replay"]["payload"])["required"]
    )


def test_every_operation_is_bound_to_mqtt_with_its_qos() -> None:
    for operation in DOCUMENT["operations"].values():
        binding = operation["bindings"]["mqtt"]
        assert binding["qos"] in {0, 1}
        assert isinstance(binding.get("retain", False), bool)
        assert ("retain" in binding) == (operation["action"] == "send")
