"""Who watches the board: the coordinator's thread publishes, each viewer gets the newest board."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from kiosk.core.aggregator.board import Board

VIEWERS_MAX = 200
"""Open pages at once: a school's whole staff, while a runaway script can't hold every socket."""


class AudienceFullError(RuntimeError):
    """VIEWERS_MAX pages are open; the next may try again in a moment."""


@dataclass(frozen=True, slots=True)
class Showing:
    """One published board; `number` counts up from 1 in each run of the program."""

    board: Board
    number: int
    at_s: float
    """When it was published, on the audience's clock."""


class Viewer(AsyncIterator[Showing]):
    """One open page: holds no boards, so a slow one skips to the newest."""

    def __init__(self, audience: "Audience") -> None:
        self._audience = audience
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()
        self._waking = False
        self._seen = 0

    def wake(self) -> None:
        """Let the viewer look at the newest board; from any thread, never blocks."""
        if self._waking:
            return
        # One wake-up under way is enough, so a stalled event loop gathers one, not thousands.
        self._waking = True
        # A closed loop: the server ended while the coordinator published, so nobody watches.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._woken.set)

    async def __anext__(self) -> Showing:
        while True:
            # Before the look, so that a board published during it wakes this viewer again.
            self._woken.clear()
            self._waking = False
            newest = self._audience.newest
            if newest is not None and newest.number != self._seen:
                self._seen = newest.number
                return newest
            await self._woken.wait()


class Audience:
    """Keeps the newest board and wakes the viewers; nothing waits in it, so nothing piles up.

    `publish` is for one thread, the coordinator's. `viewer` is for the web server's event loop.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._newest: Showing | None = None
        # Replaced, never changed: the publishing thread walks it while pages come and go.
        self._viewers: tuple[Viewer, ...] = ()

    @property
    def newest(self) -> Showing | None:
        return self._newest

    @property
    def viewers(self) -> int:
        return len(self._viewers)

    def publish(self, board: Board) -> None:
        """Show `board` to everybody who watches and to everybody who comes."""
        number = 1 if self._newest is None else self._newest.number + 1
        self._newest = Showing(board, number, self._clock())
        for viewer in self._viewers:
            viewer.wake()

    def age(self, showing: Showing) -> timedelta:
        """Return how long ago `showing` was published, whatever the wall clock did since."""
        return timedelta(seconds=self._clock() - showing.at_s)

    @contextlib.contextmanager
    def viewer(self) -> Iterator[Viewer]:
        """Seat one viewer for as long as the context lasts; raise AudienceFullError."""
        if len(self._viewers) >= VIEWERS_MAX:
            raise AudienceFullError
        seated = Viewer(self)
        self._viewers = (*self._viewers, seated)
        try:
            yield seated
        finally:
            self._viewers = tuple(v for v in self._viewers if v is not seated)
