"""The languages that a student can have the pages in."""

from kiosk.core.door.scene import Scene, Screen
from kiosk.ui.panel_face import PanelKeyFace
from kiosk.ui.phrases.languages import PHRASES
from kiosk.ui.phrases.table import Phrases

SPEAK = "speak"
IN_ANY_LANGUAGE = frozenset(
    {
        *(Screen.CHOOSE, Screen.APPOINTMENT, Screen.ASK_TEACHER, Screen.REFUSED, Screen.IN_LINE),
        *(Screen.OUT_ELSEWHERE, Screen.VOUCH),
    }
)
"""Screens on which a student reads and decides: the others give way in seconds, or are staff's."""


def language_faces(current: str) -> list[PanelKeyFace]:
    """Return a key for each, in its own script; the one that is spoken now is marked."""
    return [
        PanelKeyFace(SPEAK, words.writing.own_name, code, marked=code == current, slot=slot)
        for slot, (code, words) in enumerate(PHRASES.items())
    ]


def language_shown(scene: Scene, words: Phrases) -> str:
    """Return what the page's language calls itself; empty where no other can be chosen."""
    return words.writing.own_name if scene.screen in IN_ANY_LANGUAGE else ""
