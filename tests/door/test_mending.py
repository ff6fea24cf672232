"""A whole door process whose settings can't be used: the screen says so until they are mended."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

DOOR = """
building = "demo"
room = "214"
card_key = "00112233445566778899aabbccddeeff"
data_dir = "data"
sound = false
brokers = [{ host = "127.0.0.1", port = 1 }]
"""
# Writes each text of `steps` to the settings once the screen shows the words before it, and tells
# what was shown; then asks for the end.
MENDED = """
import json, os, signal, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from kiosk.door.start import run

path, steps = Path(sys.argv[1]), json.loads(sys.argv[2])
shown = []

def texts(item):
    if item.isVisible() and item.opacity():
        yield from [str(item.property("text"))] if item.property("contentWidth") else []
        for child in item.childItems():
            yield from texts(child)

def look():
    for window in QGuiApplication.topLevelWindows():
        said = list(texts(window.contentItem())) if window.isVisible() else []
        if steps and steps[0][0] in " | ".join(said):
            shown.append(said)
            text = steps.pop(0)[1]
            if text:
                path.write_text(text)
            else:
                os.kill(os.getpid(), signal.SIGTERM)

app = QGuiApplication([])
timer = QTimer(interval=50)
timer.timeout.connect(look)
timer.start()
code = run(path, seen=True)
timer.stop()
print(json.dumps([shown, code]))
"""


def mended(path: Path, *steps: tuple[str, str]) -> tuple[list[list[str]], int, str, str]:
    """Return what was shown at each step, the exit status, and what was printed and logged."""
    ended = subprocess.run(
        [sys.executable, "-c", MENDED, str(path), json.dumps(steps)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    *printed, told = ended.stdout.splitlines()
    parsed: list[Any] = json.loads(told)
    return parsed[0], parsed[1], "\n".join(printed), ended.stderr


def test_a_faulty_file_is_told_on_the_screen_and_the_door_starts_once_it_is_mended(
    tmp_path: Path,
) -> None:
    path = tmp_path / "smartpass.toml"
    path.write_text(DOOR.replace('"214"', '"Room 214"') + 'langage = "en"\n')
    shown, code, printed, logged = mended(
        path,
        ("2 faults", DOOR + 'langage = "en"\n'),
        ("1 fault", DOOR),
        ("Starting", ""),
    )
    first, second, _ = shown
    assert 'Line 3: room = "Room 214"' in first
    assert str(path) in " ".join(first)
    assert "Room 214" not in " ".join(second)
    assert "did you mean language?" in " ".join(second)
    assert (code, printed) == (0, "ready")
    assert "smartpass.toml:3: room" in logged


def test_a_file_that_is_not_there_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "smartpass.toml"
    shown, code, printed, _ = mended(path, ("there is no such file", DOOR), ("Starting", ""))
    assert "file" in shown[0]
    assert (code, printed) == (0, "ready")


def test_a_door_that_waits_for_its_settings_can_be_ended(tmp_path: Path) -> None:
    path = tmp_path / "smartpass.toml"
    path.write_text("room = 1\nroom = 2\n")
    _, code, printed, _ = mended(path, ("not TOML", ""))
    assert (code, printed) == (0, "")
