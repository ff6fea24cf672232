"""What a question to staff shows: its words, the steps of what it counts, and its answers."""

from dataclasses import dataclass

from kiosk.core.door.inputs import PanelAct
from kiosk.core.door.scene import SheetKind, SheetPage
from kiosk.core.events import RefusalReason
from kiosk.ui.panel_face import CLOSE, PanelKeyFace
from kiosk.ui.phrases.table import Phrases, SheetWords, in_digits
from kiosk.ui.reading import Reading

STEP = "step"
REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class SheetFace:
    """The words of a question; `count` is what its steps change, as it stands."""

    headline: str
    detail: str
    count: str = ""


def sheet_face(page: SheetPage, words: SheetWords, reading: Reading) -> SheetFace:
    """Return the question."""
    if page.kind is SheetKind.REFUSE or page.seen_at is None:
        return SheetFace(words.why_not.format(name=page.label), words.told)
    headline = words.when_back.format(name=page.label)
    seen = reading.time_of_day(page.seen_at)
    if page.chosen_at is not None:
        chosen = reading.time_of_day(page.chosen_at)
        return SheetFace(headline, words.by_word.format(time=seen, other=chosen), chosen)
    detail = words.recorded.format(time=seen) if page.steps else words.no_clock
    at_once = words.now.format(time=seen) if page.kind is SheetKind.RETURN else seen
    return SheetFace(headline, detail, at_once)


def sheet_step_faces(page: SheetPage, words: Phrases) -> list[PanelKeyFace]:
    """Return the steps that are possible, each in a place of its own."""
    digits, minutes = words.writing.digits, words.sheet.minutes
    return [
        PanelKeyFace(
            STEP, minutes.format(n=in_digits(_signed(step.by), digits)), str(step.by), slot=slot
        )
        for slot, step in enumerate(page.steps)
        if step.possible
    ]


def _signed(number: int) -> str:
    return f"{number:+}".replace("-", "\N{MINUS SIGN}")


def sheet_choice_faces(page: SheetPage, words: SheetWords) -> list[PanelKeyFace]:
    """Return the answers that stand for themselves."""
    if page.kind is not SheetKind.REFUSE:
        return []
    return [
        PanelKeyFace(REFUSE, words.why[why.value], why.value, slot=slot)
        for slot, why in enumerate(RefusalReason)
    ]


def sheet_key_faces(page: SheetPage, words: SheetWords) -> list[PanelKeyFace]:
    """Return the way back, and what does as the steps say."""
    does = {SheetKind.RETURN: words.end_it, SheetKind.CORRECT: words.correct_it}.get(page.kind)
    back = PanelKeyFace(CLOSE, words.back)
    # A correction that changes nothing is none.
    unchanged = page.kind is SheetKind.CORRECT and page.chosen_at is None
    if does is None or unchanged:
        return [back]
    return [back, PanelKeyFace(PanelAct.BACK.value, does, slot=1)]
