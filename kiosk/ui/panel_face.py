"""What the staff panel shows: its rows, and the keys below them."""

from dataclasses import dataclass

from kiosk.core.door.inputs import PanelAct
from kiosk.core.door.scene import PanelPage, PanelRow
from kiosk.ui.phrases.table import PanelWords, Phrases
from kiosk.ui.reading import Reading, whole_minutes

CLOSE = "close"


@dataclass(frozen=True, slots=True)
class PanelRowFace:
    """One row, with two things to touch; an empty word means that there is no such thing."""

    id: str
    name: str
    place: str
    first: str
    firstAct: str
    second: str
    secondAct: str
    sure: bool


@dataclass(frozen=True, slots=True)
class PanelKeyFace:
    """One key below the rows."""

    act: str
    words: str


def panel_row_faces(page: PanelPage, words: Phrases, reading: Reading) -> list[PanelRowFace]:
    """Return the rows."""
    return [_row(row, words, reading) for row in page.rows]


def panel_key_faces(page: PanelPage, words: PanelWords) -> list[PanelKeyFace]:
    """Return the keys that have something to do now."""
    keys = (
        (PanelAct.UNDO, words.undo, page.undo),
        (PanelAct.APPROVE_ALL, words.yes_to_all, page.asked > 1),
        (PanelAct.RESUME, words.resume, page.paused),
        (PanelAct.PAUSE, words.pause, not page.paused),
        (PanelAct.PICK, words.pick, True),
        (PanelAct.MORE, words.more, page.more > 0),
    )
    found = [PanelKeyFace(act.value, said) for act, said, there in keys if there]
    return [*found, PanelKeyFace(CLOSE, words.close)]


def _row(row: PanelRow, words: Phrases, reading: Reading) -> PanelRowFace:
    panel, idle = words.panel, words.idle
    if row.asked:
        first, first_act = panel.yes, PanelAct.APPROVE
        second, second_act = panel.no, PanelAct.DECLINE
    else:
        first = panel.longer if row.due_at is not None else ""
        first_act, second, second_act = PanelAct.EXTEND, panel.end, PanelAct.END
    if reading.is_over(row.due_at) and row.due_at is not None:
        minutes = idle.minutes_over.of(max(1, whole_minutes(row.due_at, reading.now)))
    else:
        minutes = idle.minutes_out.of(whole_minutes(row.since, reading.now))
    sure = row.sure is not None
    return PanelRowFace(
        id=row.id,
        name=row.label,
        place=f"{row.destination}, {minutes}",
        first=first,
        firstAct=first_act.value,
        second=panel.sure if sure else second,
        secondAct=second_act.value,
        sure=sure,
    )
