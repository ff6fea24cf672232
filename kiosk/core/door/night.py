"""When a door's screen goes dark: outside school hours, once nobody has been there for a while."""

from datetime import datetime, timedelta
from typing import Final

from kiosk.core.schedule import Schedule

AWAKE_MS: Final = 60_000
"""How long a touch or a card keeps the screen bright at night."""
BEFORE_SCHOOL: Final = timedelta(minutes=45)
AFTER_SCHOOL: Final = timedelta(minutes=60)


def is_night(schedule: Schedule, now: datetime) -> bool:
    """Say whether nobody is expected at a door: long before the first bell, after the last."""
    if not schedule.day_types:
        # A school that has told no bells yet.
        return False
    lessons = schedule.lessons(schedule.date_at(now))
    if not lessons:
        return True
    opens = min(lesson.starts for lesson in lessons) - BEFORE_SCHOOL
    closes = max(lesson.ends for lesson in lessons) + AFTER_SCHOOL
    return not opens <= now < closes
