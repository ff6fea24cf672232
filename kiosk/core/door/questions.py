"""A page's question to the building: asked once more, then given up.

Of these pages `again_ms` and `deadline_ms` are set while one is asked, and only then.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from kiosk.core.door import asking, cardturns, turns
from kiosk.core.door.commands import Send
from kiosk.core.door.inputs import Moment
from kiosk.core.protocol import FromDoor

Asks = turns.TypingId | turns.PinPad | cardturns.Enrolling | cardturns.OwnRecord
Page = TypeVar("Page", turns.TypingId, turns.PinPad, cardturns.Enrolling, cardturns.OwnRecord)


def time_passes(
    turn: Page,
    moment: Moment,
    asks: Callable[[Page], FromDoor],
    silent: Callable[[Page, Moment], Page],
) -> asking.Step:
    """Ask again what `asks` says, or go on to the page that says that nobody answers."""
    now = moment.mono_ms
    if turn.deadline_ms is not None and now >= turn.deadline_ms:
        return silent(turn, moment), []
    if turn.again_ms is not None and now >= turn.again_ms:
        return replace(turn, again_ms=None), [Send(asks(turn))]
    return turn, []


def wakes_ms(turn: Asks) -> int:
    """Return when time alone changes something there."""
    found = (turn.again_ms, turn.deadline_ms, turn.closes_ms)
    return min(ms for ms in found if ms is not None)
