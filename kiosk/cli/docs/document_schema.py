"""The JSON Schema of the document that a `policy` message carries, from core's own types."""

from dataclasses import fields
from datetime import timedelta
from enum import Enum
from typing import Any, get_type_hints

from kiosk.core.policy import Policy
from kiosk.core.school import Destination, Room
from kiosk.feed.messages import TEXT_MAX, model_schema

Schema = dict[str, Any]

TIME_OF_DAY = r"^[0-9]{2}:[0-9]{2}:[0-9]{2}$"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def document_schema() -> Schema:
    """Return the schema of `document`; definitions stand in it under their own `$defs`."""
    destination = _whole_model(Destination)
    definitions = destination.pop("$defs", {})
    definitions.pop("Hours", None)
    destination["properties"]["hours"] = {
        "type": "array",
        "items": _row({"type": "string", "pattern": TIME_OF_DAY}, 2),
        "description": "When it opens and closes, by the school's clock; empty: always open.",
    }
    return {
        "type": "object",
        "properties": {
            "room": _whole_model(Room),
            "destinations": {"type": "array", "items": destination},
            "schedule": _schedule(),
            "policy": _policy(),
        },
        "required": ["room", "destinations", "schedule", "policy"],
        "$defs": definitions,
    }


def _whole_model(kind: type) -> Schema:
    """Return the schema of a core type of which the document always tells every field."""
    # A time of day has another form in the document, and its own schema above.
    schema = model_schema(kind)
    schema["required"] = list(schema["properties"])
    return schema


def _schedule() -> Schema:
    name = {"type": "string", "maxLength": TEXT_MAX}
    period = _row({"type": "string"}, 3)
    period["description"] = "Name, start and end of one period, by the school's clock."
    no_fly = _row({"type": "integer"}, 2)
    no_fly["description"] = "Seconds after the start and before the end of a lesson."
    return {
        "type": "object",
        "properties": {
            "time_zone": {"type": "string", "description": "IANA name."},
            "day_types": {
                "type": "object",
                "additionalProperties": {"type": "array", "items": period},
            },
            "week": {
                "type": "object",
                "patternProperties": {"^[0-6]$": name},
                "description": "Day type by weekday, Monday is 0.",
            },
            "exceptions": {
                "type": "object",
                "patternProperties": {DATE: {"anyOf": [name, {"type": "null"}]}},
                "description": "Day type of single dates; null: no school.",
            },
            "no_fly_by_date_s": {
                "type": "object",
                "patternProperties": {DATE: no_fly},
                "description": "No-fly times of single dates, in place of the policy's.",
            },
            "no_fly_by_day_type_s": {
                "type": "object",
                "additionalProperties": no_fly,
                "description": "No-fly times of day types, in place of the policy's.",
            },
        },
        "required": ["time_zone", "day_types", "week", "exceptions"],
    }


def _policy() -> Schema:
    hints = get_type_hints(Policy)
    members: Schema = {}
    for field in fields(Policy):
        hint = hints[field.name]
        if field.name == "limits":
            # Who may go how often is no door's business.
            continue
        if hint is timedelta:
            members[f"{field.name}_s"] = {"type": "integer", "description": "Seconds."}
        elif hint == timedelta | None:
            members[f"{field.name}_s"] = {
                "anyOf": [{"type": "integer"}, {"type": "null"}],
                "description": "Seconds; null: never.",
            }
        elif isinstance(hint, type) and issubclass(hint, Enum):
            members[field.name] = {"type": "string", "enum": [member.value for member in hint]}
        else:
            members[field.name] = _number(hint)
    return {"type": "object", "properties": members, "required": list(members)}


def _number(hint: Any) -> Schema:  # noqa: ANN401 # a type hint has no narrower type
    if hint is int:
        return {"type": "integer"}
    if hint is bool:
        return {"type": "boolean"}
    if hint == int | None:
        return {
            "anyOf": [{"type": "integer"}, {"type": "null"}],
            "description": "Null: no limit.",
        }
    raise TypeError(f"say in kiosk/cli/docs/document_schema.py how a policy's {hint} is sent")


def _row(item: Schema, length: int) -> Schema:
    return {"type": "array", "items": item, "minItems": length, "maxItems": length}
