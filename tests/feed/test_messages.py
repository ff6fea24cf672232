from dataclasses import fields
from typing import get_args

import pytest

from kiosk.core.ports import WireMessage
from kiosk.feed.messages import EVENTS, MESSAGES, TYPE_NAMES, json_schema


def test_every_message_of_core_has_a_wire_type() -> None:
    assert set(TYPE_NAMES) == set(get_args(WireMessage))


def test_wire_types_bear_the_names_of_the_protocol() -> None:
    names = (
        "request grant refusal call ack heartbeat sync identify identity enrol enrolled"
        " ask_passes own_passes pin pin_result"
    )
    assert " ".join(MESSAGES) == f"{names} epoch hold freeze policy roster command presence"
    kinds = (
        "started ended arrived checked_in abandoned refused corrected left_line extended expired"
        " approved declined paused"
    )
    assert " ".join(EVENTS) == kinds


@pytest.mark.parametrize("name", MESSAGES)
def test_a_schema_names_every_field(name: str) -> None:
    schema = json_schema(name)
    assert schema["properties"]["v"] == {"const": 1}
    assert schema["properties"]["type"] == {"const": name}
    expected = ["v", "type", *(field.name for field in fields(MESSAGES[name]))]
    assert list(schema["properties"]) == expected
    assert {"v", "type"} <= set(schema["required"])


@pytest.mark.parametrize("kind", EVENTS)
def test_the_schema_of_an_event_asks_for_its_kind(kind: str) -> None:
    schema = json_schema("event", kind)
    assert schema["properties"]["type"] == {"const": "event"}
    assert schema["properties"]["kind"] == {"const": kind}
    assert {"v", "type", "kind", "boot", "seq"} <= set(schema["required"])


def test_a_schema_says_what_an_id_may_be() -> None:
    properties = json_schema("request")["properties"]
    assert properties["student"]["pattern"] == "^[A-Za-z0-9_-]{1,64}$"
    assert "-7[0-9a-f]{3}-" in properties["id"]["pattern"]
    assert "approved_by" not in json_schema("request")["required"]


def test_core_has_no_field_that_a_door_should_not_know() -> None:
    known = {field.name for kind in MESSAGES.values() for field in fields(kind)}
    assert not known & {"group", "groups", "private", "last_name"}
