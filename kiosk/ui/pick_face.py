"""What the list of students shows on which staff mark whom they make passes for."""

from dataclasses import dataclass

from kiosk.core.door.inputs import PanelAct
from kiosk.core.door.scene import PickPage
from kiosk.ui.panel_face import CLOSE, PanelKeyFace
from kiosk.ui.phrases.table import Phrases


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
    keys = (
        (CLOSE, words.pick.back, True),
        (PanelAct.MORE.value, words.panel.more, page.more > 0),
        (PanelAct.SEND.value, words.pick.send.of(page.marked), page.marked > 0),
    )
    return [
        PanelKeyFace(act, said, slot=slot) for slot, (act, said, there) in enumerate(keys) if there
    ]
