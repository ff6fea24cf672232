"""The wire's types: which dataclass of core each one is, and the strict model that reads it.

Core's dataclasses are the single list of fields; here stands only what a field may hold.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from functools import cache, partial
from threading import RLock
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from kiosk.core import cardmessages, events, ids, protocol, schoolparts

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

END = r"\Z"
"""Where a text ends, in Python's patterns."""

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
    "enrol": cardmessages.Enrol,
    "enrolled": cardmessages.Enrolled,
    "ask_passes": cardmessages.AskPasses,
    "own_passes": cardmessages.OwnPasses,
    "pin": protocol.Pin,
    "pin_result": protocol.PinResult,
    "epoch": protocol.EpochBeat,
    "hold": protocol.Hold,
    "freeze": protocol.Freeze,
    "policy": schoolparts.PolicyDocument,
    "roster": schoolparts.RosterPart,
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


def read_utc(text: str) -> datetime:
    """Return the instant of an RFC 3339 UTC text; raise ValueError for a day that does not exist.

    Its form has been checked by then.
    """
    return datetime.fromisoformat(text)


def _matching(pattern: str) -> Meta:
    # Python's `$` also stands before a line's end that comes last; JSON Schema's does not.
    return Meta(pattern=pattern.removesuffix("$") + END)


_Token = Annotated[str, _matching(TOKEN)]
_Uuid7 = Annotated[str, _matching(UUID7)]
_Sha256 = Annotated[str, _matching(SHA256)]
_Count = Annotated[int, Meta(ge=0, le=NUMBER_MAX)]
_Whole = Annotated[int, Meta(ge=-NUMBER_MAX, le=NUMBER_MAX)]
_Text = Annotated[str, Meta(max_length=TEXT_MAX)]
_Utc = Annotated[str, _matching(UTC_TIME)]

_BY_TYPE: Mapping[object, Any] = {
    ids.DoorId: _Token,
    ids.RoomId: _Token,
    ids.DestinationId: _Token,
    ids.StudentId: _Token,
    ids.StaffId: _Token,
    ids.OccurrenceId: _Token,
    ids.PassId: _Uuid7,
    ids.BootId: _Uuid7,
    ids.CardHash: _Sha256,
    datetime: _Utc,
    ids.MoreMinutes: _Whole,
    int: _Count,
    str: _Text,
    object: Any,
}
_BY_FIELD: Mapping[str, Any] = {
    "seq": Annotated[int, Meta(ge=1, le=NUMBER_MAX)],
    "prev": _Sha256 | None,
    "reason": _Token,
    "why": _Token | None,
    "pin": Annotated[str, _matching(PIN)],
    "note": Annotated[str, Meta(max_length=NOTE_MAX)],
    "health": Annotated[
        dict[_Token, _Text | _Whole | float | bool | None], Meta(max_length=LIST_MAX)
    ],
}

Maker = Callable[[Any], object]


@cache
def model_of(kind: type) -> type[msgspec.Struct]:
    """Return the strict model that reads a `kind`; fields it does not know are passed over."""
    hints = get_type_hints(kind)
    return msgspec.defstruct(
        kind.__name__,
        [
            (field.name, _BY_FIELD.get(field.name) or _form(hints[field.name]), _default(field))
            for field in fields(kind)
        ],
        kw_only=True,
        gc=False,
    )


_ONE_AT_A_TIME = RLock()


@cache
def reader_of(kind: type) -> Callable[[bytes], object]:
    """Return what reads the JSON of a `kind`; it raises msgspec's DecodeError, or as `build`."""
    # A process that plays many doors reads its first messages in as many threads at once.
    with _ONE_AT_A_TIME:
        decoder = msgspec.json.Decoder(model_of(kind))
    return lambda payload: build(kind, decoder.decode(payload))


def json_schema(name: str, kind: str | None = None) -> dict[str, Any]:
    """Return the JSON Schema of wire type `name` (of an event: of that `kind`)."""
    schema = model_schema(MESSAGES[name] if kind is None else EVENTS[kind])
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


def model_schema(kind: type) -> dict[str, Any]:
    """Return the JSON Schema of the model of a `kind`, with what it is made of in `$defs`."""
    whole: dict[str, Any] = _published(msgspec.json.schema(model_of(kind)))
    definitions = whole["$defs"]
    schema: dict[str, Any] = definitions.pop(kind.__name__)
    return schema | ({"$defs": definitions} if definitions else {})


def build(kind: type, model: msgspec.Struct) -> object:
    """Return the dataclass that an intact `model` stands for; ValueError names the wrong field."""
    made = {}
    for name, make in _makers(kind):
        value = getattr(model, name)
        try:
            made[name] = value if make is None else make(value)
        except ValueError:
            raise ValueError(f"{name}: a time that does not exist") from None
    return kind(**made)


def _published(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Write every pattern of a schema as JSON Schema has it, and of what type a choice is."""
    if isinstance(value, dict):
        told = {key: _published(inner) for key, inner in value.items()}
        return told | ({"type": "string"} if "enum" in told and "type" not in told else {})
    if isinstance(value, list):
        return [_published(inner) for inner in value]
    if isinstance(value, str) and value.endswith(END):
        return value.removesuffix(END) + "$"
    return value


@cache
def _makers(kind: type) -> tuple[tuple[str, Maker | None], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, _maker(hints[field.name])) for field in fields(kind))


def _maker(hint: Any) -> Maker | None:  # noqa: ANN401 - a type hint has no narrower type
    """Return what makes a field's value of what the model read; None: it is that already."""
    if hint is datetime:
        return read_utc
    if is_dataclass(hint) and isinstance(hint, type):
        return partial(build, hint)
    inner = [make for part in get_args(hint) if (make := _maker(part))]
    if not inner:
        return None
    (make,) = inner
    if get_origin(hint) is tuple:
        return lambda several: tuple(make(one) for one in several)
    return lambda one: None if one is None else make(one)


def _form(hint: Any) -> Any:  # noqa: ANN401 - a type hint has no narrower type
    if hint in _BY_TYPE:
        return _BY_TYPE[hint]
    origin: Any = get_origin(hint)
    inner = tuple(_form(part) for part in get_args(hint))
    if origin in (Union, types.UnionType):
        return Union[inner]  # noqa: UP007 - made at run time from a tuple
    if origin is tuple:
        return Annotated[origin[inner], Meta(max_length=LIST_MAX)]
    if origin is Mapping:
        return Annotated[types.GenericAlias(dict, inner), Meta(max_length=LIST_MAX)]
    if is_dataclass(hint) and isinstance(hint, type):
        return model_of(hint)
    return hint


def _default(field: "Field[Any]") -> Any:  # noqa: ANN401 - msgspec takes any value here
    if field.default is not MISSING:
        return field.default
    factory: Callable[[], Any] | Any = field.default_factory
    return msgspec.NODEFAULT if factory is MISSING else msgspec.field(default_factory=factory)
