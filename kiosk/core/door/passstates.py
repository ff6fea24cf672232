"""The states that a pass goes through at its door: one table, in which a missing entry is a bug."""

from collections.abc import Mapping
from enum import StrEnum, unique

from kiosk.core.ids import PassId


@unique
class PassState(StrEnum):
    """Where a pass stands at its door."""

    REQUESTED = "requested"
    WAITING = "waiting"
    ACTIVE = "active"
    ENDED = "ended"
    REFUSED = "refused"
    ABANDONED = "abandoned"
    """Given up here. Only a start that this door has lost can be heard of it yet."""


TRANSITIONS: Mapping[tuple[PassState, str], PassState] = {
    (PassState.REQUESTED, "started"): PassState.ACTIVE,
    (PassState.REQUESTED, "refused"): PassState.REFUSED,
    (PassState.REQUESTED, "abandoned"): PassState.ABANDONED,
    (PassState.REQUESTED, "declined"): PassState.ENDED,
    (PassState.WAITING, "left_line"): PassState.REFUSED,
    (PassState.WAITING, "abandoned"): PassState.ABANDONED,
    (PassState.ACTIVE, "extended"): PassState.ACTIVE,
    (PassState.ACTIVE, "ended"): PassState.ENDED,
    (PassState.ENDED, "corrected"): PassState.ENDED,
    # A copy of the request that came late can be granted after all, if the refusal was lost.
    (PassState.REFUSED, "abandoned"): PassState.ABANDONED,
}


class ImpossiblePassError(RuntimeError):
    """An event that can't happen to a pass in its state: a bug, never a user's mistake."""


def advance(state: PassState, kind: str, pass_id: PassId) -> PassState:
    """Return the state after an event of `kind`; raise ImpossiblePassError naming all three."""
    try:
        return TRANSITIONS[state, kind]
    except KeyError:
        text = f"pass {pass_id} is {state}: {kind!r} can't happen to it"
        raise ImpossiblePassError(text) from None
