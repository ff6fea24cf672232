"""A fault in a file that people write: where it is, what stands there, and what to do about it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum, unique
from typing import Final


@unique
class Given(Enum):
    """What a fault shows in place of a value."""

    NOTHING = "nothing"
    """The key is missing."""
    SECRET = "secret"  # noqa: S105 # a word for a fault report, guards nothing
    """The value must not be repeated on a screen or in a log."""
    UNTOLD = "untold"
    """The fault is no single value's."""


VALUE_CHARS_MAX: Final = 60
"""A longer value is cut in a report, so that one line stays one line."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one file; `cure` says what is allowed or what to do."""

    file: str
    line: int | None
    key: str
    value: object
    cure: str

    def __str__(self) -> str:
        """Give file, line, key, value and cure in one line."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        match self.value:
            case Given.NOTHING:
                return f"{where}: {self.key} is missing: {self.cure}"
            case Given.SECRET:
                return f"{where}: {self.key} (value not shown): {self.cure}"
            case Given.UNTOLD:
                return f"{where}: {self.key}: {self.cure}"
            case _:
                return f"{where}: {self.key} = {shown(self.value)}: {self.cure}"


class FileFaultsError(ValueError):
    """Files that can't be used as they are; `faults` has every reason, str() the whole report."""

    def __init__(self, what: str, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda f: (f.file, f.line or 0)))
        count = len(self.faults)
        head = f"{what} can't be used: {count} fault{'' if count == 1 else 's'}"
        super().__init__("\n".join([head, *(f"  {fault}" for fault in self.faults)]))


def shown(value: object) -> str:
    """Write `value` as a report may show it: on one line, and not too long."""
    match value:
        case str():
            text = f'"{value}"'
        case bool():
            text = str(value).lower()
        case dict():
            text = "{...}"
        case _:
            text = str(value)
    line = re.sub(r"\s+", " ", text)
    return line if len(line) <= VALUE_CHARS_MAX else line[: VALUE_CHARS_MAX - 3] + "..."


def known_names(name: str, known: Sequence[str]) -> str:
    """Say that nothing is called `name`, with the nearest known name if one is near."""
    near = get_close_matches(name.lower(), known, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    return f"no such name; {hint}there are {', '.join(known)}"
