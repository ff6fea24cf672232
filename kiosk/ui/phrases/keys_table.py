"""What the pages with keys can say: one field for each thing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PinWords:
    """The keypad for staff; `{time}` is a time of day."""

    ask: str
    checking: str
    wrong: str
    wait: str
    alone: str
    silent: str
    erase: str


@dataclass(frozen=True, slots=True)
class TypingWords:
    """The keys for a student's ID; `{time}` is a time of day."""

    ask: str
    unknown: str
    wait: str
    alone: str
    silent: str
    erase: str
    """On a key of the smallest size."""
    letters: str
    digits: str
    done: str
