"""The AsyncAPI 3 document: channels, messages with examples, and each role's operations."""

from collections.abc import Iterable
from typing import Any, Final

from kiosk.cli.docs.channels import Channel, Role, channels
from kiosk.cli.docs.feed_examples import feed_examples
from kiosk.cli.docs.schemas import schemas
from kiosk.cli.docs.wire_examples import wire_examples
from kiosk.feed.codec import MESSAGE_BYTES_MAX
from kiosk.feed.messages import TOKEN, UUID7, VERSION

JSON: Final = "application/json"
CLOUD_EVENT: Final = "application/cloudevents+json"
BINDING_VERSION: Final = "0.2.0"
DESCRIPTION: Final = f"""\
What doors, the aggregator and subscribers of one building say to each other over MQTT 5 or 3.1.1.

Each role's operations bear its tag: `door`, `aggregator`, and `subscriber` (staff, IT, a screen in
the hall, a district's server). `send` and `receive` are from that role's point of view. Payloads
are UTF-8 JSON objects of at most {MESSAGE_BYTES_MAX} bytes. Fields that a reader does not know are
to be ignored: later versions may add some. Made from the code by `./run docs`; do not edit."""
ROLES: Final = {
    Role.DOOR: "The program at one classroom door.",
    Role.AGGREGATOR: "The program that sees the building.",
    Role.SUBSCRIBER: "Staff, IT, screens and servers that read the feed.",
}
PARAMETERS: Final = {
    "building": {"description": f"The building's id: `{TOKEN}`.", "examples": ["north"]},
    "door": {"description": f"The door's id: `{TOKEN}`.", "examples": ["door-214"]},
    "pass": {"description": f"The pass's id, a UUIDv7: `{UUID7}`."},
}

Json = dict[str, Any]


def schema_file(name: str) -> str:
    """Return where the schema of message `name` stands, seen from the document."""
    return f"schemas/{name}.json"


def asyncapi() -> Json:
    """Return the whole document."""
    known = channels()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Smart Pass Kiosk",
            "version": f"{VERSION}.0.0",
            "description": DESCRIPTION,
            "tags": [{"name": role.value, "description": text} for role, text in ROLES.items()],
        },
        "defaultContentType": JSON,
        "servers": {
            "building": {
                "host": "{broker}:1883",
                "protocol": "mqtt",
                "protocolVersion": "5",
                "description": "A broker of the building; a door may have a list of them.",
                "variables": {"broker": {"default": "localhost"}},
            }
        },
        "channels": {channel.key: _channel(channel) for channel in known},
        "operations": _operations(known),
        "components": {
            "parameters": PARAMETERS,
            "messages": _messages(),
        },
    }


def _channel(channel: Channel) -> Json:
    kept = " Retained: the last one comes at once to a new reader." if channel.retained else ""
    found: Json = {
        "address": channel.address,
        "description": channel.text + kept,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in channel.messages},
    }
    used = [name for name in PARAMETERS if f"{{{name}}}" in (channel.address or "")]
    if used:
        found["parameters"] = {name: {"$ref": f"#/components/parameters/{name}"} for name in used}
    return found


def _operations(known: Iterable[Channel]) -> Json:
    by_key = {channel.key: channel for channel in known}
    found: Json = {}
    for channel in by_key.values():
        name = channel.key[:1].upper() + channel.key[1:]
        answer = by_key[channel.answered_on] if channel.answered_on else None
        sends = _operation("send", channel.sender, channel, answer)
        receives = _operation("receive", channel.receiver, channel, answer)
        # Only who publishes says whether the broker keeps it.
        sends["bindings"]["mqtt"]["retain"] = channel.retained
        found[f"{channel.sender}Sends{name}"] = sends
        found[f"{channel.receiver}Receives{name}"] = receives
    return found


def _operation(action: str, role: Role, channel: Channel, answer: Channel | None) -> Json:
    found: Json = {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel.key}"},
        "tags": [{"name": role.value}],
        "messages": _of_channel(channel),
        "bindings": {"mqtt": {"bindingVersion": BINDING_VERSION, "qos": channel.qos}},
    }
    if answer is not None:
        reply: Json = {
            "channel": {"$ref": f"#/channels/{answer.key}"},
            "messages": _of_channel(answer),
        }
        if channel.answer_topic is not None:
            reply["address"] = {"location": channel.answer_topic}
        found["reply"] = reply
    return found


def _of_channel(channel: Channel) -> list[Json]:
    return [{"$ref": f"#/channels/{channel.key}/messages/{name}"} for name in channel.messages]


def _messages() -> Json:
    examples = {**wire_examples(), **feed_examples()}
    if without := schemas().keys() - examples.keys():
        # Told here, to whoever adds a message, rather than as a name that is missing below.
        raise LookupError(f"kiosk/cli/docs has no example of {', '.join(sorted(without))}")
    return {
        name: {
            "name": name,
            "summary": schema["description"].split("\n\n")[0].replace("\n", " "),
            "contentType": CLOUD_EVENT if name.startswith("feed-event-") else JSON,
            "payload": {"$ref": schema_file(name)},
            "examples": [{"payload": payload} for payload in examples[name]],
        }
        for name, schema in schemas().items()
    }
