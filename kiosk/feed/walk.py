"""Which broker to try next, and after what pause: jittered, bounded, round and round the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

STEP_MAX = timedelta(milliseconds=100)
"""Longest pause before the next broker of the same round: short for the student who waits, enough
that the doors a broker has lost do not all come in the same millisecond."""
ROUND_MIN = timedelta(milliseconds=250)
"""Pause after the first round in vain; it doubles with each round."""
ROUND_MAX = timedelta(seconds=4)
"""Longest pause: a broker that is back is found within this, without a watch on it."""


@dataclass(frozen=True, slots=True)
class Broker:
    """Where a broker listens."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Step:
    """Try `broker` after `pause`."""

    broker: Broker
    pause: timedelta


class Walk:
    """A way round the list of brokers; it starts at once, at the first."""

    def __init__(self, brokers: Sequence[Broker], rng: Random) -> None:
        if not brokers:
            raise ValueError("no broker to go to")
        self._brokers = tuple(brokers)
        self._rng = rng
        self._taken = 0
        self._in_vain = 0

    def next(self) -> Step:
        """Return the next broker; every step counts as in vain until `settled`."""
        broker = self._brokers[self._taken % len(self._brokers)]
        step = Step(broker, self._pause())
        self._taken += 1
        self._in_vain += 1
        return step

    def settled(self) -> None:
        """Take note that the last step led to a connection that lasted."""
        self._in_vain = 0

    def _pause(self) -> timedelta:
        if self._taken == 0:
            return timedelta()
        rounds, place = divmod(self._in_vain, len(self._brokers))
        if rounds == 0 or place > 0:
            return STEP_MAX * self._rng.random()
        # Doubling stops long before the number would grow too great to compute.
        longest = min(ROUND_MAX, ROUND_MIN * (1 << min(rounds - 1, 10)))
        return longest * self._rng.uniform(0.5, 1)
