from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from kiosk.indicator.sound import PLAYERS_MAX, Sound
from kiosk.indicator.tones import NOTES, Cue, wav_of

pytestmark = pytest.mark.usefixtures("qapp")


def player(folder: Path, script: str) -> str:
    """A real child process in aplay's place: this machine need not have a sound card."""
    path = folder / "player"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_the_player_gets_the_cue_as_a_wav_on_its_input(tmp_path: Path, qtbot: QtBot) -> None:
    heard = tmp_path / "heard"
    statuses: list[str] = []
    path = player(tmp_path, f'echo "$@" >{heard}.args; cat >{heard}.part; mv {heard}.part {heard}')
    sound = Sound(on_status=statuses.append, player=path)
    sound.open()
    sound.play(Cue.YOUR_TURN)
    qtbot.waitUntil(heard.exists)
    assert heard.read_bytes() == wav_of(NOTES[Cue.YOUR_TURN])
    assert Path(f"{heard}.args").read_text() == "-q -\n"
    qtbot.waitUntil(lambda: sound._children == [])
    assert statuses == [f"sound: {path}"]
    sound.close()


def test_without_a_player_it_says_so_once_and_stays_silent() -> None:
    statuses: list[str] = []
    sound = Sound(on_status=statuses.append, player="no-such-player")
    sound.open()
    sound.play(Cue.ACCEPTED)
    sound.play(Cue.REFUSED)
    sound.close()
    assert statuses == ["sound: none (no-such-player is not installed)"]


def test_a_player_that_fails_is_told_once_with_its_own_words(tmp_path: Path, qtbot: QtBot) -> None:
    statuses: list[str] = []
    path = player(tmp_path, "cat >/dev/null; echo 'no sound card' >&2; exit 1")
    sound = Sound(on_status=statuses.append, player=path)
    sound.open()
    for _ in range(2):
        sound.play(Cue.ACCEPTED)
        qtbot.waitUntil(lambda: sound._children == [])
    assert statuses == [f"sound: {path}", f"sound: none ({path}: no sound card)"]
    sound.close()


def test_a_player_that_cannot_start_is_told(tmp_path: Path, qtbot: QtBot) -> None:
    statuses: list[str] = []
    path = Path(player(tmp_path, ""))
    path.write_text("#!/no/such/interpreter\n")
    sound = Sound(on_status=statuses.append, player=str(path))
    sound.open()
    sound.play(Cue.ACCEPTED)
    qtbot.waitUntil(lambda: len(statuses) > 1)
    assert statuses[1:] == [f"sound: none ({path} does not start)"]
    sound.close()


def test_the_newest_cue_ends_the_one_that_plays(tmp_path: Path, qtbot: QtBot) -> None:
    begun = tmp_path / "begun"
    path = player(tmp_path, f"echo $$ >>{begun}; exec sleep 1000")
    sound = Sound(on_status=lambda _: None, player=path)
    sound.open()
    sound.play(Cue.CLOSING)
    qtbot.waitUntil(begun.exists)
    first = sound._children[0]
    sound.play(Cue.ACCEPTED)
    qtbot.waitUntil(lambda: first not in sound._children)
    assert len(sound._children) == 1
    sound.close()


def test_a_hundred_cues_at_once_start_few_players_and_close_ends_them_all(
    tmp_path: Path, qtbot: QtBot
) -> None:
    del qtbot
    sound = Sound(on_status=lambda _: None, player=player(tmp_path, "exec sleep 1000"))
    sound.open()
    for _ in range(100):
        sound.play(Cue.REFUSED)
    children = list(sound._children)
    assert len(children) <= PLAYERS_MAX
    sound.close()
    assert all(child.state() is QProcess.ProcessState.NotRunning for child in children)
    sound.play(Cue.ACCEPTED)
    assert sound._children == []
