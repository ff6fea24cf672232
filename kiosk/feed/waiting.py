"""Messages on their way from any thread to the one that writes to the socket; never an outbox."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

WAITING_MAX = 1000
"""Most messages of one kind that wait: a slow network's worth of seconds; what is more is lost, as
it would be on the network."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to send once; `acked` is to be called when the broker has acknowledged it."""

    topic: str
    payload: bytes
    qos: int = 0
    retain: bool = False
    acked: Callable[[], None] | None = None


class Waiting:
    """What waits in one connection; it ends with it, so nothing of it is ever sent later.

    What needs an acknowledgement never stands before what does not: answers to a door must not wait
    for the broker's word on the staff feed.
    """

    def __init__(self) -> None:
        self.is_open = False
        self._at_once: deque[Outgoing] = deque()
        self._acknowledged: deque[Outgoing] = deque()

    def put(self, outgoing: Outgoing) -> bool:
        """Take a message in from any thread; False when it is not open or full."""
        line = self._acknowledged if outgoing.qos else self._at_once
        if not self.is_open or len(line) >= WAITING_MAX:
            return False
        line.append(outgoing)
        return True

    def pop(self, *, may_acknowledge: bool) -> Outgoing | None:
        """Return the next message to send, if there is one that may go now."""
        if self._at_once:
            return self._at_once.popleft()
        if may_acknowledge and self._acknowledged:
            return self._acknowledged.popleft()
        return None
