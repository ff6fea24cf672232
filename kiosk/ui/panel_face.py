"""What the staff panel shows: its rows, and the keys below them."""

from dataclasses import dataclass

from kiosk.core.door.inputs import PanelAct
from kiosk.core.door.scene import Done, PanelPage, PanelRow
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


@dataclass(frozen=True, slots=True)
class PanelKeyFace:
    """One key that is not of a row; `slot` is its place among the others, whichever are there."""

    act: str
    words: str
    token: str = ""
    """Which of several it is that mean the same act."""
    marked: bool = False
    slot: int = 0


def panel_row_faces(page: PanelPage, words: Phrases, reading: Reading) -> list[PanelRowFace]:
    """Return the rows."""
    return [_row(row, words, reading) for row in page.rows]


def panel_key_faces(page: PanelPage, words: PanelWords) -> list[PanelKeyFace]:
    """Return the keys that have something to do now, each in a place of its own."""
    keys = (
        (PanelAct.UNDO.value, words.undo, page.done is not None),
        (PanelAct.APPROVE_ALL.value, words.yes_to_all, page.asked > 1),
        (PanelAct.RESUME.value, words.resume, page.paused)
        if page.paused
        else (PanelAct.PAUSE.value, words.pause, True),
        (PanelAct.PICK.value, words.pick, True),
        (PanelAct.SETTINGS.value, words.settings, True),
        (PanelAct.MORE.value, words.more, page.more > 0),
        (CLOSE, words.close, True),
    )
    return [
        PanelKeyFace(act, said, slot=slot) for slot, (act, said, there) in enumerate(keys) if there
    ]


def done_words(done: Done, words: PanelWords) -> str:
    """Return what can be taken back."""
    said = words.done
    match done.act:
        case PanelAct.APPROVE:
            return said.approved.format(name=done.label)
        case PanelAct.APPROVE_ALL:
            return said.approved_all.of(done.count)
        case PanelAct.EXTEND:
            return said.longer.format(name=done.label)
        case PanelAct.PAUSE:
            return said.paused
        case PanelAct.RESUME:
            return said.resumed
        case PanelAct.DECLINE:
            return said.declining.format(name=done.label)
        case PanelAct.BACK:
            return said.returning.format(name=done.label)
        case _:
            return ""


def _row(row: PanelRow, words: Phrases, reading: Reading) -> PanelRowFace:
    panel = words.panel
    first, first_act = "", PanelAct.EXTEND
    if row.asked:
        first, first_act = panel.yes, PanelAct.APPROVE
        second, second_act = panel.no, PanelAct.DECLINE
    elif row.back_at is not None:
        second, second_act = panel.correct, PanelAct.CORRECT
    else:
        first = panel.longer if row.due_at is not None else ""
        second, second_act = panel.end, PanelAct.END
    return PanelRowFace(
        id=row.id,
        name=row.label,
        place=words.both.format(one=row.destination, other=_since(row, words, reading)),
        first=first,
        firstAct=first_act.value,
        second=second,
        secondAct=second_act.value,
    )


def _since(row: PanelRow, words: Phrases, reading: Reading) -> str:
    """Return how long it is, or when the student was back: as recorded, and by staff's word."""
    panel, idle = words.panel, words.idle
    if row.back_at is not None:
        back = panel.back_at.format(time=reading.time_of_day(row.back_at))
        if row.corrected_at is None:
            return back
        corrected = panel.corrected.format(time=reading.time_of_day(row.corrected_at))
        return words.both.format(one=back, other=corrected)
    if reading.is_over(row.due_at) and row.due_at is not None:
        return idle.minutes_over.of(max(1, whole_minutes(row.due_at, reading.now)))
    return idle.minutes_out.of(whole_minutes(row.since, reading.now))
