"""What is left of a pass's allowance."""

from datetime import datetime, timedelta
from math import ceil

MINUTE = timedelta(minutes=1)


def minutes_left(due_at: datetime | None, now: datetime) -> int | None:
    """Return what is left in whole minutes, rounded for the student; None means no limit."""
    return None if due_at is None else max(0, ceil((due_at - now) / MINUTE))
