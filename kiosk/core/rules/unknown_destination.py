"""Unknown destination: the roster does not name the place, so nothing is known about it."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.core.rule import Ask, Facts, Finding, Reach, Ruling
from kiosk.core.words import Phrase, Reason


@dataclass(frozen=True, slots=True)
class UnknownDestination:
    """Refuses what no other rule can judge: no capacity, hours or allowance are known."""

    overridable: ClassVar[bool] = False
    reason: ClassVar[Reason] = Reason(
        "unknown_destination",
        {
            "en": Phrase(
                student="That place is no longer on the list. Please choose another one.",
                staff="Destination is not on the roster",
            ),
            "es": Phrase(
                student="Ese lugar ya no está en la lista. Elige otro, por favor.",
                staff="El destino no está en la lista de la escuela",
            ),
            "zh": Phrase(
                student="这个地方已不在列表上。请选别的地方。",
                staff="目的地不在名单上",
            ),
            "ar": Phrase(
                student="لم يعد هذا المكان في القائمة. يرجى اختيار مكان آخر.",
                staff="الوجهة ليست في القائمة",
            ),
        },
    )

    def check(self, ask: Ask, facts: Facts) -> Finding | None:
        """Object to a place not on the roster; a door's roster may be the older one."""
        if ask.destination in facts.roster.destinations:
            return None
        ruling = Ruling.DEFER if facts.reach is Reach.ROOM else Ruling.REFUSE
        return Finding(ruling, self.reason)
