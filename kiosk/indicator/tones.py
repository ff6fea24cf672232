"""The sounds, made here from numbers: no file to license, ship or lose."""

import io
import math
import struct
import wave
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final, assert_never

from kiosk.core.door.scene import Signal

RATE_HZ: Final = 16_000
"""Enough for tones under 2 kHz, and a quarter of the bytes of what music needs."""
RAMP_S: Final = 0.008
"""A tone that starts at full strength clicks."""
STRENGTH: Final = 0.35
"""Of full scale; a classroom is on the other side of the door."""


@unique
class Cue(StrEnum):
    """What a sound says."""

    ACCEPTED = "accepted"
    WAITING = "waiting"
    REFUSED = "refused"
    YOUR_TURN = "your_turn"
    CLOSING = "closing"
    """The page closes in a few seconds, unless it is touched."""


@dataclass(frozen=True, slots=True)
class Note:
    """One tone; 0 Hz is a rest."""

    hz: float
    ms: int


NOTES: Final[Mapping[Cue, tuple[Note, ...]]] = {
    Cue.ACCEPTED: (Note(660, 90), Note(990, 150)),
    Cue.WAITING: (Note(590, 120), Note(0, 80), Note(590, 120)),
    Cue.REFUSED: (Note(330, 160), Note(220, 260)),
    Cue.YOUR_TURN: (Note(660, 110), Note(830, 110), Note(990, 110), Note(1320, 220)),
    Cue.CLOSING: (Note(740, 60), Note(0, 90), Note(740, 60)),
}


def cue_of(signal: Signal) -> Cue | None:
    """Say which sound a scene begins with, if any."""
    match signal:
        case Signal.GO | Signal.WELCOME | Signal.URGENT:
            return Cue.ACCEPTED
        case Signal.YOUR_TURN:
            return Cue.YOUR_TURN
        case Signal.WAIT | Signal.ASK:
            return Cue.WAITING
        case Signal.NO | Signal.FAULT:
            return Cue.REFUSED
        case Signal.READY | Signal.CHECKING | Signal.HOLD:
            return None
        case _:
            assert_never(signal)


def wav_of(notes: Iterable[Note]) -> bytes:
    """Make a mono 16-bit WAV file of the notes, one after the other."""
    samples = [sample for note in notes for sample in _samples(note)]
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(RATE_HZ)
        wav.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return file.getvalue()


def _samples(note: Note) -> Iterator[int]:
    count = note.ms * RATE_HZ // 1_000
    ramp = RAMP_S * RATE_HZ
    for place in range(count):
        edge = min(1.0, place / ramp, (count - 1 - place) / ramp)
        wave_height = math.sin(2 * math.pi * note.hz * place / RATE_HZ)
        yield round(32_767 * STRENGTH * edge * wave_height)
