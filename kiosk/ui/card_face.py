"""The looks and words of the pages that stand where a card did not do."""

from kiosk.core.door.scene import Scene, Screen
from kiosk.ui.looks import Icon, Tone
from kiosk.ui.phrases.table import PageWords, Phrases


def card_kind(scene: Scene, words: Phrases) -> tuple[Tone, Icon, PageWords]:
    """Return how such a page looks and what it says."""
    code, said = scene.notice.code if scene.notice else "", words.enrol
    match scene.screen:
        case Screen.VOUCH:
            return Tone.ASK, Icon.BADGE, words.vouch
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
