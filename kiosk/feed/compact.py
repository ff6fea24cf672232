"""JSON as it goes over the wire: UTF-8, no spaces, fields in the order of their dataclass."""

import json
from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache


def compact(value: object) -> bytes:
    """Return `value` as JSON; equal values give equal bytes.

    Raises ValueError for a time without a zone and for a number that JSON does not have.
    """
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain
    )
    return text.encode()


def members(item: object) -> dict[str, object]:
    """Return a dataclass instance's fields by name, not deep."""
    kind: Hashable = item.__class__  # type: ignore[assignment]  # mypy takes a class for unhashable
    return {name: getattr(item, name) for name in _names(kind)}


def utc_text(at: datetime) -> str:
    """Return `at` as RFC 3339 UTC with a `Z`, to the microsecond."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone can't go over the wire")
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    if not is_dataclass(kind):
        raise TypeError(f"{kind} has no JSON form")
    return tuple(field.name for field in fields(kind))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, Mapping):
        return dict(value)
    return members(value)
