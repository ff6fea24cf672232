import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from kiosk.cli.docs.feed_examples import feed_examples
from kiosk.cli.docs.schemas import schemas
from kiosk.cli.docs.wire_examples import message_name, wire_examples
from kiosk.core.policy import Policy
from kiosk.core.ports import WireMessage
from kiosk.feed.codec import JsonCodec
from kiosk.feed.messages import EVENTS, MESSAGES
from tests.feed.samples import KINDS, of_kind

SCHEMAS = schemas()
EXAMPLES = {**wire_examples(), **feed_examples()}


def undocumented(value: Any, schema: Any, root: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Fields that a real message has and its schema does not name."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    for choice in schema.get("anyOf", ()):
        if Draft202012Validator(choice | {"$defs": root.get("$defs", {})}).is_valid(value):
            yield from undocumented(value, choice, root)
    if isinstance(value, list):
        for item in value:
            yield from undocumented(item, schema.get("items", {}), root)
    if isinstance(value, dict) and "properties" in schema:
        yield from value.keys() - schema["properties"].keys()
        for name in value.keys() & schema["properties"].keys():
            yield from undocumented(value[name], schema["properties"][name], root)


def test_every_message_and_event_kind_has_a_schema_of_its_own() -> None:
    assert set(MESSAGES) <= set(SCHEMAS)
    for kind in EVENTS:
        assert {f"event-{kind}", f"feed-event-{kind}"} <= set(SCHEMAS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_by_its_dialect_and_by_the_one_of_asyncapi(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    # AsyncAPI takes a schema for draft 7 where nothing else is said: ours are both.
    Draft7Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["description"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_the_code_sends_is_valid_and_has_no_field_that_is_not_documented(name: str) -> None:
    for example in EXAMPLES[name]:
        Draft202012Validator(SCHEMAS[name]).validate(example)
        Draft7Validator(SCHEMAS[name]).validate(example)
        assert sorted(undocumented(example, SCHEMAS[name], SCHEMAS[name])) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_whatever_the_codec_encodes_is_valid(kind: type, data: st.DataObject) -> None:
    message: WireMessage = data.draw(of_kind(kind))
    name = message_name(message)
    sent = json.loads(JsonCodec().encode(message))
    if name == "policy":
        # Any object passes the codec; what the school really sends is an example above.
        sent["document"] = EXAMPLES["policy"][0]["document"]
    Draft202012Validator(SCHEMAS[name]).validate(sent)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_message_without_a_field_it_must_have_is_not_valid(name: str) -> None:
    validator = Draft202012Validator(SCHEMAS[name])
    for field in SCHEMAS[name]["required"]:
        example = {k: v for k, v in EXAMPLES[name][0].items() if k != field}
        assert not validator.is_valid(example)


def test_a_count_of_one_or_two_is_not_valid() -> None:
    counts = EXAMPLES["feed-counts"][0]
    for few in (1, 2):
        told = counts | {"by_floor": {"1": few}}
        assert not Draft202012Validator(SCHEMAS["feed-counts"]).is_valid(told)


def test_the_policy_document_names_every_number_and_no_limit() -> None:
    document = SCHEMAS["policy"]["properties"]["document"]
    sent = EXAMPLES["policy"][0]["document"]
    assert list(document["properties"]["policy"]["properties"]) == list(sent["policy"])
    assert len(sent["policy"]) == len(Policy.__dataclass_fields__) - 1
    assert "limits" not in sent["policy"]
