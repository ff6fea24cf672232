"""What core's callers hand to one another across adapters that do not know each other."""

from typing import Protocol

from kiosk.core.events import PassEvent
from kiosk.core.protocol import FromDoor, Presence, ToDoor

WireMessage = FromDoor | ToDoor | PassEvent | Presence


class Codec(Protocol):
    """Turns messages and events into the bytes of the wire and back."""

    def encode(self, message: WireMessage) -> bytes:
        """Return the UTF-8 JSON object for `message`."""
        ...

    def decode(self, payload: bytes) -> WireMessage:
        """Return the message in `payload`; raise the adapter's own error when it can't be read."""
        ...

    def seal(self, event: PassEvent, prev: str | None) -> bytes:
        """Return the bytes of `event`, linked to the SHA-256 `prev` of the door's event before."""
        ...
