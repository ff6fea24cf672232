"""Frozen: staff have stopped new passes of a student, from a room or to a destination."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.core.rule import Ask, Facts, Finding, Reach, Ruling
from kiosk.core.words import Phrase, Reason


@dataclass(frozen=True, slots=True)
class Frozen:
    """Refuses until staff lift the freeze; the words do not tell which of the three it is."""

    overridable: ClassVar[bool] = True
    reason: ClassVar[Reason] = Reason(
        "frozen",
        {
            "en": Phrase(
                student="A pass can't start here right now. Please ask your teacher what to do.",
                staff="New passes are paused by staff",
            ),
            "es": Phrase(
                student="Ahora no se puede empezar un pase aquí. "
                "Pregunta a tu profesor qué hacer, por favor.",
                staff="El personal ha pausado los pases nuevos",
            ),
            "zh": Phrase(
                student="现在不能从这里外出。请问老师该怎么办。",
                staff="教职工已暂停新的通行证",
            ),
            "ar": Phrase(
                student="لا يمكن بدء تصريح هنا الآن. يرجى سؤال المعلم عما يجب فعله.",
                staff="أوقف الموظفون التصاريح الجديدة مؤقتًا",
            ),
        },
    )

    def check(self, ask: Ask, facts: Facts) -> Finding | None:
        """Object to what is frozen; which students are, only the aggregator knows."""
        holds = facts.holds
        place_frozen = ask.origin in holds.rooms or ask.destination in holds.destinations
        if place_frozen or ask.student in holds.students:
            return Finding(Ruling.REFUSE, self.reason)
        return Finding(Ruling.DEFER, self.reason) if facts.reach is Reach.ROOM else None
