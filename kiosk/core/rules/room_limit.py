"""Room limit: only so many students of one room are out at once."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.core.rule import Ask, Facts, Finding, Ruling
from kiosk.core.words import Phrase, Reason


@dataclass(frozen=True, slots=True)
class RoomLimit:
    """Makes a student wait until somebody is back in the room; the number is the room's own."""

    overridable: ClassVar[bool] = True
    reason: ClassVar[Reason] = Reason(
        "room_limit",
        {
            "en": Phrase(
                student="It is another student's turn from this room. "
                "Tap again when someone is back.",
                staff="Room limit reached",
            ),
            "es": Phrase(
                student="Ahora es el turno de otro estudiante de este salón. "
                "Acerca tu credencial cuando alguien regrese.",
                staff="Límite del salón alcanzado",
            ),
            "zh": Phrase(
                student="现在轮到本教室的另一位同学。有人回来后请再刷卡。",
                staff="已达教室外出人数上限",
            ),
            "ar": Phrase(
                student="حان الآن دور طالب آخر من هذا الصف. يرجى تقريب بطاقتك حين يعود أحدهم.",
                staff="بلوغ حد الصف",
            ),
        },
    )

    def check(self, ask: Ask, facts: Facts) -> Finding | None:
        """Object while the room's limit is reached; a room sees this by itself."""
        room = facts.roster.rooms.get(ask.origin)
        if room is None or room.out_max <= 0:
            return None
        if facts.others_out_from(ask) < room.out_max:
            return None
        return Finding(Ruling.WAIT, self.reason)
