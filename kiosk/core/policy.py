"""The policy: the school's own numbers and switches; every default is a number schools use."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, unique

from kiosk.core.limits import Limit


@unique
class WhenAlone(StrEnum):
    """What a rule that needs the building becomes while the building can't be asked."""

    ASK = "ask"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Policy:
    """Numbers and switches of one building; a maximum of None means that no limit is set."""

    no_fly_first: timedelta = timedelta(minutes=10)
    no_fly_last: timedelta = timedelta(minutes=10)
    hall_capacity: int | None = 15
    passes_a_day_max: int | None = 3
    cooldown: timedelta = timedelta(minutes=15)
    when_alone: WhenAlone = WhenAlone.ASK
    minutes_default: int = 10
    """Allowance in minutes for a destination that the roster no longer names."""
    accept_within: timedelta = timedelta(seconds=30)
    """How long a place is kept for a student who is called from a line."""
    calls_max: int = 2
    """Calls before a student who does not come is out of line; after a miss others go first."""
    auto_end_after: timedelta | None = timedelta(minutes=15)
    """How long past its allowance a pass is held to be forgotten and is ended; None means never."""
    limits: tuple[Limit, ...] = ()
    """Limits beside `passes_a_day_max`; only the aggregator knows them."""
