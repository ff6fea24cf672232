"""Destination hours: a place takes nobody while it is closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from kiosk.core.rule import Ask, Facts, Finding, Ruling
from kiosk.core.schedule import Schedule
from kiosk.core.school import Hours
from kiosk.core.words import APART, Phrase, Reason

DAYS_AHEAD_MAX = 3
"""How far ahead an opening is looked for: hours are daily, and clocks skip one of them at most."""


@dataclass(frozen=True, slots=True)
class DestinationHours:
    """Refuses outside the hours that the roster names; a place without hours is always open."""

    overridable: ClassVar[bool] = True
    reason: ClassVar[Reason] = Reason(
        "destination_hours",
        {
            "en": Phrase(
                student="{destination} is closed right now. "
                "Choose another place or ask your teacher.",
                timed="{destination} is closed right now. Try again at about {time}.",
                staff="Destination is closed",
            ),
            "es": Phrase(
                student="Cerrado ahora: {destination}. Elige otro lugar o pregunta a tu profesor.",
                timed="Cerrado ahora: {destination}. Inténtalo de nuevo hacia las {time}.",
                staff="El destino está cerrado",
            ),
            "zh": Phrase(
                student="{destination}现在不开放。请选别的地方，或问老师。",
                timed="{destination}现在不开放。请在 {time} 左右再试。",
                staff="目的地未开放",
            ),
            "ar": Phrase(
                student=f"المكان مغلق الآن: {APART}. يرجى اختيار مكان آخر أو سؤال المعلم.",
                timed=f"المكان مغلق الآن: {APART}. يرجى المحاولة نحو الساعة {{time}}.",
                staff="الوجهة مغلقة",
            ),
        },
    )

    def check(self, ask: Ask, facts: Facts) -> Finding | None:
        """Object while the place is closed; `retry_at` is its next opening."""
        destination = facts.roster.destinations.get(ask.destination)
        if destination is None or not destination.hours:
            return None
        if facts.blind_to_time:
            return Finding(Ruling.DEFER, self.reason)
        if _is_open(destination.hours, facts.schedule, facts.now):
            return None
        retry_at = _next_opening(destination.hours, facts.schedule, facts.now)
        return Finding(Ruling.REFUSE, self.reason, retry_at=retry_at)


def _is_open(hours: tuple[Hours, ...], schedule: Schedule, now: datetime) -> bool:
    openings = _openings(hours, schedule, schedule.date_at(now))
    return any(opens <= now < closes for opens, closes in openings)


def _next_opening(hours: tuple[Hours, ...], schedule: Schedule, now: datetime) -> datetime | None:
    today = schedule.date_at(now)
    ahead = (
        opens
        for days in range(DAYS_AHEAD_MAX + 1)
        for opens, _ in _openings(hours, schedule, today + timedelta(days=days))
        if opens > now and _is_open(hours, schedule, opens)
    )
    return min(ahead, default=None)


def _openings(
    hours: tuple[Hours, ...], schedule: Schedule, day: date
) -> Iterator[tuple[datetime, datetime]]:
    for span in hours:
        yield schedule.instant(day, span.opens), schedule.instant(day, span.closes)
