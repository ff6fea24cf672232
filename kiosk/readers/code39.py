"""The optional check digit of Code 39 bar codes."""

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
"""A character's place here is its value."""


def mod43(text: str) -> str | None:
    """Give the check digit of `text`; None when a character is outside the alphabet.

    It accepts nine of ten swaps of neighbours: the roster decides, always.
    """
    if any(char not in ALPHABET for char in text):
        return None
    return ALPHABET[sum(map(ALPHABET.index, text)) % len(ALPHABET)]


def without_mod43(text: str) -> str | None:
    """Prove and take off the check digit at the end; None when it is wrong or nothing is left."""
    card, check = text[:-1], text[-1:]
    return card if card and mod43(card) == check else None
