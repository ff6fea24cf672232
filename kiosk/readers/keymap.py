"""Linux key codes of the US layout: scanners send positions, whatever layout the system has."""

from typing import Final

LEFT_SHIFT: Final = 42
RIGHT_SHIFT: Final = 54
SHIFTS: Final = frozenset({LEFT_SHIFT, RIGHT_SHIFT})
CHORD_KEYS: Final = frozenset({29, 97, 56, 100, 125, 126})
"""Ctrl, Alt and Meta, left and right: a key pressed with one of them is a command, not a card."""
LATCHES: Final = frozenset({58, 69, 70})
"""CapsLock, NumLock, ScrollLock: never change what a scanner's key means."""
ENTER: Final = 28
KEYPAD_ENTER: Final = 96
TAB: Final = 15
FRAME_ENDS: Final = frozenset({ENTER, KEYPAD_ENTER, TAB})

_ROWS: Final = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
)
_KEYPAD: Final = (
    (71, "789-456+1230."),
    (55, "*"),
    (98, "/"),
    (117, "="),
)

PLAIN: Final = {
    first + offset: char
    for first, chars in (*((row, plain) for row, plain, _ in _ROWS), *_KEYPAD)
    for offset, char in enumerate(chars)
}
SHIFTED: Final = PLAIN | {
    first + offset: char for first, _, chars in _ROWS for offset, char in enumerate(chars)
}
