"""Messages and events to the bytes of the wire and back; what can't be read says so."""

import json
import math
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, cast

import msgspec

from kiosk.core.events import PassEvent
from kiosk.core.ids import BootId
from kiosk.core.ports import WireMessage
from kiosk.core.protocol import Identify, Identity
from kiosk.feed.compact import compact, members
from kiosk.feed.messages import EVENT, EVENTS, MESSAGES, TYPE_NAMES, UUID7, VERSION, reader_of

MESSAGE_BYTES_MAX = 16 * 1024
"""Longest message of the protocol (section 3)."""
PLACE_BYTES_MAX = 64 * 1024
"""Longest payload in which we still look for boot and seq, so that it can be acknowledged."""


_FIELD: Final = re.compile(r"`\$\.([A-Za-z_]+)")
_MISSING: Final = re.compile(r"^Object missing required field `([A-Za-z_]+)`")


class UnreadableError(ValueError):
    """A payload that is no intact message; `boot` and `seq` are set as far as they were readable.

    The text names fields and rules, never what was sent: it may be logged.
    """

    def __init__(self, why: str, boot: BootId | None = None, seq: int | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.boot = boot
        self.seq = seq


class OversizeError(ValueError):
    """A message of ours that is longer than the protocol allows: whoever made it must split it."""


class JsonCodec:
    """The wire's one form: core's `Codec` in JSON."""

    def encode(self, message: WireMessage) -> bytes:
        """Return the bytes of `message`, the same for the same message."""
        head = {"v": VERSION, "type": TYPE_NAMES[type(message)]}
        payload = compact(head | members(message))
        if len(payload) > MESSAGE_BYTES_MAX:
            raise OversizeError(f"{head['type']} of {len(payload)} bytes")
        return payload

    def seal(self, event: PassEvent, prev: str | None) -> bytes:
        """Return the bytes of `event` with the SHA-256 of the event before it."""
        return self.encode(replace(event, prev=prev))

    def decode(self, payload: bytes) -> WireMessage:
        """Return the message in `payload`; raise UnreadableError when it is not intact."""
        sent = _parsed(payload)
        try:
            return _read(payload, sent)
        except _RefusedError as refused:
            raise UnreadableError(str(refused), *_place(sent)) from None


class _RefusedError(ValueError):
    """JSON that Python reads and the wire does not allow; the text says why."""


def _read(payload: bytes, sent: dict[str, object]) -> WireMessage:
    if len(payload) > MESSAGE_BYTES_MAX:
        raise _RefusedError(f"{len(payload)} bytes")
    version = sent.get("v")
    if version != VERSION or type(version) is not int:
        raise _RefusedError("not version 1")
    kind = _kind(sent)
    try:
        # A field that nobody knows is passed over, and must be UTF-8 all the same.
        payload.decode()
        message = reader_of(kind)(payload)
    except msgspec.ValidationError as error:
        raise _RefusedError(_fault(str(error))) from None
    except UnicodeDecodeError:
        raise _RefusedError("not JSON: not UTF-8") from None
    except msgspec.DecodeError:
        raise _RefusedError("not JSON") from None
    except ValueError as error:
        raise _RefusedError(str(error)) from None
    contradiction = _contradiction(message)
    if contradiction is not None:
        raise _RefusedError(contradiction)
    # The table that `kind` came from names wire messages only.
    return cast("WireMessage", message)


def _parsed(payload: bytes) -> dict[str, object]:
    if len(payload) > PLACE_BYTES_MAX:
        raise UnreadableError(f"{len(payload)} bytes")
    try:
        # What is not UTF-8 is refused by the model, but its place may be readable.
        sent = json.loads(
            payload.decode(errors="replace"),
            object_pairs_hook=_without_twins,
            parse_constant=_refused_number,
            parse_float=_finite,
        )
    except _RefusedError as error:
        raise UnreadableError(str(error)) from None
    except RecursionError:
        raise UnreadableError("nested too deep") from None
    except ValueError:
        raise UnreadableError("not JSON") from None
    if not isinstance(sent, dict):
        raise UnreadableError("not a JSON object")
    return sent


def _without_twins(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    listed = list(pairs)
    found = dict(listed)
    if len(found) != len(listed):
        # Two readers could take a different one of the two.
        raise _RefusedError("a field stands there twice")
    return found


def _refused_number(_name: str) -> object:
    raise _RefusedError("a number that JSON does not have")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _RefusedError("a number that is too great")
    return number


def _place(sent: dict[str, object]) -> tuple[BootId | None, int | None]:
    boot, seq = sent.get("boot"), sent.get("seq")
    known_boot = isinstance(boot, str) and re.fullmatch(UUID7, boot) is not None
    known_seq = isinstance(seq, int) and not isinstance(seq, bool) and seq > 0
    return (
        BootId(cast("str", boot)) if known_boot else None,
        cast("int", seq) if known_seq else None,
    )


def _kind(sent: dict[str, object]) -> type:
    name, kind = sent.get("type"), sent.get("kind")
    if name == EVENT:
        found = EVENTS.get(kind) if isinstance(kind, str) else None
    else:
        found = MESSAGES.get(name) if isinstance(name, str) else None
    if found is None:
        raise _RefusedError("unknown type or kind")
    return found


def _fault(told: str) -> str:
    """Return field and rule of a model's fault, and nothing that was sent."""
    rule, _, where = told.rpartition(" - at ")
    missing = _MISSING.search(told)
    # Only our own names: a key of a map is what was sent.
    field = _FIELD.search(where) or missing
    match (rule or told).split(" ", 1)[0]:
        case "Expected":
            words = rule or told
        case _ if missing:
            words = "missing"
        case _:
            words = "not one of the values it may have"
    return f"{field[1]}: {words}" if field else words


def _contradiction(message: object) -> str | None:
    match message:
        case Identify() if (message.card is None) == (message.typed is None):
            return "identify: neither or both of card and typed"
        case Identity() if message.unknown != (message.student is None):
            return "identity: unknown and student do not agree"
        case _:
            return None
