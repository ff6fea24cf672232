"""Daily limit: after so many passes in a day, a teacher decides."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.core.limits import Limit, Span
from kiosk.core.rule import Ask, Facts, Finding, Reach, Ruling
from kiosk.core.words import Phrase, Reason


@dataclass(frozen=True, slots=True)
class DailyLimit:
    """Asks the teacher once `passes_max` started on this school date; None means no limit.

    Students and groups may have a limit by day in its place. Passes that staff made, urgent, undone
    and forgotten ones never count, one that ended by mistake and goes on counts once, and an
    accommodation lifts the limit silently.
    """

    passes_max: int | None
    own: tuple[Limit, ...] = ()
    """Limits by day for every destination."""

    overridable: ClassVar[bool] = True
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
            "zh": Phrase(
                student="你今天的外出次数已用完。请问老师，老师仍可同意。",
                staff="已达每日上限",
            ),
            "ar": Phrase(
                student="استُنفدت تصاريحك لهذا اليوم. يرجى سؤال المعلم، فما زال بإمكانه الموافقة.",
                staff="بلوغ الحد اليومي",
            ),
        },
    )

    def check(self, ask: Ask, facts: Facts) -> Finding | None:
        """Object once the day's passes are used; only the building knows them all."""
        student = facts.roster.students.get(ask.student)
        limits = self.own
        if self.passes_max is not None:
            limits = (Limit(self.passes_max, Span.DAY), *self.own)
        if not limits or (student is not None and student.limit_exempt) or ask.resumes is not None:
            return None
        if facts.reach is Reach.ROOM:
            return Finding(Ruling.DEFER, self.reason)
        used_up = facts.used_up(limits, ask) is not None
        return Finding(Ruling.APPROVE, self.reason) if used_up else None
