"""JSON Schemas of what staff, screens in the hall and IT read: the bodies of `staff` and `counts`.

What an event says of itself is taken from the wire's models; what stands around it is said here.
"""

from typing import Any

from kiosk.feed.counts import SHOWN_MIN
from kiosk.feed.messages import TOKEN, UTC_TIME, UUID7, VERSION, json_schema
from kiosk.feed.staff import HEADER_FIELDS

Schema = dict[str, Any]


def event_schema(kind: str) -> Schema:
    """Return the schema of a pass event of `kind` as a CloudEvents 1.0 structured JSON object."""
    data, definitions = _event_data(kind)
    members: Schema = {
        "specversion": {"const": "1.0"},
        "id": _text("Names the event itself: `{door}/{boot}/{seq}`, the same on a re-publication."),
        "source": _text("`/spk/v1/{building}`."),
        "type": {"const": f"smartpass.pass.{kind}"},
        "subject": _uuid("The pass."),
        "time": _time("When it happened, as well as is known."),
        "datacontenttype": {"const": "application/json"},
        "data": data,
    }
    schema = _object(members, optional={"time"})
    return schema | ({"$defs": definitions} if definitions else {})


def pass_schema() -> Schema:
    """Return the schema of an open pass, as it is retained for staff."""
    start = json_schema("event", "started")["properties"]
    members: Schema = {
        **_head("pass"),
        "pass": _uuid("The pass."),
        "door": _nullable(_token("The door that the pass is open at.")),
        **_who(),
        "since": _nullable(_time("Counts as out from then on.")),
        **_times(),
        "started": {
            "type": "boolean",
            "description": "False for a grant that is not yet used, and for a pass in doubt.",
        },
        "in_doubt": {
            "type": "boolean",
            "description": "The door gave the request up and can't tell whether a go was shown.",
        },
        "urgent": {"type": "boolean"},
        "offline": {"type": "boolean", "description": "Started without the aggregator."},
        "override": {"type": "boolean", "description": "A teacher's yes went past a rule."},
        "note": start["note"] | {"description": "Of an override: why, as a code."},
        "round_trip": {
            "type": "boolean",
            "description": "False: the pass is over on arrival, and nobody is expected back.",
        },
        "identified_by": _nullable(start["identified_by"]),
        "approved_by": _nullable(_token("The member of staff who said yes.")),
        "approved_by_name": _name("approved_by"),
    }
    schema = _object(members, optional=_names_of(members))
    return schema | {"$defs": json_schema("event", "started")["$defs"]}


def alert_schema() -> Schema:
    """Return the schema of an alert."""
    members: Schema = {
        **_head("alert"),
        "at": _time("When it was noticed."),
        "kind": _token("What it is about, as `overtime` or `door_offline`; more may come."),
        "text": _text("For a person to read; it may name a student."),
        "pass": _nullable(_uuid("The pass it is about.")),
        "staff": _nullable(_token("Who did it, if it was done by staff.")),
        "staff_name": _name("staff"),
    }
    return _object(members, optional=_names_of(members))


def counts_schema() -> Schema:
    """Return the schema of the counts."""
    told = {"type": "integer", "minimum": SHOWN_MIN}
    counts = {
        "type": "object",
        "additionalProperties": _nullable(told),
        "description": f"Null: fewer than {SHOWN_MIN}, or not told so that no other can be found.",
    }
    out = {"anyOf": [{"const": 0}, told, {"type": "null"}]}
    return _object(
        {
            **_head("counts"),
            "out": out | {"description": f"Students out; null: some, but fewer than {SHOWN_MIN}."},
            "by_destination": counts,
            "by_floor": counts,
            "lines": counts | {"description": f"Who waits in line; null: fewer than {SHOWN_MIN}."},
        }
    )


def door_schema() -> Schema:
    """Return the schema of a door's state, as it is retained for IT."""
    return _object(
        {
            **_head("door"),
            "door": _token("The door."),
            "room": _text("The room's name."),
            "online": {"type": "boolean"},
            "last_heard": _nullable(_time("Its last heartbeat.")),
            "outbox": _whole("Events that the aggregator has not yet confirmed."),
            "health": json_schema("heartbeat")["properties"]["health"],
        }
    )


def _event_data(kind: str) -> tuple[Schema, Schema]:
    wire = json_schema("event", kind)
    own = {
        name: schema
        for name, schema in wire["properties"].items()
        if name not in HEADER_FIELDS | {"v", "type", "kind", "at"}
    }
    members: Schema = {
        "n": {
            "type": "integer",
            "minimum": 1,
            "description": "1, 2, 3... in commit order: a number left out is an event missed.",
        },
        "kind": {"const": kind},
        "pass": _uuid("The pass."),
        "door": _token("The door that recorded the event."),
        "received_at": _nullable(_time("When the aggregator took it in.")),
        **_who(),
        **_times(),
        "at": _nullable(_time("The door's own time; null while its clock was not known.")),
        **own,
    }
    names = {f"{field}_name": _name(field) for field in ("approved_by", "staff") if field in own}
    members |= names
    return _object(members, optional=_names_of(members)), wire.get("$defs", {})


def _who() -> Schema:
    found: Schema = {}
    for field in ("student", "destination", "origin"):
        found[field] = _nullable(_token("Null: not known."))
        found[f"{field}_name"] = _name(field)
    return found


def _times() -> Schema:
    return {
        "minutes": _nullable(_whole("Allowance in minutes; null: no limit.")),
        "started_at": _nullable(_time("The go was recorded.")),
        "due_at": _nullable(_time("The allowance ends; null: no limit, or not started.")),
        "checked_in_at": _nullable(_time("The student tapped at the destination; null: not seen.")),
        "ended_at": _nullable(_time("The pass was over: the student was seen back, or `expired`.")),
        "expired": {
            "type": "boolean",
            "description": "Ended as forgotten: nobody has seen the student back.",
        },
        "returned_at": _nullable(_time("The student was back by staff's word; null: no word.")),
    }


def _head(name: str) -> Schema:
    return {"v": {"const": VERSION}, "type": {"const": name}}


def _object(members: Schema, optional: set[str] | frozenset[str] = frozenset()) -> Schema:
    return {
        "type": "object",
        "properties": members,
        "required": [name for name in members if name not in optional],
    }


def _names_of(members: Schema) -> set[str]:
    """Return the members that are there only if the id beside them is."""
    return {name for name in members if name.endswith("_name")}


def _name(field: str) -> Schema:
    return _nullable(_text(f"Name of `{field}`; null: not on the roster; absent: no `{field}`."))


def _nullable(schema: Schema) -> Schema:
    inner = {key: value for key, value in schema.items() if key != "description"}
    if "anyOf" in inner:
        return schema
    told = {"description": schema["description"]} if "description" in schema else {}
    return {"anyOf": [inner, {"type": "null"}], **told}


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _token(description: str) -> Schema:
    return {"type": "string", "pattern": TOKEN, "description": description}


def _uuid(description: str) -> Schema:
    return {"type": "string", "pattern": UUID7, "description": description}


def _time(description: str) -> Schema:
    return {"type": "string", "pattern": UTC_TIME, "description": description}


def _whole(description: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": description}
