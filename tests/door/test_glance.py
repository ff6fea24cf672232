from pathlib import Path

import pytest

from kiosk.door.glance import Glance, glance_at
from kiosk.settings import load_door_settings

WINDOW = """
building = "demo"
room = 214
language = "es"
card_key = "00112233445566778899aabbccddeeff"
data_dir = "data"

[screen]
width = 1280
height = 720
fullscreen = false
"""


def told(folder: Path, text: str) -> Path:
    path = folder / "smartpass.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_glance_agrees_with_the_checked_settings(tmp_path: Path) -> None:
    path = told(tmp_path, WINDOW)
    checked = load_door_settings(path)
    screen = checked.screen
    glance = glance_at(path)
    assert glance == Glance((1280, 720), fullscreen=False, room="214", language="es")
    assert glance.size == (screen.width, screen.height)
    assert (glance.fullscreen, glance.room) == (screen.fullscreen, checked.room)
    assert glance.language == checked.language == "es"


def test_a_door_fills_its_screen_unless_it_is_told_not_to(tmp_path: Path) -> None:
    path = told(tmp_path, WINDOW.replace("fullscreen = false", ""))
    assert glance_at(path) == Glance(None, fullscreen=True, room="214", language="es")


@pytest.mark.parametrize("width", ['"1280"', "5", "true", "1e3", "100000"])
def test_what_is_no_size_is_left_to_whoever_checks_the_file(tmp_path: Path, width: str) -> None:
    path = told(tmp_path, WINDOW.replace("1280", width))
    assert glance_at(path).size is None


@pytest.mark.parametrize("text", ["", "room = ", 'screen = "large"', "\x00"])
def test_a_file_that_says_nothing_useful_is_passed_over(tmp_path: Path, text: str) -> None:
    assert glance_at(told(tmp_path, text)) == Glance()
    assert glance_at(tmp_path / "nowhere.toml") == Glance()
