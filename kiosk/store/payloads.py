"""Wire messages kept as they travel: read back, a payload is what was put in or is damage."""

from typing import TypeVar

from kiosk.core.ports import Codec
from kiosk.store.failures import JournalDamagedError

Message = TypeVar("Message")


def decoded(codec: Codec, payload: bytes, kind: type[Message]) -> Message:
    """Return the `kind` of message in `payload`; raise JournalDamagedError if none is there."""
    try:
        message = codec.decode(payload)
    except ValueError as error:
        raise JournalDamagedError(f"a kept {kind.__name__} can't be read: {error}") from error
    if not isinstance(message, kind):
        raise JournalDamagedError(f"a {type(message).__name__} was kept as a {kind.__name__}")
    return message
