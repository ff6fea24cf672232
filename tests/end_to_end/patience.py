"""Waiting on conditions: how long never decides what is seen, only when a test gives up."""

import time
from collections.abc import Callable
from typing import TypeVar

# A machine under many times its load is still no failure; only what never comes is.
GIVE_UP_S = 60.0
LOOK_EVERY_S = 0.02

T = TypeVar("T")


class NeverCameError(AssertionError):
    """What was waited for did not come; the text says what there was instead."""


def await_that(look: Callable[[], T | None], what: str, instead: Callable[[], object]) -> T:
    """Returns the first thing that `look` finds; falsy things are nothing."""
    give_up_at = time.monotonic() + GIVE_UP_S
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > give_up_at:
            raise NeverCameError(f"{what} never came; instead: {instead()}")
        time.sleep(LOOK_EVERY_S)
