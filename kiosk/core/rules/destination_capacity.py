"""Destination capacity: a place takes only so many students at once."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.core.rule import Ask, Facts, Finding, Reach, Ruling
from kiosk.core.words import APART, Phrase, Reason


@dataclass(frozen=True, slots=True)
class DestinationCapacity:
    """Makes a student wait for a free place; the number is the destination's own."""

    overridable: ClassVar[bool] = True
    reason: ClassVar[Reason] = Reason(
        "destination_capacity",
        {
            "en": Phrase(
                student="{destination} is full right now. "
                "Try again in a few minutes or choose another place.",
                staff="Destination full",
            ),
            "es": Phrase(
                student="Lleno ahora: {destination}. "
                "Inténtalo de nuevo en unos minutos o elige otro lugar.",
                staff="Destino lleno",
            ),
            "zh": Phrase(
                student="{destination}现在人满了。请过几分钟再试，或选别的地方。",
                staff="目的地已满",
            ),
            "ar": Phrase(
                student=f"المكان ممتلئ الآن: {APART}. "
                "يرجى المحاولة بعد بضع دقائق أو اختيار مكان آخر.",
                staff="الوجهة ممتلئة",
            ),
        },
    )

    def check(self, ask: Ask, facts: Facts) -> Finding | None:
        """Object while no place is free; only the building knows who is there."""
        destination = facts.roster.destinations.get(ask.destination)
        if destination is None or destination.capacity is None:
            return None
        if facts.reach is Reach.ROOM:
            return Finding(Ruling.DEFER, self.reason)
        if facts.others_out_to(ask) < destination.capacity:
            return None
        return Finding(Ruling.WAIT, self.reason)
