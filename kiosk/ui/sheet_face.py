"""What a question to staff shows: its words, the steps of what it counts, and its answers."""

from dataclasses import dataclass

from kiosk.core.door.inputs import PanelAct
from kiosk.core.door.prefs import DoorPrefs
from kiosk.core.door.scene import SheetKind, SheetPage
from kiosk.core.events import RefusalReason
from kiosk.core.words import LANGUAGES
from kiosk.ui.panel_face import CLOSE, PanelKeyFace
from kiosk.ui.phrases.languages import phrases_in
from kiosk.ui.phrases.sheet_table import SheetWords
from kiosk.ui.phrases.table import Phrases, in_digits
from kiosk.ui.reading import Reading

STEP = "step"
REFUSE = "refuse"
LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class SheetFace:
    """The words of a question; `count` is what its steps change, as it stands."""

    headline: str
    detail: str
    count: str = ""


def sheet_face(page: SheetPage, phrases: Phrases, reading: Reading) -> SheetFace:
    """Return the question."""
    words = phrases.sheet
    if page.prefs is not None:
        brightness = in_digits(str(page.prefs.brightness), phrases.writing.digits)
        count = words.brightness.format(n=brightness)
        return SheetFace(words.settings, words.settings_told, count)
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
    return [
        PanelKeyFace(STEP, _step_words(page, step.by, words), str(step.by), slot=slot)
        for slot, step in enumerate(page.steps)
        if step.possible
    ]


def _step_words(page: SheetPage, by: int, words: Phrases) -> str:
    if page.kind is SheetKind.SETTINGS:
        return words.sheet.brighter if by > 0 else words.sheet.darker
    signed = f"{by:+}".replace("-", "\N{MINUS SIGN}")
    return words.sheet.minutes.format(n=in_digits(signed, words.writing.digits))


def sheet_choice_faces(page: SheetPage, words: SheetWords) -> list[PanelKeyFace]:
    """Return the answers that stand for themselves."""
    if page.prefs is not None:
        return _setting_faces(page.prefs, words)
    if page.kind is not SheetKind.REFUSE:
        return []
    return [
        PanelKeyFace(REFUSE, words.why[why.value], why.value, slot=slot)
        for slot, why in enumerate(RefusalReason)
    ]


def _setting_faces(prefs: DoorPrefs, words: SheetWords) -> list[PanelKeyFace]:
    """Return the languages, the one that stands marked, and the switch of the sound."""
    said = words.sound_on if prefs.sound else words.sound_off
    languages = [
        PanelKeyFace(
            LANGUAGE,
            # Each in itself, so that who reads no other finds the way.
            phrases_in(code).writing.own_name,
            code,
            marked=code == prefs.language,
            slot=slot,
        )
        for slot, code in enumerate(LANGUAGES)
    ]
    sound = PanelKeyFace(PanelAct.SOUND.value, said, marked=prefs.sound, slot=len(LANGUAGES))
    return [*languages, sound]


def sheet_key_faces(page: SheetPage, words: SheetWords) -> list[PanelKeyFace]:
    """Return the way back, and what does as the steps say."""
    does = {SheetKind.RETURN: words.end_it, SheetKind.CORRECT: words.correct_it}.get(page.kind)
    back = PanelKeyFace(CLOSE, words.back)
    # A correction that changes nothing is none.
    unchanged = page.kind is SheetKind.CORRECT and page.chosen_at is None
    if does is None or unchanged:
        return [back]
    return [back, PanelKeyFace(PanelAct.BACK.value, does, slot=1)]
