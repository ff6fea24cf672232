"""Pass limit: after so many passes in a period, week or term, a teacher decides."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.core.limits import Limit
from kiosk.core.rule import Ask, Facts, Finding, Reach, Ruling
from kiosk.core.words import Phrase, Reason


@dataclass(frozen=True, slots=True)
class PassLimit:
    """Asks the teacher once the passes of one of the school's limits have started.

    A limit is for one student, for a group or for everybody, and of each kind the narrowest counts.
    Passes that staff made, urgent, undone and forgotten ones never count, one that ended by mistake
    and goes on counts once, and an accommodation lifts it silently.
    """

    limits: tuple[Limit, ...]

    overridable: ClassVar[bool] = True
    reason: ClassVar[Reason] = Reason(
        "pass_limit",
        {
            "en": Phrase(
                student="The passes you may take for now are used up. "
                "Please ask your teacher, who can still say yes.",
                staff="Pass limit reached",
            ),
            "es": Phrase(
                student="Por ahora ya usaste los pases que te corresponden. "
                "Pregunta a tu profesor: todavía puede decir que sí.",
                staff="Límite de pases alcanzado",
            ),
        },
    )

    def check(self, ask: Ask, facts: Facts) -> Finding | None:
        """Object once a limit is used up; a door is not told of any, so it always asks."""
        student = facts.roster.students.get(ask.student)
        if (student is not None and student.limit_exempt) or ask.resumes is not None:
            return None
        if facts.reach is Reach.ROOM:
            return Finding(Ruling.DEFER, self.reason)
        if not facts.used_up(self.limits, ask):
            return None
        return Finding(Ruling.APPROVE, self.reason)
