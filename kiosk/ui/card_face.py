"""The looks and words of the pages that stand where a card did not do."""

from dataclasses import replace
from string import ascii_uppercase

from kiosk.core.door.scene import Scene, Screen
from kiosk.ui.looks import Icon, Page, Tone
from kiosk.ui.page_face import TurnFace
from kiosk.ui.phrases.table import PageWords, Phrases
from kiosk.ui.reading import Reading

DIGITS, LETTERS = "1234567890", ascii_uppercase


CARD_SCREENS = frozenset(
    {
        *(Screen.VOUCH, Screen.CARD_UNKNOWN, Screen.ENROL, Screen.ENROLLED, Screen.ENROL_FAULT),
        *(Screen.OWN_ASK, Screen.OWN_FAULT),
    }
)
"""Those that `card_kind` is for."""


def card_kind(scene: Scene, words: Phrases) -> tuple[Tone, Icon, PageWords]:
    """Return how such a page looks and what it says."""
    code, said = scene.notice.code if scene.notice else "", words.enrol
    match scene.screen:
        case Screen.VOUCH:
            return Tone.ASK, Icon.BADGE, words.vouch
        case Screen.OWN_ASK:
            return Tone.ASK, Icon.BADGE, words.record.ask
        case Screen.OWN_FAULT:
            return Tone.NO, Icon.NOT_NOW, words.record.failed
        case Screen.ENROL:
            return Tone.ASK, Icon.BADGE, said.lend if code == "lent" else said.sure
        case Screen.ENROLLED:
            return Tone.GO, Icon.TAP, said.lent if code == "lent" else said.saved
        case Screen.ENROL_FAULT:
            page = said.taken if code == "card_taken" else said.failed
            return Tone.NO, Icon.UNKNOWN_CARD, page
        case _:
            page = said.to_lend if code == "card_to_lend" else words.card_unknown
            return Tone.NO, Icon.UNKNOWN_CARD, page


def keys_face(scene: Scene, words: Phrases, reading: Reading) -> TurnFace:
    """Return the page with the keys for an ID."""
    said, told, shown = words.typing, scene.notice, scene.typing
    if shown is None:
        return TurnFace(page=Page.IDLE)
    time = reading.time_of_day(told.retry_at) if told and told.retry_at else ""
    why = {
        "id_unknown": said.unknown,
        "id_wait": said.wait.format(time=time),
        "id_alone": said.alone,
        "id_silent": said.silent,
    }
    face = TurnFace(
        page=Page.TYPE,
        name=shown.typed,
        headline=said.ask if shown.serves else words.checking.headline,
        detail=why.get(told.code, "") if told else "",
        leave=words.controls.cancel,
    )
    if not shown.serves:
        return face
    return replace(
        face,
        keys=LETTERS if shown.letters else DIGITS,
        switch_keys=said.digits if shown.letters else said.letters,
        erase=said.erase,
        done=said.done if shown.typed else "",
    )


def own_record_face(scene: Scene, words: Phrases) -> TurnFace:
    """Return the page with a student's own passes, but for its rows."""
    own, said = scene.own, words.record
    return TurnFace(
        page=Page.RECORD,
        headline=scene.student or "",
        detail=said.title if own and own.rows else said.none,
        step=words.idle.more.of(own.more) if own and own.more else "",
        leave=words.controls.close,
    )


def whose_card_face(words: Phrases) -> TurnFace:
    """Return the page that asks whose an unknown card is, but for its names."""
    return TurnFace(page=Page.PICK, headline=words.enrol.whose, detail=words.enrol.touch)
