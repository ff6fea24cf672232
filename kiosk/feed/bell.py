"""Wakes the one thread that waits for the network, from any other thread."""

import socket
from contextlib import suppress

RINGS_READ_MAX = 4096
"""Most rings taken in at once; one is enough to wake up, the rest only need emptying."""


class Bell:
    """A pair of sockets: `ring` at one end makes the other readable until `hush`."""

    def __init__(self) -> None:
        self._ends: tuple[socket.socket, socket.socket] | None = None

    def open(self) -> None:
        """Hang it up; before that, and after `close`, a ring is heard by nobody."""
        self._ends = socket.socketpair()
        for end in self._ends:
            end.setblocking(False)

    def fileno(self) -> int:
        """Return the descriptor that becomes readable."""
        return self._ends[0].fileno() if self._ends else -1

    def ring(self) -> None:
        """Wake the thread that waits; never blocks."""
        if self._ends:
            # Full: a ring is under way already. Closed meanwhile: nobody waits any more.
            with suppress(OSError):
                self._ends[1].send(b"\0")

    def hush(self) -> None:
        """Forget all rings so far."""
        if self._ends:
            with suppress(BlockingIOError):
                self._ends[0].recv(RINGS_READ_MAX)

    def close(self) -> None:
        """Take it down."""
        for end in self._ends or ():
            end.close()
