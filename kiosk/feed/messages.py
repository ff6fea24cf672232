"""The wire's types: which dataclass of core each one is, and the strict model that reads it.

Core's dataclasses are the single list of fields; here stands only what a field may hold.
"""

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from functools import cache, partial
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    PlainValidator,
    WithJsonSchema,
    create_model,
)
from pydantic import Field as Limits

from kiosk.core import events, ids, protocol

VERSION = 1
LIST_MAX = 1024
"""Longest list or map; 16 KiB hold some 400 ids, so only numbers can ever come near."""
NUMBER_MAX = 2**53 - 1
"""Greatest whole number: JSON readers with floating point numbers still tell it from the next."""
TEXT_MAX = 200
"""Longest label, version or typed number, in characters."""
NOTE_MAX = 1000
"""Longest note that staff can write to a correction, in characters."""

UUID7 = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
SHA256 = r"^[0-9a-f]{64}$"
PIN = r"^[0-9]{6}$"
TOKEN = f"^{ids.TOKEN.pattern}$"
UTC_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$"

EVENT = "event"
MESSAGES: Mapping[str, type] = {
    "request": protocol.Request,
    "grant": protocol.Grant,
    "refusal": protocol.Refusal,
    "call": protocol.Call,
    "ack": protocol.Ack,
    "heartbeat": protocol.Heartbeat,
    "sync": protocol.Sync,
    "identify": protocol.Identify,
    "identity": protocol.Identity,
    "pin": protocol.Pin,
    "pin_result": protocol.PinResult,
    "epoch": protocol.EpochBeat,
    "hold": protocol.Hold,
    "freeze": protocol.Freeze,
    "policy": protocol.PolicyDocument,
    "roster": protocol.RosterPart,
    "command": protocol.DoorCommand,
    "presence": protocol.Presence,
}
EVENTS: Mapping[str, type[events.Event]] = {
    # A slotted class holds no defaults: the annotation `Literal["started"]` says the kind.
    get_args(get_type_hints(kind)["kind"])[0]: kind
    for kind in get_args(events.PassEvent)
}
TYPE_NAMES: Mapping[type, str] = {kind: name for name, kind in MESSAGES.items()} | dict.fromkeys(
    EVENTS.values(), EVENT
)


def read_utc(text: object) -> datetime:
    """Return the instant that an RFC 3339 UTC text names; raise ValueError for any other form."""
    if not isinstance(text, str) or re.fullmatch(UTC_TIME, text, re.ASCII) is None:
        raise ValueError("not a time in RFC 3339 UTC")
    return datetime.fromisoformat(text)


_Token = Annotated[str, Limits(pattern=TOKEN)]
_Uuid7 = Annotated[str, Limits(pattern=UUID7)]
_Sha256 = Annotated[str, Limits(pattern=SHA256)]
_Count = Annotated[int, Limits(ge=0, le=NUMBER_MAX)]
_Whole = Annotated[int, Limits(ge=-NUMBER_MAX, le=NUMBER_MAX)]
_Text = Annotated[str, Limits(max_length=TEXT_MAX)]
_Utc = Annotated[
    datetime, PlainValidator(read_utc), WithJsonSchema({"type": "string", "pattern": UTC_TIME})
]

_BY_TYPE: Mapping[object, Any] = {
    ids.DoorId: _Token,
    ids.RoomId: _Token,
    ids.DestinationId: _Token,
    ids.StudentId: _Token,
    ids.StaffId: _Token,
    ids.PassId: _Uuid7,
    ids.BootId: _Uuid7,
    ids.CardHash: _Sha256,
    datetime: _Utc,
    int: _Count,
    str: _Text,
    object: Any,
}
_BY_FIELD: Mapping[str, Any] = {
    "seq": Annotated[int, Limits(ge=1, le=NUMBER_MAX)],
    "prev": _Sha256 | None,
    "reason": _Token,
    "pin": Annotated[str, Limits(pattern=PIN)],
    "note": Annotated[str, Limits(max_length=NOTE_MAX)],
    "health": Annotated[
        dict[_Token, _Text | _Whole | Annotated[float, Limits(allow_inf_nan=False)] | bool | None],
        Limits(max_length=LIST_MAX),
    ],
}


@cache
def model_of(kind: type) -> type[BaseModel]:
    """Return the strict model that reads a `kind`; fields it does not know are passed over."""
    hints = get_type_hints(kind)
    members: dict[str, Any] = {
        field.name: (_BY_FIELD.get(field.name) or _form(hints[field.name]), _default(field))
        for field in fields(kind)
    }
    settings = ConfigDict(strict=True, extra="ignore")
    return create_model(kind.__name__, __config__=settings, **members)


def json_schema(name: str, kind: str | None = None) -> dict[str, Any]:
    """Return the JSON Schema of wire type `name` (of an event: of that `kind`)."""
    cls = MESSAGES[name] if kind is None else EVENTS[kind]
    schema = model_of(cls).model_json_schema()
    schema["properties"] = {
        "v": {"const": VERSION},
        "type": {"const": name},
        **schema["properties"],
    }
    if kind is not None:
        schema["properties"]["kind"] = {"const": kind}
    required = {"v", "type", *(["kind"] if kind else []), *schema.get("required", [])}
    schema["required"] = [name for name in schema["properties"] if name in required]
    return schema


def build(kind: type, model: BaseModel) -> object:
    """Return the dataclass that an intact `model` stands for."""
    return kind(**model.__dict__)


def _form(hint: Any) -> Any:  # noqa: ANN401 - a type hint has no narrower type
    if hint in _BY_TYPE:
        return _BY_TYPE[hint]
    origin: Any = get_origin(hint)
    inner = tuple(_form(part) for part in get_args(hint))
    if origin in (Union, types.UnionType):
        return Union[inner]  # noqa: UP007 - made at run time from a tuple
    if origin is tuple:
        return Annotated[origin[inner], Limits(max_length=LIST_MAX)]
    if origin is Mapping:
        return Annotated[types.GenericAlias(dict, inner), Limits(max_length=LIST_MAX)]
    if is_dataclass(hint) and isinstance(hint, type):
        return Annotated[model_of(hint), AfterValidator(partial(build, hint))]
    return hint


def _default(field: "Field[Any]") -> Any:  # noqa: ANN401 - pydantic takes any value here
    if field.default is not MISSING:
        return field.default
    factory: Callable[[], Any] | Any = field.default_factory
    return ... if factory is MISSING else Limits(default_factory=factory)
