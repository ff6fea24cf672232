"""What the list of students shows on which staff mark whom they make passes for."""

from dataclasses import dataclass
from string import ascii_uppercase

from kiosk.core.door.inputs import PanelAct
from kiosk.core.door.scene import PickPage
from kiosk.ui.panel_face import CLOSE, PanelKeyFace
from kiosk.ui.phrases.table import Phrases

TYPED_SHOWN = 5
"""Letters that a key has room for in its narrowest form."""


@dataclass(frozen=True, slots=True)
class PickRowFace:
    """One name to touch."""

    id: str
    name: str
    marked: bool


def pick_row_faces(page: PickPage) -> list[PickRowFace]:
    """Return the names."""
    return [PickRowFace(row.id, row.label, row.marked) for row in page.rows]


def pick_key_faces(page: PickPage, words: Phrases) -> list[PanelKeyFace]:
    """Return the keys, each in a place of its own."""
    find = (PanelAct.FIND, words.pick.find)
    if page.typed is not None:
        find = (PanelAct.LIST, _above(page.typed, words.pick.all_names))
    sends = (PanelAct.SEND.value, words.pick.send.of(page.marked), page.marked > 0)
    types = (PanelAct.TYPE.value, words.enrol.type_id, True)
    keys = (
        (CLOSE, words.pick.back, True),
        (find[0].value, find[1], not page.one),
        (PanelAct.MORE.value, words.panel.more, page.more > 0),
        types if page.one else sends,
    )
    return [
        PanelKeyFace(act, said, slot=slot) for slot, (act, said, there) in enumerate(keys) if there
    ]


def _above(typed: str, said: str) -> str:
    """Return the key's words below the last letters typed: where height is short, only it tells."""
    if not typed:
        return said
    end = typed if len(typed) <= TYPED_SHOWN else f"\N{HORIZONTAL ELLIPSIS}{typed[-TYPED_SHOWN:]}"
    return f"{end.upper()}\n{said}"


def letter_faces(page: PickPage, words: Phrases) -> list[PanelKeyFace]:
    """Return the letters while they are shown: A to Z, and the key that takes the last one away."""
    if page.typed is None:
        return []
    letters = [
        PanelKeyFace("letter", letter, letter.lower(), slot=slot)
        for slot, letter in enumerate(ascii_uppercase)
    ]
    return [*letters, PanelKeyFace("erase", words.pick.erase, slot=len(letters))]
