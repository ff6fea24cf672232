"""What the pages behind the staff panel can say: one field for each thing."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetWords:
    """The questions that the panel asks; `{name}` is a student's label, `{time}` a time of day."""

    why_not: str
    told: str
    """What becomes of the answer to `why_not`."""
    why: Mapping[str, str]
    """Short words for each `RefusalReason`, by its code."""
    when_back: str
    now: str
    recorded: str
    by_word: str
    """With `{time}`, the recorded one, and `{other}`, the one by staff's word."""
    no_clock: str
    minutes: str
    """`{n}` more, with its sign."""
    end_it: str
    correct_it: str
    back: str
    settings: str
    settings_told: str
    brightness: str
    """`{n}` per cent of it."""
    brighter: str
    darker: str
    sound_on: str
    sound_off: str
