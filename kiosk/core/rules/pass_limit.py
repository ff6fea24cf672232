"""Pass limit: after so many passes in a period, week or term, a teacher decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from kiosk.core.limits import Limit, Span, UsedUp
from kiosk.core.rule import Ask, Facts, Finding, Reach, Ruling
from kiosk.core.words import Phrase, Reason


def _used_up(every_place: str, one_place: str, spans: Mapping[Span, str]) -> Mapping[UsedUp, str]:
    """Return the words for each span."""
    return {
        UsedUp(span, to_destination): words.format(span=spans[span])
        for span in Span
        for to_destination, words in ((False, every_place), (True, one_place))
    }


@dataclass(frozen=True, slots=True)
class PassLimit:
    """Asks the teacher once the passes of one of the school's limits have started.

    The student is told which span they were for, and not how many there were.

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
                used_up=_used_up(
                    "Your passes for {span} are used up. "
                    "Please ask your teacher, who can still say yes.",
                    "Your passes to this place for {span} are used up. Please ask your teacher.",
                    {
                        Span.PERIOD: "this period",
                        Span.DAY: "today",
                        Span.WEEK: "this week",
                        Span.TERM: "this term",
                    },
                ),
            ),
            "es": Phrase(
                student="Por ahora ya usaste los pases que te corresponden. "
                "Pregunta a tu profesor: todavía puede decir que sí.",
                staff="Límite de pases alcanzado",
                used_up=_used_up(
                    "Ya usaste tus pases de {span}. "
                    "Pregunta a tu profesor: todavía puede decir que sí.",
                    "Ya usaste tus pases a este lugar por {span}. Pregunta a tu profesor.",
                    {
                        Span.PERIOD: "esta hora de clase",
                        Span.DAY: "hoy",
                        Span.WEEK: "esta semana",
                        Span.TERM: "este periodo escolar",
                    },
                ),
            ),
            "zh": Phrase(
                student="你目前的外出次数已用完。请问老师，老师仍可同意。",
                staff="已达外出次数上限",
                used_up=_used_up(
                    "你{span}的外出次数已用完。请问老师，老师仍可同意。",
                    "你{span}去这里的次数已用完。请问老师。",
                    {
                        Span.PERIOD: "这节课",
                        Span.DAY: "今天",
                        Span.WEEK: "本周",
                        Span.TERM: "本学期",
                    },
                ),
            ),
            "ar": Phrase(
                student="استُنفدت تصاريحك في الوقت الحالي. "
                "يرجى سؤال المعلم، فما زال بإمكانه الموافقة.",
                staff="بلوغ حد التصاريح",
                used_up=_used_up(
                    "استُنفدت تصاريحك {span}. يرجى سؤال المعلم، فما زال بإمكانه الموافقة.",
                    "استُنفدت تصاريحك إلى هذا المكان {span}. يرجى سؤال المعلم.",
                    {
                        Span.PERIOD: "لهذه الحصة",
                        Span.DAY: "لهذا اليوم",
                        Span.WEEK: "لهذا الأسبوع",
                        Span.TERM: "لهذا الفصل الدراسي",
                    },
                ),
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
        limit = facts.used_up(self.limits, ask)
        if limit is None:
            return None
        return Finding(Ruling.APPROVE, self.reason, used_up=limit.told)
