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
HEAVY = ("kiosk.core.door.doorkeeper", "kiosk.settings", "paho", "pydantic", "sqlite3")
# Tells what is loaded when the first frame is there, and what stands on it; then asks for the end.
STARTS = f"""
import json, os, signal, sys
from pathlib import Path
from kiosk.door.start import run

told = []

def texts(item):
    if item.isVisible():
        yield from [str(item.property("text"))] if item.property("contentWidth") else []
        for child in item.childItems():
            yield from texts(child)

def watch(window):
    def drawn():
        if not told:
            told.append([name for name in {HEAVY!r} if name in sys.modules])
            told.append(list(texts(window.contentItem())))
            os.kill(os.getpid(), signal.SIGTERM)
    window.frameSwapped.connect(drawn)

code = run(Path(sys.argv[1]), watch=watch)
loaded = [name for name in {HEAVY!r} if name in sys.modules]
print(json.dumps([*told, loaded, code]))
"""


def started(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", STARTS, str(path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def outcome(path: Path) -> list[Any]:
    ended = started(path)
    ready, told = ended.stdout.splitlines()
    assert ready == "ready"
    parsed: list[Any] = json.loads(told)
    return parsed


def test_the_starting_page_is_there_before_the_rest_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "smartpass.toml"
    path.write_text(DOOR)
    before, texts, _, _ = outcome(path)
    assert before == []
    assert texts == ["214", "Starting", "This takes a few seconds."]


def test_a_signal_that_comes_while_it_starts_ends_it_in_good_order(tmp_path: Path) -> None:
    path = tmp_path / "smartpass.toml"
    path.write_text(DOOR)
    _, _, loaded, code = outcome(path)
    assert "kiosk.core.door.doorkeeper" in loaded
    assert not {"kiosk.settings", "pydantic"} & set(loaded)
    assert code == 0
    assert (tmp_path / "data" / "door.sqlite3").exists()
    assert not (tmp_path / "data" / "door.sqlite3-wal").exists()


def test_pyside_does_not_read_the_source_of_what_is_imported() -> None:
    code = (
        "from kiosk.door.quick_imports import import_quickly\n"
        "import_quickly()\n"
        "import linecache\n"
        "import kiosk.core.door.doorkeeper\n"
        "print([file for file in linecache.cache if 'core' in file])\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"


def test_a_wrong_file_is_told_whole_though_the_window_came_first(tmp_path: Path) -> None:
    path = tmp_path / "smartpass.toml"
    path.write_text(DOOR.replace('"214"', '"Room 214"') + 'langage = "en"\n')
    ended = started(path)
    assert ended.returncode == 1
    assert "smartpass.toml:3: room" in ended.stderr
    assert "langage" in ended.stderr
