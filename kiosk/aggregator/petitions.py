"""What people ask the mind from a browser: each waits, for a bounded time, until it is durable."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Final

import uuid_utils

from kiosk.core.aggregator.acts import ActAnswered
from kiosk.core.aggregator.coordination import ActAsked, StaffInput
from kiosk.core.ids import StaffId
from kiosk.core.pins import PinAnswered, PinAsked

ANSWER_S_MAX: Final = 5.0
"""A decision takes milliseconds and a PIN some 50; more means that the mind is not well."""
WAITING_MAX: Final = 100
"""Who waits at one time: more than a school's staff would ever press at once."""

Question = ActAsked | PinAsked
Outcome = ActAnswered | PinAnswered


class UnansweredError(RuntimeError):
    """The mind has not answered: the question may or may not be taken yet."""


class Petitions:
    """`act` and `pin` are for the web server's loop, `answered` for the mind's thread."""

    def __init__(self, put: Callable[[Question], None]) -> None:
        self._put = put
        self._waiting: dict[str, tuple[asyncio.AbstractEventLoop, asyncio.Future[Outcome]]] = {}

    async def act(self, act: StaffInput) -> ActAnswered:
        """Do it, and return the outcome once it is durable; raises UnansweredError."""
        asked_as = str(uuid_utils.uuid4())
        outcome = await self._ask(asked_as, ActAsked(act, asked_as))
        assert isinstance(outcome, ActAnswered)  # noqa: S101 - narrows the type, decides nothing
        return outcome

    async def pin(self, staff: StaffId, pin: str) -> PinAnswered:
        """Ask whether this is the PIN of `staff`; raises UnansweredError."""
        asked_as = str(uuid_utils.uuid4())
        outcome = await self._ask(asked_as, PinAsked(asked_as, pin, staff=staff))
        assert isinstance(outcome, PinAnswered)  # noqa: S101 - narrows the type, decides nothing
        return outcome

    def answered(self, outcome: Outcome) -> None:
        """Tell whoever waits for this; who has stopped waiting is not missed."""
        loop, future = self._waiting.get(outcome.asked_as, (None, None))
        if loop is not None and future is not None:
            # A closed loop: the server has ended, so nobody waits.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(_settle, future, outcome)

    async def _ask(self, asked_as: str, question: Question) -> Outcome:
        if len(self._waiting) >= WAITING_MAX:
            raise UnansweredError
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Outcome] = loop.create_future()
        self._waiting[asked_as] = (loop, future)
        try:
            self._put(question)
            async with asyncio.timeout(ANSWER_S_MAX):
                return await future
        except TimeoutError:
            raise UnansweredError from None
        finally:
            del self._waiting[asked_as]


def _settle(future: "asyncio.Future[Outcome]", outcome: Outcome) -> None:
    if not future.done():
        future.set_result(outcome)
