"""What the page of one student's turn says, worked out from the scene."""

from dataclasses import replace

from kiosk.core.door.scene import Banner, Missing, Notice, Scene, Screen, Signal
from kiosk.core.rulebook import OVERRIDABLE, REASONS
from kiosk.core.words import PLACE_ASKED
from kiosk.ui.card_face import CARD_SCREENS, card_kind, keys_face, own_record_face, whose_card_face
from kiosk.ui.language_face import language_shown
from kiosk.ui.looks import Icon, Page, Tone
from kiosk.ui.page_face import TurnFace
from kiosk.ui.panel_face import done_words
from kiosk.ui.phrases.table import LineWords, PageWords, Phrases
from kiosk.ui.reading import Reading
from kiosk.ui.sheet_face import sheet_face

DOES_NOT_LEAVE = frozenset(
    {
        *(Screen.WRONG_SETTINGS, Screen.NOT_ENROLLED),
        *(Screen.STARTING, Screen.IDLE, Screen.CHECKING, Screen.OUT, Screen.YOUR_TURN),
        Screen.APPOINTMENT,
    }
)
"""Screens with nothing to cancel or close: they give way by themselves."""
CAN_CANCEL = frozenset(
    {
        *(Screen.CHOOSE, Screen.ASK_TEACHER, Screen.OVERRIDE, Screen.OUT_ELSEWHERE),
        *(Screen.VOUCH, Screen.ENROL, Screen.OWN_ASK),
    }
)
"""Screens on which leaving gives something up, and is called so."""
URGENT_TOO = frozenset({Screen.ASK_TEACHER, Screen.REFUSED, Screen.IN_LINE, Screen.APPOINTMENT})
"""Answers that keep a student here: urgent leads on from each, so that none is a dead end."""


def turn_face(scene: Scene, words: Phrases, reading: Reading) -> TurnFace:
    """Return the page for `scene` at the moment of `reading`."""
    return replace(_page(scene, words, reading), language=language_shown(scene, words))


def _page(scene: Scene, words: Phrases, reading: Reading) -> TurnFace:
    match scene.screen:
        case Screen.STARTING:
            page = words.starting
            return TurnFace(
                page=Page.STARTING, name=scene.room, headline=page.headline, detail=page.detail
            )
        case Screen.WRONG_SETTINGS:
            return _wrong_settings(scene, words)
        case Screen.IDLE if scene.dimmed:
            ready = words.idle.ready.headline
            return TurnFace(page=Page.NIGHT, name=scene.room, headline=ready)
        case Screen.IDLE:
            return TurnFace(page=Page.IDLE)
        case Screen.CHOOSE:
            return _choose(scene, words)
        case Screen.OUT:
            return _out(scene, words, reading)
        case Screen.APPOINTMENT:
            return _appointment(scene, words, reading)
        case Screen.PIN:
            return _pin(scene, words, reading)
        case Screen.TYPE_ID:
            return keys_face(scene, words, reading)
        case Screen.PANEL:
            return _panel(scene, words)
        case Screen.OWN_RECORD:
            return own_record_face(scene, words)
        case Screen.WHOSE_CARD:
            return whose_card_face(words)
        case Screen.PICK:
            return _pick(scene, words)
        case Screen.SHEET:
            return _sheet(scene, words, reading)
        case _:
            return _answer(scene, words, reading)


def reason_words(scene: Scene, notice: Notice, reading: Reading) -> str:
    """Return the student's words for a reason; empty for a code this door does not know."""
    reason = REASONS.get(notice.code)
    if reason is None:
        return ""
    time = reading.time_of_day(notice.retry_at) if notice.retry_at else None
    phrase = reason.phrase(scene.language)
    return phrase.for_student(
        destination=scene.destination or "", time=time, used_up=notice.used_up
    )


def _wrong_settings(scene: Scene, words: Phrases) -> TurnFace:
    """Return the page around the faults; `step` says how many more, a line for each number."""
    said = words.wrong_settings
    return TurnFace(
        page=Page.SETTINGS,
        tone=Tone.FAULT,
        icon=Icon.WARNING,
        place=said.cure,
        headline=said.headline,
        detail=f"{words.writing.apart(scene.file)}: {said.faults.of(len(scene.faults))}",
        step="\n".join(map(words.idle.more.of, range(len(scene.faults)))),
    )


def _choose(scene: Scene, words: Phrases) -> TurnFace:
    urgent = scene.urgent
    return TurnFace(
        page=Page.CHOOSE,
        tone=Tone.URGENT if urgent else Tone.READY,
        icon=Icon.URGENT if urgent else Icon.NONE,
        name=scene.student or "",
        headline=words.choose.urgent_note if urgent else words.choose.where_to,
        urgent="" if urgent else words.controls.urgent,
        own=words.record.title if scene.own_offered else "",
        leave=words.controls.cancel,
    )


def _appointment(scene: Scene, words: Phrases, reading: Reading) -> TurnFace:
    said, controls = words.appointment, words.controls
    time = reading.time_of_day(scene.at) if scene.at else ""
    return TurnFace(
        tone=Tone.GO,
        icon=Icon.BELL,
        name=scene.student or "",
        place=scene.destination or "",
        headline=said.headline,
        detail=said.detail.format(time=time) if time else "",
        urgent=controls.urgent,
        go_now=controls.go_now,
        not_today=controls.not_today if scene.declinable else "",
        elsewhere=controls.other_place,
    )


def _out(scene: Scene, words: Phrases, reading: Reading) -> TurnFace:
    out = words.out
    over = reading.is_over(scene.due_at)
    come_back = out.overtime_come_back if over else out.come_back
    if scene.one_way:
        come_back = out.tap_there
    if scene.due_at is None:
        headline, count = out.take_your_time, out.no_limit
    else:
        by = out.due_there if scene.one_way else out.due
        due = by.format(time=reading.time_of_day(scene.due_at))
        headline = out.overtime if over else due
        count = reading.countdown(scene.due_at)
    return TurnFace(
        page=Page.OUT,
        tone=Tone.OVERTIME if over else Tone.GO,
        icon=Icon.OVERTIME if over else Icon.OUT,
        name=scene.student or "",
        place=scene.destination or "",
        headline=headline,
        count=count,
        detail=come_back,
        step=out.adult_told if scene.urgent else "",
        undo=words.controls.undo,
    )


def _pin(scene: Scene, words: Phrases, reading: Reading) -> TurnFace:
    pin, told = words.pin, scene.notice
    time = reading.time_of_day(told.retry_at) if told and told.retry_at else ""
    said = {
        "pin_wrong": pin.wrong,
        "pin_wait": pin.wait.format(time=time),
        "pin_alone": pin.alone,
        "pin_silent": pin.silent,
    }
    detail = said.get(told.code, "") if told else ""
    closed = scene.digits is None
    return TurnFace(
        page=Page.PIN,
        icon=Icon.BADGE,
        headline=pin.checking if closed and not told else pin.ask,
        detail=detail,
        count="" if closed else str(scene.digits),
        leave=words.controls.cancel,
        erase="" if closed else pin.erase,
        digits="" if closed else words.writing.digits,
    )


def _panel(scene: Scene, words: Phrases) -> TurnFace:
    panel, shown = words.panel, scene.panel
    if shown is None:
        return TurnFace(page=Page.IDLE)
    asks = panel.asks.of(shown.asked) if shown.asked else ""
    nobody = "" if shown.rows else panel.nobody
    detail = panel.paused if shown.paused else asks or nobody
    if shown.done is not None:
        detail = done_words(shown.done, panel)
    return TurnFace(
        page=Page.PANEL,
        headline=panel.title.format(name=shown.staff),
        detail=detail,
    )


def _pick(scene: Scene, words: Phrases) -> TurnFace:
    pick, said = scene.pick, words.pick
    if pick is not None and pick.typed is not None:
        # With the letters there is no room for more than what is typed.
        nobody = "" if pick.rows else said.nobody_found
        return TurnFace(page=Page.PICK, headline=pick.typed.upper() or said.type, detail=nobody)
    anybody = pick is not None and pick.rows
    return TurnFace(
        page=Page.PICK,
        headline=said.title,
        detail=said.touch if anybody else said.nobody,
    )


def _sheet(scene: Scene, words: Phrases, reading: Reading) -> TurnFace:
    if scene.sheet is None:
        return TurnFace(page=Page.IDLE)
    said = sheet_face(scene.sheet, words, reading)
    return TurnFace(page=Page.SHEET, headline=said.headline, detail=said.detail, count=said.count)


def _answer(scene: Scene, words: Phrases, reading: Reading) -> TurnFace:
    tone, icon, page = _kind(scene, words)
    reason = reason_words(scene, scene.notice, reading) if scene.notice else ""
    if scene.screen is Screen.ASK_TEACHER:
        step = page.step
        # The page itself says what this reason says.
        reason = "" if scene.notice and scene.notice.code == "needs_approval" else reason
    else:
        step = "" if reason else page.step
    why = words.override if scene.screen is Screen.OVERRIDE else None
    ends, waits = scene.screen is Screen.OUT_ELSEWHERE, scene.screen is Screen.IN_LINE
    return TurnFace(
        tone=tone,
        icon=icon,
        # Whoever sets kiosks up must see which one this is.
        name=scene.room if scene.screen is Screen.NOT_ENROLLED else scene.student or "",
        place=scene.destination or "",
        headline=page.headline,
        detail=reason or page.detail,
        step=step,
        urgent=words.controls.urgent if scene.screen in URGENT_TOO else "",
        leave=_leave(scene.screen, words),
        pin=_pin_words(scene, words) if _takes_pin(scene) else "",
        end_it=words.controls.end_it if ends else "",
        leave_line=words.controls.leave_line if waits else "",
        other_place=words.controls.other_place if waits else "",
        not_back=words.controls.not_back if scene.not_back else "",
        undo=words.controls.undo if scene.screen is Screen.ENROLLED else "",
        yes=words.enrol.yes if scene.screen is Screen.ENROL else "",
        medical=why.medical if why else "",
        errand=why.errand if why else "",
        other_reason=why.other if why else "",
    )


def _kind(scene: Scene, words: Phrases) -> tuple[Tone, Icon, PageWords]:
    match scene.screen:
        case Screen.CHECKING:
            return Tone.CHECKING, Icon.CHECKING, words.checking
        case Screen.NOT_ENROLLED:
            return Tone.FAULT, Icon.OFFLINE, _lacks(scene, words)
        case Screen.ASK_TEACHER if scene.notice and scene.notice.code == PLACE_ASKED.code:
            return Tone.ASK, Icon.CHECKING, words.place_asked
        case Screen.ASK_TEACHER:
            return Tone.ASK, Icon.BADGE, words.ask_teacher
        case Screen.WELCOME_BACK:
            return Tone.WELCOME, Icon.WELCOME, words.welcome_back
        case Screen.REFUSED if scene.signal is Signal.WAIT:
            return Tone.WAIT, Icon.LINE, words.wait
        case Screen.REFUSED:
            return Tone.NO, Icon.NOT_NOW, words.refused
        case Screen.IN_LINE:
            return Tone.WAIT, Icon.LINE, _in_line(scene, words.in_line)
        case Screen.OVERRIDE:
            return Tone.ASK, Icon.BADGE, words.override.asked(urgent=scene.urgent)
        case Screen.YOUR_TURN:
            return Tone.GO, Icon.TAP, words.your_turn
        case Screen.SUMMONED:
            return Tone.URGENT, Icon.URGENT, words.summoned
        case Screen.ARRIVED:
            return Tone.WELCOME, Icon.OTHER, words.arrived
        case Screen.CHECKED_IN:
            return Tone.GO, Icon.OTHER, words.checked_in
        case Screen.OUT_ELSEWHERE:
            return Tone.ASK, Icon.ELSEWHERE, words.out_elsewhere
        case screen if screen in CARD_SCREENS:
            return card_kind(scene, words)
        case Screen.NOT_RECORDED:
            return Tone.FAULT, Icon.NOT_RECORDED, words.not_recorded
        case _:
            return Tone.READY, Icon.START, words.starting


def _in_line(scene: Scene, line: LineWords) -> PageWords:
    headline = line.ahead.of(scene.ahead) if scene.ahead else line.next
    about = line.about.of(scene.about_minutes) if scene.about_minutes else ""
    return PageWords(headline, f"{about} {line.detail}".strip())


def _lacks(scene: Scene, words: Phrases) -> PageWords:
    page = {
        Missing.NETWORK: words.no_network,
        Missing.AGGREGATOR: words.no_aggregator,
        Missing.ROOM: words.room_unknown,
    }[scene.missing or Missing.ROOM]
    return replace(page, step=page.step.format(room=scene.room))


def _pin_words(scene: Scene, words: Phrases) -> str:
    refused = scene.screen is Screen.REFUSED
    return words.controls.teachers_pin if refused else words.controls.pin


def _takes_pin(scene: Scene) -> bool:
    """Say whether an adult at this door can say yes with a PIN here, or go past the refusal."""
    if scene.screen is Screen.REFUSED:
        code = scene.notice.code if scene.notice else ""
        return code in OVERRIDABLE and Banner.ALONE not in scene.banners
    theirs = scene.notice is None or scene.notice.code != PLACE_ASKED.code
    asks = scene.screen in {Screen.ASK_TEACHER, Screen.VOUCH, Screen.OWN_ASK}
    return asks and theirs and Banner.ALONE not in scene.banners


def _leave(screen: Screen, words: Phrases) -> str:
    if screen in DOES_NOT_LEAVE:
        return ""
    return words.controls.cancel if screen in CAN_CANCEL else words.controls.close
