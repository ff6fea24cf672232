"""Draws the pictures, small and the same each time."""

import operator
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QImage

from kiosk.cli.screens.shots import Shot, index
from kiosk.ui.door_window import DoorWindow
from kiosk.ui.gallery import gallery
from kiosk.ui.gallery_names import MONO_MS, NOW
from kiosk.ui.pane import Pane

OFFSCREEN: Final[Mapping[str, str]] = {
    "QT_QPA_PLATFORM": "offscreen",
    "QT_QUICK_BACKEND": "software",
}
"""No display and no graphics card have a say in a picture."""
COLOURS_MAX: Final = 256
"""What a palette of one byte a pixel holds; a screen has few colours, and their blends at edges."""
UNSEEN: Final = 24
"""Of 255 greys: the edges of letters differ by less from run to run, and by more when they move."""
SCHOOL_ZONE: Final = ZoneInfo("America/Chicago")
INDEX: Final = "README.md"


def write(folder: Path, wanted: Sequence[Shot]) -> list[str]:
    """Make `folder` the pictures `wanted` and their index; return what changed, came or went."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, picture in _changed(folder, wanted):
        picture.save(str(folder / name), quality=0)
        changed.append(name)
    for name in _stray(folder, wanted):
        (folder / name).unlink()
        changed.append(name)
    if _index_is_stale(folder):
        (folder / INDEX).write_text(index(), "utf-8")
        changed.append(INDEX)
    return changed


def stale(folder: Path, wanted: Sequence[Shot]) -> list[str]:
    """Return what `write` would change."""
    changed = [name for name, _ in _changed(folder, wanted)]
    return [*changed, *unlisted(folder, wanted)]


def unlisted(folder: Path, wanted: Sequence[Shot]) -> list[str]:
    """Return which pictures are missing or left over, and the index if it is stale; draws none."""
    missing = [shot.file for shot in wanted if not (folder / shot.file).is_file()]
    page = [INDEX] if _index_is_stale(folder) else []
    return [*missing, *_stray(folder, wanted), *page]


def _stray(folder: Path, wanted: Sequence[Shot]) -> list[str]:
    files = {shot.file for shot in wanted}
    return sorted(path.name for path in folder.glob("*.png") if path.name not in files)


def _index_is_stale(folder: Path) -> bool:
    page = folder / INDEX
    return not page.is_file() or page.read_text("utf-8") != index()


def _changed(folder: Path, wanted: Sequence[Shot]) -> Iterator[tuple[str, QImage]]:
    for name, picture in _pictures(wanted):
        if not _look_alike(QImage(str(folder / name)), picture):
            yield name, picture


def _pictures(wanted: Sequence[Shot]) -> Iterator[tuple[str, QImage]]:
    app = QGuiApplication.instance() or QGuiApplication(["screens"])
    for size in dict.fromkeys(shot.size for shot in wanted):
        window = DoorWindow(
            lambda _touched: None,
            lambda: NOW,
            lambda: MONO_MS,
            SCHOOL_ZONE,
            Pane(size, fullscreen=False),
        )
        window.open()
        try:
            for shot in wanted:
                if shot.size == size:
                    yield shot.file, _picture(window, shot)
        finally:
            window.close()
    del app


def _picture(window: DoorWindow, shot: Shot) -> QImage:
    window.show(gallery(shot.language)[shot.name])
    QCoreApplication.processEvents()
    return _with_palette(window.window.grabWindow().convertToFormat(QImage.Format.Format_RGB32))


def _with_palette(image: QImage) -> QImage:
    """Return the picture in its most frequent colours, a quarter as large on disk."""
    counted = Counter(memoryview(image.constBits()).cast("I"))
    colours = [colour for colour, _ in sorted(counted.items(), key=lambda c: (-c[1], c[0]))]
    return image.convertToFormat(
        QImage.Format.Format_Indexed8,
        colours[:COLOURS_MAX],
        Qt.ImageConversionFlag.ThresholdDither,
    )


def _look_alike(one: QImage, other: QImage) -> bool:
    if one.size() != other.size():
        return False
    greys = [
        bytes(i.convertToFormat(QImage.Format.Format_Grayscale8).constBits()) for i in (one, other)
    ]
    return greys[0] == greys[1] or max(map(abs, map(operator.sub, *greys))) <= UNSEEN
