"""The bare window: on the screen with its starting page before anything else is loaded.

It must stay so: what this module imports, a person at the door waits for in front of a dark screen.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

import shiboken6
from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtQml import QQmlApplicationEngine, QQmlComponent
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.ui.fonts import ScriptFonts, load_fonts
from kiosk.ui.phrases.languages import phrases_in

QML: Final = Path(__file__).parent / "qml"
SIZE_DEFAULT: Final = (800, 480)
"""The smallest screen that the pages are made for."""


class Pane:
    """One window of one door; a QGuiApplication must be there before `open`."""

    def __init__(
        self,
        size: tuple[int, int] | None,
        *,
        fullscreen: bool,
        room: str = "",
        language: str = "en",
    ) -> None:
        self._size = size or SIZE_DEFAULT
        self._fullscreen = fullscreen
        self._room = room
        self._language = language
        self._right_to_left = False
        self._engine: QQmlApplicationEngine | None = None
        # Kept: PySide gives up on every item of a window that Python has let go of.
        self._window: QQuickWindow | None = None
        self._pages: QQuickItem | None = None

    @property
    def window(self) -> QQuickWindow:
        """The Qt window, only while open: `close` deletes it under whoever still holds it."""
        if self._window is None:
            raise RuntimeError("the door's window is not open")
        return self._window

    def open(self) -> None:
        """Put the window on the screen with its starting page, if it is not there yet."""
        if self._window is not None:
            return
        load_fonts()
        words = phrases_in(self._language)
        self._right_to_left = words.writing.right_to_left
        ScriptFonts().serve([self._room, words.starting.headline])
        self._engine = QQmlApplicationEngine()
        self._engine.setInitialProperties(
            {
                "room": self._room,
                "headline": words.starting.headline,
                "detail": words.starting.detail,
                "rightToLeft": self._right_to_left,
            }
        )
        self._engine.load(QUrl.fromLocalFile(str(QML / "Main.qml")))
        if not self._engine.rootObjects():
            raise RuntimeError("Main.qml could not be loaded; Qt's own records say why")
        self._window = cast("QQuickWindow", self._engine.rootObjects()[0])
        self._window.resize(*self._size)
        if self._fullscreen:
            self._window.showFullScreen()
        else:
            self._window.show()

    def turn_round(self, *, right_to_left: bool) -> None:
        """Lay the pages out from the side that the words shown are read from."""
        if right_to_left is not self._right_to_left:
            self._right_to_left = right_to_left
            self.window.setProperty("rightToLeft", right_to_left)

    def await_frame(self, within_ms: int) -> None:
        """Return once a frame has been drawn; a window that nobody sees may never draw one."""
        loop = QEventLoop()
        late = QTimer(singleShot=True)
        late.timeout.connect(loop.quit)
        self.window.frameSwapped.connect(loop.quit)
        late.start(within_ms)
        loop.exec()
        late.stop()
        self.window.frameSwapped.disconnect(loop.quit)

    def fill(self, properties: Mapping[str, object]) -> None:
        """Put all pages over the starting page, each made once; they take over from here."""
        if self._engine is None:
            raise RuntimeError("the door's window is not open")
        component = QQmlComponent(self._engine, QUrl.fromLocalFile(str(QML / "Pages.qml")))
        within = self.window.contentItem()
        made = component.createWithInitialProperties({**properties, "parent": within})
        if component.isError():
            raise RuntimeError(f"Pages.qml could not be loaded: {component.errorString()}")
        self._pages = cast("QQuickItem", made)
        self.window.setProperty("filled", True)

    def close(self) -> None:
        """Take the window down, if it is up."""
        # Let go of first: closing a window runs Qt's handlers, and one of them may close the door.
        window, engine, pages = self._window, self._engine, self._pages
        self._window = self._engine = self._pages = None
        if window:
            window.close()
        if pages:
            shiboken6.delete(pages)
        if engine:
            shiboken6.delete(engine)
