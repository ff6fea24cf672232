"""Cooldown: a rest between the end of one pass and the start of the next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from kiosk.core.rule import Ask, Facts, Finding, Reach, Ruling
from kiosk.core.words import Phrase, Reason


@dataclass(frozen=True, slots=True)
class Cooldown:
    """Refuses until `rest` has gone by since the student was last back.

    Neither an urgent pass nor one that was ended as forgotten starts a cooldown, and an
    accommodation lifts it silently. A pass that ended by mistake goes on without one.
    """

    rest: timedelta

    overridable: ClassVar[bool] = True
    reason: ClassVar[Reason] = Reason(
        "cooldown",
        {
            "en": Phrase(
                student="You were out a little while ago. Try again in a few minutes.",
                timed="You were out a little while ago. Try again at about {time}.",
                staff="Cooldown between passes",
            ),
            "es": Phrase(
                student="Saliste hace poco. Inténtalo de nuevo en unos minutos.",
                timed="Saliste hace poco. Inténtalo de nuevo hacia las {time}.",
                staff="Descanso entre pases",
            ),
            "zh": Phrase(
                student="你刚出去过不久。请过几分钟再试。",
                timed="你刚出去过不久。请在 {time} 左右再试。",
                staff="两次外出之间的间隔",
            ),
            "ar": Phrase(
                student="خرجت قبل قليل. يرجى المحاولة بعد بضع دقائق.",
                timed="خرجت قبل قليل. يرجى المحاولة نحو الساعة {time}.",
                staff="فترة الراحة بين تصريحين",
            ),
        },
    )

    def check(self, ask: Ask, facts: Facts) -> Finding | None:
        """Object during the rest, whichever room the student was out from."""
        student = facts.roster.students.get(ask.student)
        if self.rest <= timedelta() or (student is not None and student.limit_exempt):
            return None
        if ask.resumes is not None:
            return None
        if facts.reach is Reach.ROOM:
            return Finding(Ruling.DEFER, self.reason)
        back = _last_back(ask, facts)
        if back is None or facts.now >= back + self.rest:
            return None
        return Finding(Ruling.REFUSE, self.reason, retry_at=back + self.rest)


def _last_back(ask: Ask, facts: Facts) -> datetime | None:
    finished = facts.halls.finished(ask.student)
    ends = (o.ended for o in finished if o.id != ask.id and not o.urgent and not o.expired)
    return max((end for end in ends if end is not None), default=None)
