"""The screen's own light, by the files that Linux has for it."""

from pathlib import Path

import pytest

from kiosk.door.backlight import Backlight


def light(root: Path, most: str = "255\n", name: str = "panel-0") -> Path:
    folder = root / name
    folder.mkdir()
    (folder / "max_brightness").write_text(most)
    (folder / "brightness").write_text("200\n")
    return folder / "brightness"


def opened(root: Path) -> Backlight:
    backlight = Backlight(root)
    backlight.open()
    return backlight


def test_it_is_set_in_per_cent_of_what_it_can_do(tmp_path: Path) -> None:
    file = light(tmp_path)
    backlight = opened(tmp_path)
    assert backlight.is_there
    backlight.show(40)
    assert file.read_text() == "102"
    backlight.show(100)
    assert file.read_text() == "255"


def test_the_same_again_is_not_written_again(tmp_path: Path) -> None:
    file = light(tmp_path)
    backlight = opened(tmp_path)
    backlight.show(40)
    file.write_text("7")
    backlight.show(40)
    assert file.read_text() == "7"


def test_it_is_never_dark_altogether(tmp_path: Path) -> None:
    file = light(tmp_path, "3")
    opened(tmp_path).show(1)
    assert file.read_text() == "1"


@pytest.mark.parametrize("most", ["0", "bright", ""])
def test_a_light_that_says_nothing_of_use_is_none(tmp_path: Path, most: str) -> None:
    file = light(tmp_path, most)
    backlight = opened(tmp_path)
    backlight.show(40)
    assert not backlight.is_there
    assert file.read_text() == "200\n"


def test_where_there_is_none_the_picture_has_to_do(tmp_path: Path) -> None:
    assert not opened(tmp_path / "none").is_there


@pytest.mark.logs("can't be set")
def test_a_light_that_refuses_is_given_up(tmp_path: Path) -> None:
    file = light(tmp_path)
    backlight = opened(tmp_path)
    file.unlink()
    file.mkdir()
    backlight.show(40)
    assert not backlight.is_there
