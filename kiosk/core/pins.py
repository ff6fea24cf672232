"""PINs and day codes: what reaches the mind and what it asks for, and how guessing is slowed down.

A PIN is looked at away from the mind, because that takes as long as many decisions; what counts
tries and what concludes from it is here and in `pinning`.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from kiosk.core.ids import DoorId, StaffId

PIN_DIGITS = 6
TRIES_FREE = 5
"""Wrong tries in a row after which the next one has to wait."""
FIRST_WAIT = timedelta(seconds=30)
"""The wait after those; it doubles with each further wrong try."""
TRIES_A_DAY_MAX = 20
"""Wrong tries a day: at that pace six digits take a guesser 68 years on average."""


@dataclass(frozen=True, slots=True)
class PinAsked:
    """Somebody typed a PIN at a door, or with `staff` claims in a browser to be that person."""

    asked_as: str
    pin: str = field(repr=False)
    door: DoorId | None = None
    staff: StaffId | None = None

    @property
    def whose(self) -> str:
        """Return who the wrong tries are counted against."""
        return f"staff:{self.staff}" if self.door is None else f"door:{self.door}"


@dataclass(frozen=True, slots=True)
class CheckPin:
    """Look at a PIN, away from the mind, and answer with `PinChecked`."""

    asked_as: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PinChecked:
    """What a PIN turned out to be: its digest, and whose it is by the staff's own PINs."""

    asked_as: str
    digest: str = field(repr=False)
    staff: StaffId | None = None


@dataclass(frozen=True, slots=True)
class PinAnswered:
    """The answer to somebody in a browser; `wait_until` with no `staff`: no try is taken before."""

    asked_as: str
    staff: StaffId | None = None
    wait_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PinTries:
    """Wrong tries of one door, or against one member of staff."""

    whose: str
    in_a_row: int = 0
    today: int = 0
    day: date | None = None
    last: datetime | None = None

    def on(self, day: date) -> "PinTries":
        """Return the count as it stands on `day`: every day begins anew."""
        return self if self.day == day else PinTries(self.whose, day=day)

    def wait_until(self, day_ends: datetime) -> datetime | None:
        """Return when the next try is taken; None means at once."""
        if self.today >= TRIES_A_DAY_MAX:
            return day_ends
        if self.in_a_row < TRIES_FREE or self.last is None:
            return None
        return self.last + FIRST_WAIT * (1 << (self.in_a_row - TRIES_FREE))

    def tried(self, now: datetime) -> "PinTries":
        """Return the count with one more try, held to be wrong until it is shown to be right."""
        return replace(self, in_a_row=self.in_a_row + 1, today=self.today + 1, last=now)

    def right(self) -> "PinTries":
        """Return the count after a right one: that try was none, and a new row begins."""
        return replace(self, in_a_row=0, today=max(0, self.today - 1))
