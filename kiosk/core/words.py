"""Reasons: a stable code, words for the student and words for staff, in every language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.core.limits import UsedUp

LANGUAGES = ("en", "es", "zh", "ar")

APART = "\N{FIRST STRONG ISOLATE}{destination}\N{POP DIRECTIONAL ISOLATE}"
"""A place's name in words that run from right to left: its own script must not turn them round."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One reason in one language; `timed` is used when there is a time to try again.

    Placeholders: `{time}` (only in `timed`) and `{destination}`, nothing else.
    """

    student: str
    staff: str
    timed: str | None = None
    used_up: Mapping[UsedUp, str] = field(default_factory=dict)
    """Used when it is known which limit it is about, as they are: the page names the place."""

    def for_student(
        self, *, destination: str, time: str | None, used_up: UsedUp | None = None
    ) -> str:
        """Return the words for the student; `time` is a formatted time of day or None."""
        limit = self.used_up.get(used_up) if used_up is not None else None
        if limit is not None:
            return limit
        if time is not None and self.timed is not None:
            return self.timed.format(destination=destination, time=time)
        return self.student.format(destination=destination)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule objects; only the code travels, the door has the words."""

    code: str
    words: Mapping[str, Phrase]

    def phrase(self, language: str) -> Phrase:
        """Return the words in `language`, else in English."""
        return self.words.get(language) or self.words["en"]


HALL_FULL = Reason(
    "hall_full",
    {
        "en": Phrase(
            student="The hallway is full right now. Try again in a few minutes.",
            staff="Hallway full",
        ),
        "es": Phrase(
            student="El pasillo está lleno ahora. Inténtalo de nuevo en unos minutos.",
            staff="Pasillo lleno",
        ),
        "zh": Phrase(
            student="现在走廊上人满了。请过几分钟再试。",
            staff="走廊已满",
        ),
        "ar": Phrase(
            student="الممر ممتلئ الآن. يرجى المحاولة بعد بضع دقائق.",
            staff="الممر ممتلئ",
        ),
    },
)
"""Shared by the hall capacity and the encounter rule: the two must look the same in everything."""

ALONE = Reason(
    "alone",
    {
        "en": Phrase(
            student="The building can't be asked right now. Please ask your teacher.",
            staff="The building could not be asked",
        ),
        "es": Phrase(
            student="Ahora no se puede consultar al edificio. Pregunta a tu profesor, por favor.",
            staff="No se pudo consultar al edificio",
        ),
        "zh": Phrase(
            student="现在无法询问校楼系统。请问老师。",
            staff="未能询问校楼系统",
        ),
        "ar": Phrase(
            student="لا يمكن الرجوع إلى نظام المبنى الآن. يرجى سؤال المعلم.",
            staff="تعذّر الرجوع إلى نظام المبنى",
        ),
    },
)
"""Stands for every rule that needs the building while the aggregator can't be reached."""

DEAD = Reason(
    "dead",
    {
        "en": Phrase(
            student="That took too long. Please tap your ID again.",
            staff="The request was over before it was answered",
        ),
        "es": Phrase(
            student="Eso tardó demasiado. Acerca tu credencial otra vez, por favor.",
            staff="La solicitud terminó antes de tener respuesta",
        ),
        "zh": Phrase(
            student="等得太久了。请再刷一次卡。",
            staff="申请在得到答复前已失效",
        ),
        "ar": Phrase(
            student="استغرق ذلك وقتًا طويلًا. يرجى تقريب بطاقتك مرة أخرى.",
            staff="انتهى الطلب قبل أن يُجاب عنه",
        ),
    },
)
"""Protocol answer: the id can never be granted any more, so the next try needs a new one."""

RECOVERING = Reason(
    "recovering",
    {
        "en": Phrase(
            student="Just a moment, please. Try again in a minute.",
            staff="The building is still gathering who is out",
        ),
        "es": Phrase(
            student="Un momento, por favor. Inténtalo de nuevo en un minuto.",
            staff="El edificio aún está reuniendo quién está fuera",
        ),
        "zh": Phrase(
            student="请稍等。过一分钟再试。",
            staff="系统仍在清点谁在外面",
        ),
        "ar": Phrase(
            student="لحظة من فضلك. يرجى المحاولة بعد دقيقة.",
            staff="ما زال المبنى يجمع أسماء من هم في الخارج",
        ),
    },
)
"""Protocol answer: the aggregator does not yet know enough to grant."""

NOT_RECORDED = Reason(
    "not_recorded",
    {
        "en": Phrase(
            student="Your pass could not be saved, so it has not started. Please ask your teacher.",
            staff="The journal could not be written: nothing was started",
        ),
        "es": Phrase(
            student="Tu pase no se pudo guardar, así que no ha empezado. "
            "Pregunta a tu profesor, por favor.",
            staff="No se pudo escribir el diario: no se empezó nada",
        ),
        "zh": Phrase(
            student="你的通行证没能保存，所以没有开始。请问老师。",
            staff="日志无法写入：什么都没有开始",
        ),
        "ar": Phrase(
            student="تعذّر حفظ تصريحك، لذلك لم يبدأ. يرجى سؤال المعلم.",
            staff="تعذّرت الكتابة في السجل: لم يبدأ شيء",
        ),
    },
)
"""The door's journal failed: without a record no go is shown."""

PLACE_ASKED = Reason(
    "place_asked",
    {
        "en": Phrase(
            student="{destination} has been asked. This screen calls you when they say yes.",
            staff="The destination's own staff were asked",
        ),
        "es": Phrase(
            student="Ya se ha preguntado: {destination}. Esta pantalla te llama cuando digan sí.",
            staff="Se ha preguntado al personal del destino",
        ),
        "zh": Phrase(
            student="已经询问{destination}。对方同意后，这个屏幕会叫你。",
            staff="已询问目的地的教职工",
        ),
        "ar": Phrase(
            student=f"تم السؤال في {APART}. ستناديك هذه الشاشة عند الموافقة.",
            staff="سُئل موظفو الوجهة",
        ),
    },
)
"""Stands on a door's page where the yes is for the destination's own staff to give."""

DECLINED = Reason(
    "declined",
    {
        "en": Phrase(
            student="Not right now. Please ask your teacher.",
            staff="Staff said no",
        ),
        "es": Phrase(
            student="Ahora no. Pregunta a tu profesor, por favor.",
            staff="El personal dijo que no",
        ),
        "zh": Phrase(
            student="现在不行。请问老师。",
            staff="教职工没有同意",
        ),
        "ar": Phrase(
            student="ليس الآن. يرجى سؤال المعلم.",
            staff="رفض الموظفون",
        ),
    },
)
"""Staff have said no away from the door; why is between them and the record."""

DECLINED_LATER = Reason(
    "declined_later",
    {
        "en": Phrase(
            student="Not right now. You may ask again in a few minutes.",
            staff="Staff said: later",
        ),
        "es": Phrase(
            student="Ahora no. Puedes pedirlo otra vez en unos minutos.",
            staff="El personal dijo: más tarde",
        ),
        "zh": Phrase(
            student="现在不行。过几分钟可以再问。",
            staff="教职工说：晚一点",
        ),
        "ar": Phrase(
            student="ليس الآن. يمكنك السؤال مجددًا بعد بضع دقائق.",
            staff="قال الموظفون: لاحقًا",
        ),
    },
)
"""Staff have said no for a moment."""

DECLINED_LESSON = Reason(
    "declined_lesson",
    {
        "en": Phrase(
            student="Please wait until this part of the lesson is over.",
            staff="Staff said: not during this part of the lesson",
        ),
        "es": Phrase(
            student="Espera, por favor, a que termine esta parte de la clase.",
            staff="El personal dijo: no durante esta parte de la clase",
        ),
        "zh": Phrase(
            student="请等到这部分课结束。",
            staff="教职工说：这部分课上不行",
        ),
        "ar": Phrase(
            student="يرجى الانتظار حتى ينتهي هذا الجزء من الحصة.",
            staff="قال الموظفون: ليس في هذا الجزء من الحصة",
        ),
    },
)
"""Staff have said no because of what the class is doing."""

DECLINED_TALK = Reason(
    "declined_talk",
    {
        "en": Phrase(
            student="Please talk to your teacher first.",
            staff="Staff said: talk to me first",
        ),
        "es": Phrase(
            student="Habla primero con tu profesor, por favor.",
            staff="El personal dijo: habla primero conmigo",
        ),
        "zh": Phrase(
            student="请先和老师谈一谈。",
            staff="教职工说：先来找我谈",
        ),
        "ar": Phrase(
            student="يرجى الحديث مع المعلم أولًا.",
            staff="قال الموظفون: الحديث معي أولًا",
        ),
    },
)
"""Staff have said no and want to hear from the student."""

PROTOCOL_REASONS = (
    *(DEAD, RECOVERING, ALONE, NOT_RECORDED, PLACE_ASKED),
    *(DECLINED, DECLINED_LATER, DECLINED_LESSON, DECLINED_TALK),
)
"""What reaches a student without a rule behind it."""
