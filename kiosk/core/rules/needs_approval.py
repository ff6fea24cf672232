"""Needs approval: some places, and every ID that was typed in, take a teacher's yes."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.core.events import IdentifiedBy
from kiosk.core.rule import Ask, Facts, Finding, Ruling
from kiosk.core.words import Phrase, Reason


@dataclass(frozen=True, slots=True)
class NeedsApproval:
    """Asks the teacher where the roster says so, and whenever no card proved who it is."""

    overridable: ClassVar[bool] = True
    reason: ClassVar[Reason] = Reason(
        "needs_approval",
        {
            "en": Phrase(
                student="Please ask your teacher to tap their badge here.",
                staff="Needs a teacher's yes",
            ),
            "es": Phrase(
                student="Pide a tu profesor que acerque su credencial aquí, por favor.",
                staff="Necesita el sí de un profesor",
            ),
            "zh": Phrase(
                student="请老师在这里刷工牌。",
                staff="需要老师同意",
            ),
            "ar": Phrase(
                student="يرجى أن تطلب من المعلم تقريب شارته هنا.",
                staff="يحتاج إلى موافقة معلم",
            ),
        },
    )

    def check(self, ask: Ask, facts: Facts) -> Finding | None:
        """Object until an adult says yes, wherever it is judged."""
        destination = facts.roster.destinations.get(ask.destination)
        place_needs_it = destination is not None and destination.needs_approval
        if place_needs_it or ask.identified_by is IdentifiedBy.TYPED:
            return Finding(Ruling.APPROVE, self.reason)
        return None
