"""Hold: while staff have called "hold in your room", no pass starts."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.core.rule import Ask, Facts, Finding, Ruling
from kiosk.core.words import Phrase, Reason


@dataclass(frozen=True, slots=True)
class Hold:
    """Refuses every pass until staff lift the hold."""

    overridable: ClassVar[bool] = False
    reason: ClassVar[Reason] = Reason(
        "hold",
        {
            "en": Phrase(
                student="Everyone is staying in their room for now. Please take your seat. "
                "Your teacher will say when it is over.",
                staff="Hold in your room is on",
            ),
            "es": Phrase(
                student="Por ahora todos se quedan en su salón. Toma asiento, por favor. "
                "Tu profesor avisará cuando termine.",
                staff="La orden de quedarse en el salón está activa",
            ),
            "zh": Phrase(
                student="现在所有人都留在教室里。请回到座位。结束时老师会告诉你。",
                staff="“留在教室”命令生效中",
            ),
            "ar": Phrase(
                student="الجميع باقون في صفوفهم الآن. يرجى الجلوس في المقعد. "
                "سيخبركم المعلم عند انتهاء ذلك.",
                staff="أمر البقاء في الصف سارٍ",
            ),
        },
    )

    def check(self, _ask: Ask, facts: Facts) -> Finding | None:
        """Object to everything while the hold is on."""
        return Finding(Ruling.REFUSE, self.reason) if facts.holds.hold else None
