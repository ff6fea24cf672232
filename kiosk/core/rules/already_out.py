"""Already out: nobody is out twice at the same time."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.core.rule import Ask, Facts, Finding, Reach, Ruling
from kiosk.core.words import Phrase, Reason


@dataclass(frozen=True, slots=True)
class AlreadyOut:
    """Refuses a student who counts as out with another pass, from whatever room."""

    overridable: ClassVar[bool] = False
    reason: ClassVar[Reason] = Reason(
        "already_out",
        {
            "en": Phrase(
                student="You still have a pass open. Tap your ID again to end it, "
                "or ask your teacher for help.",
                staff="Has another pass open",
            ),
            "es": Phrase(
                student="Todavía tienes un pase abierto. Acerca tu credencial otra vez para "
                "terminarlo, o pide ayuda a tu profesor.",
                staff="Tiene otro pase abierto",
            ),
            "zh": Phrase(
                student="你还有一张未结束的通行证。请再刷一次卡来结束它，或请老师帮忙。",
                staff="另有未结束的通行证",
            ),
            "ar": Phrase(
                student="لديك تصريح لم ينتهِ بعد. "
                "يرجى تقريب بطاقتك مرة أخرى لإنهائه، أو طلب المساعدة من المعلم.",
                staff="لديه تصريح آخر لم ينتهِ",
            ),
        },
    )

    def check(self, ask: Ask, facts: Facts) -> Finding | None:
        """Object while another pass of the student is held; only the building knows."""
        if facts.reach is Reach.ROOM:
            return Finding(Ruling.DEFER, self.reason)
        return Finding(Ruling.REFUSE, self.reason) if facts.others_out_with(ask) else None
