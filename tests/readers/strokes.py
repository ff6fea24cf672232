"""Key strokes as a scanner makes them: the inverse of the key map, with a scanner's timing."""

from collections.abc import Iterator

from kiosk.readers import keymap
from kiosk.readers.decoder import KeyDecoder
from kiosk.readers.keyboard import KeyAction, KeyStroke
from kiosk.readers.scan import Garbled, GarbledReason, Reading, Scan

SCANNER_MS = 8
START_MS = 1_000_000

PLAIN_CODES = {char: code for code, char in reversed(keymap.PLAIN.items())}
SHIFTED_CODES = {char: code for code, char in reversed(keymap.SHIFTED.items())}
KEYPAD_CODES = {char: code for code, char in keymap.PLAIN.items() if code >= 71}


def press(code: int, mono_ms: int) -> Iterator[KeyStroke]:
    yield KeyStroke(code, KeyAction.DOWN, mono_ms)
    yield KeyStroke(code, KeyAction.UP, mono_ms)


def typed(
    text: str, *, at_ms: int = START_MS, every_ms: int = SCANNER_MS, end: int | None = keymap.ENTER
) -> list[KeyStroke]:
    strokes: list[KeyStroke] = []
    now_ms = at_ms
    for char in text:
        shifted = char not in PLAIN_CODES
        code = (SHIFTED_CODES if shifted else PLAIN_CODES)[char]
        if shifted:
            strokes.append(KeyStroke(keymap.LEFT_SHIFT, KeyAction.DOWN, now_ms))
        strokes += press(code, now_ms)
        if shifted:
            strokes.append(KeyStroke(keymap.LEFT_SHIFT, KeyAction.UP, now_ms))
        now_ms += every_ms
    if end is not None:
        strokes += press(end, now_ms)
    return strokes


def feed(decoder: KeyDecoder, strokes: list[KeyStroke]) -> list[Reading]:
    return [reading for stroke in strokes for reading in decoder.feed(stroke)]


def numbers(readings: list[Reading]) -> list[str]:
    return [reading.number for reading in readings if isinstance(reading, Scan)]


def reasons(readings: list[Reading]) -> list[GarbledReason]:
    return [reading.reason for reading in readings if isinstance(reading, Garbled)]
