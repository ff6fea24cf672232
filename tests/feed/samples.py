"""Every wire message that core can name, drawn from its field types; and a few fixed ones."""

import types
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from kiosk.core import ids, protocol
from kiosk.core.events import IdentifiedBy, Started
from kiosk.core.ids import BootId, DestinationId, DoorId, PassId, RoomId, StudentId
from kiosk.feed.messages import EVENTS, MESSAGES

BOOT = BootId("01890a5d-ac96-774b-bcce-b302099a8057")
PASS = PassId("01890a5d-ac96-774b-bcce-b302099a8058")
NOW = datetime(2026, 3, 2, 15, 4, 5, 678901, tzinfo=UTC)
REQUEST = protocol.Request(
    door=DoorId("d214"),
    boot=BOOT,
    id=PASS,
    student=StudentId("s1"),
    destination=DestinationId("restroom"),
    origin=RoomId("r214"),
    identified_by=IdentifiedBy.CARD,
    mono_ms=1234,
    at=NOW,
    epoch=7,
)
STARTED = Started(
    door=DoorId("d214"),
    boot=BOOT,
    seq=3,
    id=PASS,
    mono_ms=1500,
    at=NOW,
    student=StudentId("s1"),
    destination=DestinationId("restroom"),
    origin=RoomId("r214"),
    identified_by=IdentifiedBy.CARD,
    approved_by=None,
    urgent=False,
    offline=False,
    override=False,
    minutes=7,
)

_number = st.integers(0, 2**53 - 1)
_token = st.text("ABCxyz019_-", min_size=1, max_size=64)
_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
_hex = st.text("0123456789abcdef", min_size=64, max_size=64)
_uuid7 = st.builds(
    lambda a, b, c: f"{a:08x}-{b:04x}-7{b % 4096:03x}-{8 + b % 4:x}{b % 4096:03x}-{c:012x}",
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**16 - 1),
    st.integers(0, 2**48 - 1),
)
_json = st.recursive(
    st.none() | st.booleans() | _number | st.floats(allow_nan=False, allow_infinity=False) | _text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_text, inner, max_size=4),
    max_leaves=10,
)
_BY_TYPE: dict[object, st.SearchStrategy[Any]] = {
    ids.DoorId: _token,
    ids.RoomId: _token,
    ids.DestinationId: _token,
    ids.StudentId: _token,
    ids.StaffId: _token,
    ids.OccurrenceId: _token,
    ids.PassId: _uuid7,
    ids.BootId: _uuid7,
    ids.CardHash: _hex,
    datetime: st.datetimes(timezones=st.just(UTC)),
    ids.MoreMinutes: st.integers(-240, 240),
    int: _number,
    str: _text,
    object: _json,
}
_BY_FIELD: dict[str, st.SearchStrategy[Any]] = {
    "seq": st.integers(1, 2**53 - 1),
    "prev": st.none() | _hex,
    "reason": _token,
    "why": st.none() | _token,
    "pin": st.text("0123456789", min_size=6, max_size=6),
    "health": st.dictionaries(
        _token,
        st.none()
        | st.booleans()
        | st.integers(-1000, 1000)
        | st.floats(allow_nan=False, allow_infinity=False)
        | _text,
        max_size=5,
    ),
}


def _of(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - hints have no narrower type
    if hint in _BY_TYPE:
        return _BY_TYPE[hint]
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return st.one_of([_of(part) for part in args])
    if origin is tuple:
        return st.lists(_of(args[0]), max_size=4).map(tuple)
    if origin is Mapping:
        return st.dictionaries(_of(args[0]), _of(args[1]), max_size=4)
    if origin is Literal:
        return st.sampled_from(args)
    if hasattr(hint, "__dataclass_fields__"):
        return of_kind(hint)
    return st.from_type(hint)


def of_kind(kind: type) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    made = {
        field.name: _BY_FIELD[field.name] if field.name in _BY_FIELD else _of(hints[field.name])
        for field in fields(kind)
    }
    drawn = st.builds(kind, **made)
    if kind is protocol.Identify:
        return drawn.filter(lambda m: (m.card is None) != (m.typed is None))
    if kind is protocol.Identity:
        return drawn.filter(lambda m: m.unknown == (m.student is None))
    return drawn


KINDS = [*MESSAGES.values(), *EVENTS.values()]
