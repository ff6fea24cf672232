"""No-fly time: no pass starts in the first and the last minutes of a lesson."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from kiosk.core.rule import Ask, Facts, Finding, Ruling
from kiosk.core.schedule import Lesson, NoFly, Schedule
from kiosk.core.words import Phrase, Reason

WINDOWS_MAX = 64
"""How many no-fly times in a row are walked over to find one's end: more than any day has."""


@dataclass(frozen=True, slots=True)
class NoFlyTime:
    """Refuses from each bell for `first`, and from `last` before the lesson ends.

    The bell schedule may say otherwise for a date or a day type, which then counts instead.
    """

    first: timedelta
    last: timedelta

    overridable: ClassVar[bool] = True
    reason: ClassVar[Reason] = Reason(
        "no_fly_time",
        {
            "en": Phrase(
                student="Passes are off at the start and the end of class. "
                "Try again in a few minutes.",
                timed="Passes are off at the start and the end of class. "
                "Try again at about {time}.",
                staff="First or last minutes of the lesson",
            ),
            "es": Phrase(
                student="No hay pases al principio ni al final de la clase. "
                "Inténtalo de nuevo en unos minutos.",
                timed="No hay pases al principio ni al final de la clase. "
                "Inténtalo de nuevo hacia las {time}.",
                staff="Primeros o últimos minutos de la clase",
            ),
            "zh": Phrase(
                student="刚上课和快下课时不能外出。请过几分钟再试。",
                timed="刚上课和快下课时不能外出。请在 {time} 左右再试。",
                staff="课堂开头或结尾的几分钟",
            ),
            "ar": Phrase(
                student="لا تصاريح في بداية الحصة ونهايتها. يرجى المحاولة بعد بضع دقائق.",
                timed="لا تصاريح في بداية الحصة ونهايتها. يرجى المحاولة نحو الساعة {time}.",
                staff="الدقائق الأولى أو الأخيرة من الحصة",
            ),
        },
    )

    def check(self, _ask: Ask, facts: Facts) -> Finding | None:
        """Object within the minutes; `retry_at` is the first instant outside all of them."""
        if facts.blind_to_time:
            return Finding(Ruling.DEFER, self.reason)
        if self._closed_until(facts.now, facts.schedule) is None:
            return None
        retry_at = self._first_free(facts.now, facts.schedule)
        return Finding(Ruling.REFUSE, self.reason, retry_at=retry_at)

    def _first_free(self, now: datetime, schedule: Schedule) -> datetime | None:
        free = now
        for _ in range(WINDOWS_MAX):
            until = self._closed_until(free, schedule)
            if until is None:
                return free
            free = until
        return None

    def _closed_until(self, now: datetime, schedule: Schedule) -> datetime | None:
        day = schedule.date_at(now)
        no_fly = schedule.no_fly(day) or NoFly(self.first, self.last)
        windows = (w for lesson in schedule.lessons(day) for w in _windows(lesson, no_fly))
        return max((end for start, end in windows if start <= now < end), default=None)


def _windows(lesson: Lesson, no_fly: NoFly) -> Iterator[tuple[datetime, datetime]]:
    yield lesson.starts, min(lesson.starts + no_fly.first, lesson.ends)
    yield max(lesson.ends - no_fly.last, lesson.starts), lesson.ends
