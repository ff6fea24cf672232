"""Every JSON Schema that is published, by the name of its message."""

import inspect
from collections.abc import Mapping
from typing import Any, Final

from kiosk.aggregator.replay import ReplayQuestion
from kiosk.cli.docs.document_schema import document_schema
from kiosk.core.events import Event
from kiosk.feed import staff_schema
from kiosk.feed.messages import EVENT, EVENTS, MESSAGES, json_schema

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def event_name(kind: str) -> str:
    """Return the published name of a door's event of `kind`."""
    return f"event-{kind}"


def feed_event_name(kind: str) -> str:
    """Return the published name of an event of `kind` on the staff feed."""
    return f"feed-event-{kind}"


def schemas() -> Mapping[str, Schema]:
    """Return every schema, in the order in which they are documented."""
    wire = {name: _told(name, kind, json_schema(name)) for name, kind in MESSAGES.items()}
    wire["policy"] = _with_document(wire["policy"])
    for kind, event in EVENTS.items():
        wire[event_name(kind)] = _told(event_name(kind), event, json_schema(EVENT, kind))
    feed = {
        feed_event_name(kind): (
            staff_schema.event_schema(kind),
            f"A CloudEvent of the staff feed. {_doc(event)}",
        )
        for kind, event in EVENTS.items()
    }
    feed |= {
        "feed-pass": (staff_schema.pass_schema(), "A pass with which a student counts as out."),
        "feed-alert": (staff_schema.alert_schema(), "Something that staff should look at."),
        "feed-counts": (staff_schema.counts_schema(), "How many are out, without personal data."),
        "feed-door": (staff_schema.door_schema(), "How a door is doing, for IT."),
        "feed-replay": (
            ReplayQuestion.model_json_schema(by_alias=True),
            "A subscriber's question for events that it missed.",
        ),
    }
    return wire | {name: _published(name, text, made) for name, (made, text) in feed.items()}


def _told(name: str, kind: type, schema: Schema) -> Schema:
    parts = [_doc(kind)]
    if issubclass(kind, Event):
        # What is common to all events is said once, of their common type.
        parts.append(_doc(Event))
    return _published(name, "\n\n".join(parts), schema)


def _published(name: str, text: str, schema: Schema) -> Schema:
    # A model's titles only say its name, or a field's, once more.
    bare = _without_titles(schema)
    bare.pop("description", None)
    head = {"$schema": DIALECT, "title": name, "description": text}
    return head | {key: bare[key] for key in sorted(bare, key=_place)}


def _place(key: str) -> int:
    order = ("type", "required", "properties", "$defs")
    return order.index(key) if key in order else len(order)


def _with_document(schema: Schema) -> Schema:
    document = _without_titles(document_schema())
    definitions = document.pop("$defs")
    schema["properties"]["document"] = document
    return schema | {"$defs": schema.get("$defs", {}) | definitions}


def _without_titles(value: Any) -> Any:  # noqa: ANN401 # any JSON value
    if isinstance(value, dict):
        return {
            key: _without_titles(inner)
            for key, inner in value.items()
            if not (key == "title" and isinstance(inner, str))
        }
    if isinstance(value, list):
        return [_without_titles(inner) for inner in value]
    return value


def _doc(kind: type) -> str:
    return inspect.getdoc(kind) or ""
