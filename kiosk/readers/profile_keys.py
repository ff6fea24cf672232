"""How one key of a reader profile is read, and the words for what it may be."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

TEXT_CHARS_MAX: Final = 16
"""Longest preamble or postamble that scanners can be set to, with room to spare."""
LINE_ENDS: Final = {"cr": "\r", "lf": "\n", "crlf": "\r\n", "tab": "\t", "etx": "\x03"}


@dataclass(frozen=True, slots=True)
class ProfileFault:
    """One key that is wrong, with what it may be."""

    key: str
    value: object
    allowed: str

    def __str__(self) -> str:
        """Give the key, the value and what is allowed, in one line."""
        given = "is missing" if self.value is None else f"is {self.value!r}"
        return f"{self.key} {given}; allowed: {self.allowed}"


@dataclass(frozen=True, slots=True)
class KeyRule:
    """Reads one key's value, None for a value that is not allowed."""

    read: Callable[[object], object | None]
    allowed: str


def choice(of: type[StrEnum]) -> KeyRule:
    """One of an enum's words."""
    by_word = {member.value: member for member in of}
    return KeyRule(
        lambda value: by_word.get(value) if isinstance(value, str) else None,
        "one of " + ", ".join(by_word),
    )


def whole_number(least: int, most: int, *, only: tuple[int, ...] = ()) -> KeyRule:
    """An integer between two bounds, or one of a few."""

    def read(value: object) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return value if least <= value <= most and (not only or value in only) else None

    few = "one of " + ", ".join(map(str, only))
    return KeyRule(read, few if only else f"a whole number from {least} to {most}")


def yes_or_no() -> KeyRule:
    """True or false."""
    return KeyRule(lambda value: value if isinstance(value, bool) else None, "true or false")


def short_text() -> KeyRule:
    """A few ASCII characters, control characters included."""

    def read(value: object) -> str | None:
        fits = isinstance(value, str) and value.isascii() and len(value) <= TEXT_CHARS_MAX
        return value if isinstance(value, str) and fits else None

    return KeyRule(read, f"ASCII text of at most {TEXT_CHARS_MAX} characters")


def line_end() -> KeyRule:
    """One of the names for what ends a line."""
    return KeyRule(
        lambda value: LINE_ENDS.get(value) if isinstance(value, str) else None,
        "one of " + ", ".join(LINE_ENDS),
    )
