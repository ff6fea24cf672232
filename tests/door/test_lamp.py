"""The sounds of a door's scenes, through a real child process in aplay's place."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.core.door.scene import Scene, Screen, Signal
from kiosk.door.lamp import Lamp
from kiosk.door.told import ToldLight
from kiosk.indicator.tones import NOTES, Cue, wav_of

NO_LIGHT = ToldLight("none", 17, 27, 22, active_high=True)
CHOOSE = Scene(Screen.CHOOSE, Signal.READY, room="214", opened_at_ms=0, closes_at_ms=20_000)
CUES = {wav_of(notes): cue for cue, notes in NOTES.items()}

Heard = Callable[[], list[Cue]]


@pytest.fixture
def heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Heard:
    """What was played so far, in order."""
    script = tmp_path / "aplay"
    # Written whole before it is renamed, and numbered by what is there already.
    script.write_text(
        "#!/bin/sh\n"
        f"cat >{tmp_path}/part\n"
        f"mv {tmp_path}/part {tmp_path}/$(ls {tmp_path} | grep -c wav).wav\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    return lambda: [CUES[path.read_bytes()] for path in sorted(tmp_path.glob("*.wav"))]


@pytest.fixture
def lamp(qtbot: QtBot, heard: Heard) -> Iterator[Lamp]:  # noqa: ARG001 - Qt and aplay come first
    opened = Lamp(NO_LIGHT, sound=True)
    opened.open()
    yield opened
    opened.close()


def play(lamp: Lamp, qtbot: QtBot, heard: Heard, scene: Scene) -> list[Cue]:
    """Show `scene`; return what is heard of it."""
    before = heard()
    lamp.show(scene)
    sound = lamp._sound
    assert sound is not None
    qtbot.waitUntil(lambda: sound._children == [])
    return heard()[len(before) :]


def test_a_page_that_ends_soon_is_heard_once(lamp: Lamp, qtbot: QtBot, heard: Heard) -> None:
    closing = replace(CHOOSE, closing=True)
    assert play(lamp, qtbot, heard, CHOOSE) == []
    assert play(lamp, qtbot, heard, closing) == [Cue.CLOSING]
    assert play(lamp, qtbot, heard, replace(closing, places_left=2)) == []
    # A touch gave more time, and that runs out too.
    assert play(lamp, qtbot, heard, replace(CHOOSE, closes_at_ms=40_000)) == []
    assert play(lamp, qtbot, heard, replace(closing, closes_at_ms=40_000)) == [Cue.CLOSING]


def test_a_door_that_staff_have_silenced_shows_its_light_and_is_not_heard(
    lamp: Lamp, qtbot: QtBot, heard: Heard
) -> None:
    go = replace(CHOOSE, signal=Signal.GO)
    assert play(lamp, qtbot, heard, replace(go, sound=False)) == []
    assert play(lamp, qtbot, heard, replace(CHOOSE, sound=False)) == []
    assert play(lamp, qtbot, heard, go) == [Cue.ACCEPTED]


@pytest.mark.parametrize(
    ("signal", "cue"),
    [
        (Signal.GO, Cue.ACCEPTED),
        (Signal.WELCOME, Cue.ACCEPTED),
        (Signal.ASK, Cue.WAITING),
        (Signal.WAIT, Cue.WAITING),
        (Signal.NO, Cue.REFUSED),
        (Signal.YOUR_TURN, Cue.YOUR_TURN),
    ],
)
def test_an_answer_is_heard_as_what_it_is(
    lamp: Lamp, qtbot: QtBot, heard: Heard, signal: Signal, cue: Cue
) -> None:
    told = replace(CHOOSE, screen=Screen.OUT, signal=signal, opened_at_ms=None)
    assert play(lamp, qtbot, heard, told) == [cue]
    assert play(lamp, qtbot, heard, told) == []
