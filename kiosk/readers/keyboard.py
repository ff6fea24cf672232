"""Keyboard-type scanners: key codes with the kernel's times in, whole frames out."""

from dataclasses import dataclass
from enum import IntEnum, unique
from typing import Final

from kiosk.readers import keymap
from kiosk.readers.scan import Frame, Framed, Garbled, GarbledReason

GAP_MS_MAX: Final = 100
"""A scanner sends a character every 7 to 16 ms; a longer pause than this is a person's."""
MEAN_MS_MAX: Final = 50
"""A fast typist stays under the longest gap but not under this mean from first key to last."""
RESYNC_MS: Final = 1_000
"""After a spoiled frame nothing counts until its end key or this much silence: its tail must not
pass for a shorter card number."""
CHARS_MAX: Final = 128
"""Longest frame kept, so that a stuck or hostile keyboard cannot fill the memory."""


@unique
class KeyAction(IntEnum):
    """The value of a key event as Linux numbers it."""

    UP = 0
    DOWN = 1
    REPEAT = 2


@dataclass(frozen=True, slots=True)
class KeyStroke:
    """One key event; `mono_ms` is the kernel's, so that a busy program cannot blur the timing."""

    code: int
    action: KeyAction
    mono_ms: int


class KeyboardFrames:
    """Cuts one device's key strokes into frames; two devices need two of these."""

    def __init__(self, *, ends_by_gap: bool) -> None:
        """With `ends_by_gap` silence ends a frame; else Enter, keypad Enter or Tab must."""
        self._ends_by_gap = ends_by_gap
        self._text: list[str] = []
        self._first_ms = 0
        self._char_ms = 0
        self._stroke_ms = 0
        self._shifts: set[int] = set()
        self._chords: set[int] = set()
        self._spoiled = False

    @property
    def silence_ms(self) -> int | None:
        """After this much silence `idle` has something to say; None when no frame is open."""
        return GAP_MS_MAX + 1 if self._text else None

    def feed(self, stroke: KeyStroke) -> list[Framed]:
        """Take one key stroke; strokes come in the order of their times."""
        framed = self._paused(stroke.mono_ms, GarbledReason.TYPED)
        silent_ms = stroke.mono_ms - self._stroke_ms
        self._stroke_ms = stroke.mono_ms
        if silent_ms > GAP_MS_MAX:
            # What was held before the pause is a lost key-up: a scanner holds nothing that long.
            self._shifts.clear()
            self._chords.clear()
        if silent_ms > RESYNC_MS:
            self._spoiled = False
        if stroke.action is KeyAction.REPEAT:
            return framed
        if self._is_modifier(stroke) or stroke.action is KeyAction.UP:
            return framed
        if stroke.code in keymap.FRAME_ENDS and not self._chords:
            framed += self._end(stroke.mono_ms)
        elif not self._spoiled:
            framed += self._character(stroke)
        return framed

    def idle(self, mono_ms: int) -> list[Framed]:
        """Say what silence until `mono_ms` means for an open frame."""
        return self._paused(mono_ms, GarbledReason.UNFINISHED)

    def lost(self, mono_ms: int) -> list[Framed]:
        """Strokes were dropped on the way: what is open, and its tail, counts for nothing."""
        self._shifts.clear()
        self._chords.clear()
        self._stroke_ms = mono_ms
        return self._spoil(GarbledReason.LOST, mono_ms)

    def unplugged(self, mono_ms: int) -> list[Framed]:
        """Forget everything held, Shift included; the next device starts afresh."""
        was_open = bool(self._text)
        garbled = self.lost(mono_ms)
        self._spoiled = False
        return garbled if was_open else []

    def _paused(self, mono_ms: int, reason: GarbledReason) -> list[Framed]:
        if not self._text or mono_ms - self._char_ms <= GAP_MS_MAX:
            return []
        return self._end(self._char_ms) if self._ends_by_gap else self._spoil(reason, mono_ms)

    def _is_modifier(self, stroke: KeyStroke) -> bool:
        for keys, held in ((keymap.SHIFTS, self._shifts), (keymap.CHORD_KEYS, self._chords)):
            if stroke.code in keys:
                if stroke.action is KeyAction.DOWN:
                    held.add(stroke.code)
                else:
                    held.discard(stroke.code)
                return True
        return stroke.code in keymap.LATCHES

    def _character(self, stroke: KeyStroke) -> list[Framed]:
        char = (keymap.SHIFTED if self._shifts else keymap.PLAIN).get(stroke.code)
        if char is None or self._chords:
            # Media keys and chords mean nothing by themselves, and spoil the frame they fall in.
            return self._spoil(GarbledReason.CHARACTERS, stroke.mono_ms) if self._text else []
        if not self._text:
            self._first_ms = stroke.mono_ms
        elif len(self._text) == CHARS_MAX:
            return self._spoil(GarbledReason.LENGTH, stroke.mono_ms)
        self._text.append(char)
        self._char_ms = stroke.mono_ms
        return []

    def _end(self, mono_ms: int) -> list[Framed]:
        text, self._text = "".join(self._text), []
        self._spoiled = False
        if not text:
            return []
        if self._char_ms - self._first_ms > MEAN_MS_MAX * (len(text) - 1):
            return [Garbled(GarbledReason.TYPED, mono_ms)]
        return [Frame(text, mono_ms)]

    def _spoil(self, reason: GarbledReason, mono_ms: int) -> list[Framed]:
        self._text.clear()
        self._spoiled = True
        return [Garbled(reason, mono_ms)]
