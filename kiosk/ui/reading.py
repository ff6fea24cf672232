"""One look at the clocks, and times of day as the school writes them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.ui.phrases.table import WESTERN, in_digits

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
MS = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What every clock said when a frame was made."""

    now: datetime
    mono_ms: int
    time_zone: ZoneInfo
    digits: str = WESTERN
    """What times are written with, from nought to nine."""

    def time_of_day(self, instant: datetime) -> str:
        """Return `instant` on the school's wall clock, in twelve hours as bells are named."""
        local = instant.astimezone(self.time_zone)
        return in_digits(f"{local.hour % 12 or 12}:{local.minute:02}", self.digits)

    def countdown(self, due_at: datetime) -> str:
        """Return what is left, rounded up: 0:00 is never shown early; or `+` what is over."""
        if self.now >= due_at:
            return in_digits(f"+{clock_digits(self.now - due_at)}", self.digits)
        left = due_at - self.now + SECOND - timedelta(microseconds=1)
        return in_digits(clock_digits(left), self.digits)

    def is_over(self, due_at: datetime | None) -> bool:
        """Say whether a pass due at `due_at` is in overtime."""
        return due_at is not None and self.now >= due_at


def clock_digits(span: timedelta) -> str:
    """Return minutes and seconds, with hours only when there are any."""
    minutes, seconds = divmod(span // SECOND, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def whole_minutes(since: datetime, now: datetime) -> int:
    """Return the minutes that have passed, never fewer than none."""
    return max(0, (now - since) // MINUTE)
