"""The pictures of every screen: all are there, all are listed, and one command makes them."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QImage

from kiosk.cli.screens.drawing import stale, unlisted, write
from kiosk.cli.screens.shots import COMMAND, LANDSCAPE, PORTRAIT, index, shots
from kiosk.core.door.scene import Screen
from kiosk.ui.gallery import gallery
from kiosk.ui.gallery_notes import NOTES, note_of
from tests.architecture.tree import ROOT

DOCS = ROOT / "docs/screens"
BYTES_MAX = 3_000_000
FEW = [shot for shot in shots() if shot.name in {"idle", "out"} and shot.language == "en"]


def test_every_screen_has_its_picture_and_the_index_is_as_the_code_says() -> None:
    found = unlisted(DOCS, shots())
    assert not found, f"stale: run {COMMAND} and commit {', '.join(found)}"
    assert sum(path.stat().st_size for path in DOCS.iterdir()) <= BYTES_MAX


def test_everything_in_the_gallery_is_listed_with_when_it_is_seen() -> None:
    drawn = {shot.name for shot in shots() if shot.size == LANDSCAPE and shot.language == "en"}
    assert drawn == set(gallery("en"))
    assert {gallery("en")[name].screen for name in drawn} == set(Screen)
    text = index()
    for shot in shots():
        assert f'src="{shot.file}"' in text
        assert f"**{shot.name}**: {shot.note}" in text
    assert len({shot.file for shot in shots()}) == len(shots())


def test_no_line_tells_of_what_is_not_there() -> None:
    assert set(NOTES) <= set(gallery("en"))


def test_a_screen_without_a_line_is_named() -> None:
    with pytest.raises(KeyError, match="idle, on fire"):
        note_of("idle, on fire")


@pytest.mark.usefixtures("qapp")
def test_only_what_is_seen_to_change_is_drawn_anew(tmp_path: Path) -> None:
    made = write(tmp_path, FEW)
    assert set(made) == {"README.md", *(shot.file for shot in FEW)}
    assert {QImage(str(tmp_path / shot.file)).size().toTuple() for shot in FEW} == {
        LANDSCAPE,
        PORTRAIT,
    }
    assert stale(tmp_path, FEW) == []
    assert write(tmp_path, FEW) == []
    QCoreApplication.processEvents()


@pytest.mark.usefixtures("qapp")
def test_a_changed_a_missing_and_a_left_over_picture_are_stale(tmp_path: Path) -> None:
    write(tmp_path, FEW)
    picture = QImage(str(tmp_path / "idle.png")).convertToFormat(QImage.Format.Format_RGB32)
    picture.setPixelColor(400, 240, QColor("red"))
    picture.save(str(tmp_path / "idle.png"))
    (tmp_path / "out.png").unlink()
    picture.save(str(tmp_path / "gone.png"))
    (tmp_path / "README.md").write_text("# Some screens\n")
    wrong = {"idle.png", "out.png", "gone.png", "README.md"}
    assert set(stale(tmp_path, FEW)) == wrong
    assert set(write(tmp_path, FEW)) == wrong
    assert stale(tmp_path, FEW) == []
