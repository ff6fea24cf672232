"""A door's window held open for a test: its clocks, its inputs, and what stands on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QPoint, QRectF, Qt
from PySide6.QtGui import QFont, QPointingDevice
from PySide6.QtQml import QQmlEngine, QQmlExpression
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.core.door.inputs import DoorInput
from kiosk.core.door.scene import Scene
from kiosk.ui.door_window import DoorWindow
from kiosk.ui.gallery_names import MONO_MS, NOW
from kiosk.ui.pane import Pane

CHICAGO = ZoneInfo("America/Chicago")
# Of the font's own line, in ems: what not even an accented capital or a descender reaches.
BLANK_ABOVE = 0.08
BLANK_BELOW = 0.1
ALIGNED = {
    Qt.AlignmentFlag.AlignLeft: 0.0,
    Qt.AlignmentFlag.AlignHCenter: 0.5,
    Qt.AlignmentFlag.AlignRight: 1.0,
}
"""What part of the room that words leave stands to the left of them."""
CONTROLS = (
    *("tile-", "more-places", "urgent", "cancel", "end-my-pass", "undo", "not-back"),
    *("go-now", "not-today", "elsewhere", "override-"),
    *("pin", "key-", "panel-", "approve-", "decline-", "extend-", "end-", "correct-"),
    "pick-",
    "language",
    *("forgot-card", "switch-keys", "typed-done", "yes"),
)


@dataclass(frozen=True)
class Seen:
    """One text on the screen, with where its letters are."""

    item: QQuickItem
    text: str
    place: QRectF

    @property
    def pixels(self) -> int:
        font = self.item.property("font")
        assert isinstance(font, QFont)
        return font.pixelSize()


class DoorScreen:
    """A real window, offscreen, whose clocks stand still until a test moves them."""

    def __init__(self, size: tuple[int, int] = (800, 480)) -> None:
        self.now: datetime = NOW
        self.mono_ms = MONO_MS
        self.inputs: list[DoorInput] = []
        self.door = DoorWindow(
            self.inputs.append,
            lambda: self.now,
            lambda: self.mono_ms,
            CHICAGO,
            Pane(size, fullscreen=False),
        )
        width, height = size
        self.unit = min(width / 480, height / 800) if height > width else 0.0
        self.unit = self.unit or min(width / 800, height / 480)
        self._finger: QPointingDevice | None = None

    def open(self) -> None:
        self.door.open()
        self.draw()

    def show(self, scene: Scene) -> None:
        self.door.show(scene)
        self.draw()

    def draw(self) -> None:
        """Polish and render, so that every item is where it will be seen."""
        QCoreApplication.processEvents()
        self.door.window.grabWindow()

    def items(self) -> Iterator[QQuickItem]:
        yield from visible(self.door.window.contentItem())

    def item(self, name: str) -> QQuickItem:
        return next(item for item in self.items() if item.objectName() == name)

    def named(self) -> set[str]:
        return {item.objectName() for item in self.items() if item.objectName()}

    def controls(self) -> list[QQuickItem]:
        return [item for item in self.items() if item.objectName().startswith(CONTROLS)]

    def texts(self) -> list[Seen]:
        return [seen(item) for item in self.items() if is_text(item)]

    def words(self) -> str:
        return " | ".join(found.text for found in self.texts())

    def touch(self, name: str) -> None:
        item = self.item(name)
        middle = item.mapRectToScene(QRectF(0, 0, item.width(), item.height())).center()
        self.touch_at(middle.toPoint())

    def touch_at(self, point: QPoint) -> None:
        if self._finger is None:
            self._finger = QTest.createTouchDevice()
        window = self.door.window
        QTest.touchEvent(window, self._finger).press(0, point, window).commit()
        QTest.touchEvent(window, self._finger).release(0, point, window).commit()
        QCoreApplication.processEvents()


def visible(item: QQuickItem) -> Iterator[QQuickItem]:
    if not item.isVisible() or item.opacity() == 0:
        return
    yield item
    for child in item.childItems():
        yield from visible(child)


def is_text(item: QQuickItem) -> bool:
    return item.property("contentWidth") is not None and bool(item.property("text"))


def seen(item: QQuickItem) -> Seen:
    width, height = item.property("contentWidth"), item.property("contentHeight")
    # PySide can't convert Qt Quick's own enums, QML can.
    context = QQmlEngine.contextForObject(item)
    aligned, _ = QQmlExpression(context, item, "Number(horizontalAlignment)").evaluate()
    part = ALIGNED[Qt.AlignmentFlag(aligned)]
    left = (item.width() - width) * part
    font = item.property("font")
    above, below = BLANK_ABOVE * font.pixelSize(), BLANK_BELOW * font.pixelSize()
    letters = QRectF(left, above, width, height - above - below)
    place = item.mapRectToScene(letters)
    return Seen(item, str(item.property("text")), place)


def place_of(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def holds(ancestor: QQuickItem, item: QQuickItem | None) -> bool:
    while item is not None and item is not ancestor:
        item = item.parentItem()
    return item is not None
