"""Daily limit: after so many passes in a day, a teacher decides."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.core.rule import Ask, Facts, Finding, Reach, Ruling
from kiosk.core.words import Phrase, Reason


@dataclass(frozen=True, slots=True)
class DailyLimit:
    """Asks the teacher once `passes_max` started on this school date; None means no limit.

    Urgent passes never count, and an accommodation lifts the limit silently.
    """

    passes_max: int | None

    reason: ClassVar[Reason] = Reason(
        "daily_limit",
        {
            "en": Phrase(
                student="Your passes for today are used up. "
                "Please ask your teacher, who can still say yes.",
                staff="Daily limit reached",
            ),
            "es": Phrase(
                student="Ya usaste tus pases de hoy. "
                "Pregunta a tu profesor: todavía puede decir que sí.",
                staff="Límite diario alcanzado",
            ),
        },
    )

    def check(self, ask: Ask, facts: Facts) -> Finding | None:
        """Object once the day's passes are used; only the building knows them all."""
        student = facts.roster.students.get(ask.student)
        if self.passes_max is None or (student is not None and student.limit_exempt):
            return None
        if facts.reach is Reach.ROOM:
            return Finding(Ruling.DEFER, self.reason)
        if _started_today(ask, facts) < self.passes_max:
            return None
        return Finding(Ruling.APPROVE, self.reason)


def _started_today(ask: Ask, facts: Facts) -> int:
    today = facts.schedule.date_at(facts.now)
    outings = (*facts.halls.out_with(ask.student), *facts.halls.finished(ask.student))
    return sum(
        outing.id != ask.id and not outing.urgent and facts.schedule.date_at(outing.since) == today
        for outing in outings
    )
