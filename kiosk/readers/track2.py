"""Magnetic stripes, track 2, as keyboard-type readers send it."""

import re
from typing import Final

CHARS_MAX: Final = 40
"""What the standard's 75 bits an inch leave room for, sentinels included."""
_TRACK: Final = re.compile(r";([0-9]+)(?:=[0-9=]*)?\?")


def primary_number(text: str) -> str | None:
    """Give the digits up to the field separator; None without both sentinels in their places."""
    match = _TRACK.fullmatch(text)
    return match[1] if match and len(text) <= CHARS_MAX else None
