import io
import struct
import wave
from itertools import pairwise

import pytest

from kiosk.core.door.scene import Signal
from kiosk.indicator.tones import NOTES, RATE_HZ, STRENGTH, Cue, Note, cue_of, wav_of


def samples_of(wav: bytes) -> tuple[int, ...]:
    with wave.open(io.BytesIO(wav)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
        data = file.readframes(file.getnframes())
    return struct.unpack(f"<{len(data) // 2}h", data)


@pytest.mark.parametrize("cue", Cue)
def test_a_cue_is_short_soft_and_begins_and_ends_in_silence(cue: Cue) -> None:
    samples = samples_of(wav_of(NOTES[cue]))
    assert len(samples) == sum(note.ms for note in NOTES[cue]) * RATE_HZ // 1_000
    assert len(samples) <= RATE_HZ
    assert samples[0] == samples[-1] == 0
    assert 0 < max(samples) <= 32_767 * STRENGTH


def test_a_tone_has_its_pitch() -> None:
    samples = samples_of(wav_of([Note(1_000, 100)]))
    rises = sum(before < 0 <= after for before, after in pairwise(samples))
    assert rises == pytest.approx(100, abs=2)


def test_no_two_cues_sound_alike() -> None:
    assert len({NOTES[cue] for cue in Cue}) == len(Cue)


def test_go_waiting_and_refused_sound_and_a_resting_door_is_silent() -> None:
    assert cue_of(Signal.GO) is Cue.ACCEPTED
    assert cue_of(Signal.ASK) is cue_of(Signal.WAIT) is Cue.WAITING
    assert cue_of(Signal.NO) is Cue.REFUSED
    assert cue_of(Signal.READY) is None
