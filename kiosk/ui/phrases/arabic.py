"""The screen in Arabic.

Written so that it addresses girls and boys alike. Names that it says are set apart, so that one in
another script does not turn the sentence round.
"""

from kiosk.ui.phrases.table import (
    Banners,
    BannerWords,
    ChooseWords,
    Controls,
    Counted,
    DoneWords,
    IdleWords,
    LineWords,
    OutWords,
    OverrideWords,
    PageWords,
    PanelWords,
    Phrases,
    PickWords,
    PinWords,
    SettingsWords,
    SheetWords,
    TileWords,
    ToastWords,
    TypingWords,
    Writing,
)

DIGITS = "٠١٢٣٤٥٦٧٨٩"
NAME = "\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"
BOTH = (
    "\N{RIGHT-TO-LEFT MARK}\N{FIRST STRONG ISOLATE}{one}\N{POP DIRECTIONAL ISOLATE}، "
    "\N{FIRST STRONG ISOLATE}{other}\N{POP DIRECTIONAL ISOLATE}"
)


def _counted(*, zero: str, one: str, two: str, few: str, many: str, other: str) -> Counted:
    return Counted(one, other, zero, two, few, many, DIGITS)


def _alike(words: str) -> Counted:
    """Return words whose noun is shortened, and so the same for every number."""
    return Counted(words, words, digits=DIGITS)


ARABIC = Phrases(
    writing=Writing("العربية", right_to_left=True, digits=DIGITS),
    both=BOTH,
    idle=IdleWords(
        ready=PageWords("بطاقتك من فضلك"),
        hold=PageWords("البقاء في الصف", "إن عدت للتو، يرجى تقريب بطاقتك."),
        frozen=PageWords("لا تصاريح الآن", "إن عدت للتو، يرجى تقريب بطاقتك."),
        unplugged=PageWords("لا قارئ بطاقات", "يرجى إخبار المعلم."),
        places_left=_counted(
            zero="أماكن متبقية",
            one="مكان متبقٍّ",
            two="مكانان متبقيان",
            few="أماكن متبقية",
            many="مكانًا متبقيًا",
            other="مكان متبقٍّ",
        ),
        out_now="في الخارج الآن",
        coming_up="مواعيد قريبة",
        out_and_coming="في الخارج ومواعيد",
        everyone_here="الجميع هنا",
        forgot="بلا بطاقة؟",
        more=_counted(
            zero="ولا أحد غيرهم",
            one="وشخص آخر",
            two="وشخصان آخران",
            few="و{n} آخرون",
            many="و{n} شخصًا آخر",
            other="و{n} شخص آخر",
        ),
        bell="الجرس القادم {time}",
        waiting=_counted(
            zero="لا أحد ينتظر",
            one="شخص ينتظر",
            two="شخصان ينتظران",
            few="{n}\N{NO-BREAK SPACE}ينتظرون",
            many="{n}\N{NO-BREAK SPACE}شخصًا ينتظر",
            other="{n}\N{NO-BREAK SPACE}شخص ينتظر",
        ),
        minutes_out=_alike("{n}\N{NO-BREAK SPACE}د"),
        minutes_over=_alike("+{n}\N{NO-BREAK SPACE}د"),
        overtime="تجاوز الوقت",
        called_back="مطلوب عودتهم",
    ),
    choose=ChooseWords(
        where_to="إلى أين؟",
        urgent_note="عاجل: الذهاب فورًا، ويُبلَّغ أحد المسؤولين.",
        more_places="أماكن أخرى",
        free=TileWords("متاح", "اللمس للذهاب", "اللمس للذهاب"),
        ask_teacher=TileWords("بإذن المعلم", "تلزم شارته", "تلزم شارته"),
        wait=TileWords("انتظار", "بعد قليل", "نحو {time}"),
        not_now=TileWords("ليس الآن", "اللمس للسبب", "من {time}"),
        closed=TileWords("مغلق", "اللمس للسبب", "يفتح {time}"),
        full=TileWords("ممتلئ", "بعد قليل", "نحو {time}"),
        line=_counted(
            zero="لا أحد ينتظر",
            one="واحد ينتظر",
            two="{n} ينتظران",
            few="{n} ينتظرون",
            many="{n} ينتظرون",
            other="{n} ينتظرون",
        ),
        urgent=TileWords("عاجل", "الذهاب فورًا", "الذهاب فورًا"),
    ),
    out=OutWords(
        overtime="تجاوز الوقت",
        no_limit="بلا حد",
        take_your_time="لك كل الوقت اللازم.",
        come_back="عند العودة، يرجى تقريب بطاقتك.",
        overtime_come_back="يرجى العودة الآن وتقريب بطاقتك.",
        tap_there="عند الوصول، يرجى تقريب بطاقتك.",
        adult_told="تم إبلاغ أحد المسؤولين.",
        due="العودة قبل {time}",
        due_there="الوصول قبل {time}",
    ),
    controls=Controls(
        urgent="عاجل",
        cancel="إلغاء",
        close="حسنًا",
        end_it="إنهاء تصريحي",
        leave_line="ترك الدور",
        other_place="مكان آخر",
        go_now="الذهاب",
        not_today="ليس اليوم",
        pin="رمز PIN",
        undo="تراجع",
        not_back="لم أعد بعد",
        seconds=_alike("{n} ث"),
    ),
    pin=PinWords(
        ask="رمز PIN",
        checking="جارٍ التحقق",
        wrong="هذا الرمز غير معروف. يرجى المحاولة مرة أخرى.",
        wait="محاولات كثيرة. يرجى المحاولة بعد {time}.",
        alone="بلا اتصال: يتعذّر فحص الرمز. الشارة من فضلك.",
        silent="لا رد. يرجى المحاولة مجددًا أو استخدام الشارة.",
        erase="مسح",
    ),
    typing=TypingWords(
        ask="رقم الطالب من فضلك",
        unknown="هذا الرقم غير معروف. يرجى التحقق منه والمحاولة مجددًا.",
        wait="محاولات كثيرة. يرجى المحاولة بعد {time}.",
        alone="بلا اتصال: يتعذّر التحقق من الرقم. يرجى سؤال المعلم.",
        silent="لا رد. يرجى المحاولة مجددًا أو سؤال المعلم.",
        erase="مسح",
        letters="ABC",
        digits="123",
        done="تم",
    ),
    panel=PanelWords(
        title=NAME,
        nobody="لا أحد ينتظر ولا أحد في الخارج.",
        paused="التصاريح الجديدة متوقفة مؤقتًا",
        asks=_counted(
            zero="لا أحد ينتظر موافقتك",
            one="طالب ينتظر موافقتك",
            two="طالبان ينتظران موافقتك",
            few="{n} طلاب ينتظرون موافقتك",
            many="{n} طالبًا ينتظر موافقتك",
            other="{n} طالب ينتظر موافقتك",
        ),
        yes="نعم",
        no="لا",
        longer="+٥ د",
        end="إنهاء",
        correct="تصحيح",
        back_at="عاد {time}",
        corrected="فعليًا {time}",
        yes_to_all="نعم للكل",
        pause="إيقاف",
        resume="استئناف",
        pick="تصريح\nلطالب",
        undo="تراجع",
        more="المزيد",
        close="إغلاق",
        done=DoneWords(
            approved=f"تمت الموافقة: {NAME}",
            approved_all=_counted(
                zero="لم تتم أي موافقة",
                one="تمت الموافقة على طالب",
                two="تمت الموافقة على طالبين",
                few="تمت الموافقة على {n} طلاب",
                many="تمت الموافقة على {n} طالبًا",
                other="تمت الموافقة على {n} طالب",
            ),
            longer=f"+٥ دقائق: {NAME}",
            paused="التصاريح الجديدة متوقفة مؤقتًا",
            resumed="عادت التصاريح",
            declining=f"سيُرفض الطلب: {NAME}",
            returning=f"ستُسجَّل العودة: {NAME}",
        ),
    ),
    sheet=SheetWords(
        why_not=f"لماذا لا؟ {NAME}",
        told="يُبلَّغ الطالب بذلك.",
        why={
            "declined_later": "لاحقًا",
            "declined_lesson": "ليس في هذا\nالجزء من الحصة",
            "declined_talk": "الحديث معي\nأولًا",
            "declined": "بلا سبب",
        },
        when_back=f"متى كانت عودة {NAME}؟",
        now="الآن، {time}",
        recorded="المسجَّل: {time}",
        by_word="المسجَّل: {time}، العودة فعليًا: {other}",
        no_clock="الساعة غير مضبوطة: لا يمكن تسجيل إلا الآن.",
        minutes="{n} د",
        end_it="إنهاء التصريح",
        correct_it="تصحيح",
        back="رجوع",
    ),
    pick=PickWords(
        title="تصريح لطالب",
        touch="يرجى لمس اسم كل من سيخرج.",
        nobody="لا طلاب هنا.",
        send=_alike("إرسال {n}"),
        back="رجوع",
    ),
    toasts=ToastWords(
        welcome_back=f"أهلًا بعودتك، {NAME}",
        busy="لحظة: هذا دور شخص آخر",
        try_again="لم تُقرأ البطاقة. يرجى تقريبها مجددًا.",
        your_turn=f"حان دورك، {NAME}",
        declined=f"تم التسجيل، {NAME}",
        undone=f"تم التراجع، {NAME}",
    ),
    banners=Banners(
        alone=BannerWords("بلا اتصال: يمكن للمعلم الموافقة", "بلا اتصال"),
        hold=BannerWords("البقاء في الصف", "في الصف"),
        room_frozen=BannerWords("لا تصاريح من هذا الصف الآن", "متوقف"),
        clock_unset=BannerWords("لم تُضبط الساعة بعد", "بلا ساعة"),
        reader_unplugged=BannerWords("لا قارئ بطاقات: يرجى إخبار المعلم", "لا قارئ"),
    ),
    wrong_settings=SettingsWords(
        headline="في الإعدادات خطأ",
        faults=_counted(
            zero="لا أخطاء",
            one="خطأ واحد",
            two="خطآن",
            few="{n} أخطاء",
            many="{n} خطأً",
            other="{n} خطأ",
        ),
        cure="يرجى إصلاح الملف، وسيبدأ الجهاز بعدها من تلقاء نفسه.",
        line="السطر {n}:",
        missing="ينقص \N{FIRST STRONG ISOLATE}{key}\N{POP DIRECTIONAL ISOLATE}",
    ),
    no_network=PageWords(
        "لا اتصال",
        "لا يستطيع هذا الجهاز الوصول إلى نظام المبنى.",
        "للدعم الفني: يرجى فحص الشبكة و brokers في الإعدادات.",
    ),
    no_aggregator=PageWords(
        "لا رد",
        "الشبكة تعمل، لكن نظام المبنى لا يرد.",
        "للدعم الفني: يرجى التحقق من عمل المجمِّع.",
    ),
    room_unknown=PageWords(
        "لم يُجهَّز بعد",
        "لا شيء لهذا الجهاز في نظام المبنى.",
        "للدعم الفني: هل الغرفة "
        "\N{FIRST STRONG ISOLATE}{room}\N{POP DIRECTIONAL ISOLATE} في ملفات المدرسة؟",
    ),
    starting=PageWords("جارٍ التشغيل", "يستغرق بضع ثوانٍ."),
    checking=PageWords("جارٍ التحقق", "لحظة من فضلك."),
    ask_teacher=PageWords("إذن المعلم", step="للمعلم: يرجى تقريب شارتك هنا."),
    place_asked=PageWords("تم السؤال"),
    welcome_back=PageWords("أهلًا بعودتك", "انتهى تصريحك."),
    refused=PageWords("ليس الآن", "يرجى سؤال المعلم عما يجب فعله."),
    wait=PageWords("يرجى الانتظار", "يرجى المحاولة بعد بضع دقائق."),
    in_line=LineWords(
        ahead=_counted(
            zero="دورك التالي",
            one="قبلك شخص",
            two="قبلك شخصان",
            few="قبلك {n}\N{NO-BREAK SPACE}أشخاص",
            many="قبلك {n}\N{NO-BREAK SPACE}شخصًا",
            other="قبلك {n}\N{NO-BREAK SPACE}شخص",
        ),
        next="دورك التالي",
        detail="ستناديك هذه الشاشة. عندئذٍ يرجى تقريب بطاقتك.",
    ),
    override=OverrideWords(
        page=PageWords("السماح رغم ذلك؟", "يرجى ذكر السبب. يُسجَّل مع اسمك."),
        medical="صحة",
        errand="مهمة",
        other="غير ذلك",
    ),
    your_turn=PageWords("حان دورك", step="يرجى تقريب بطاقتك للذهاب."),
    appointment=PageWords("حان الموعد", "لديك موعد الساعة {time}."),
    summoned=PageWords("الذهاب الآن", "بدأ تصريحك.", "تم إبلاغ أحد المسؤولين."),
    arrived=PageWords("تم الوصول", "انتهى تصريحك."),
    checked_in=PageWords("تم الوصول", "تصريحك مستمر.", "لإنهائه، يرجى تقريب بطاقتك في صفك."),
    out_elsewhere=PageWords(
        "ما زلت في الخارج؟",
        "لديك تصريح لم ينتهِ من صف آخر.",
        "إن انتهيت، يمكنك إنهاؤه هنا.",
    ),
    vouch=PageWords(
        "إذن المعلم", "رقم مكتوب لا يكفي لإنهاء تصريح.", "للمعلم: يرجى تقريب شارتك هنا."
    ),
    card_unknown=PageWords(
        "بطاقة غير معروفة", "هذه البطاقة ليست في القائمة.", "يرجى سؤال المعلم أو المكتب."
    ),
    not_recorded=PageWords(
        "لم يُحفظ", "لم يبدأ أي تصريح: يتعذّر على هذا الجهاز حفظه.", "يرجى سؤال المعلم."
    ),
)
