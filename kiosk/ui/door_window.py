"""The door's window: one scene in, inputs out."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import shiboken6
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.core.inputs import DoorInput
from kiosk.core.scene import Scene, Screen, Signal
from kiosk.ui.fonts import load_fonts
from kiosk.ui.models import Models
from kiosk.ui.reading import Reading

MAIN = Path(__file__).parent / "qml" / "Main.qml"
SIZE_DEFAULT = (800, 480)
"""The smallest screen that the pages are made for."""
TICK_MS = 1_000
"""The clocks show seconds and nothing finer."""
TICK_LATE_MS = 20
"""A tick aims this far into its second, so that an early timer still shows the new one."""
NOTHING = Scene(Screen.STARTING, Signal.READY, room="")


class DoorWindow:
    """The screen of one door; a QGuiApplication must be there before `open`."""

    def __init__(
        self,
        on_input: Callable[[DoorInput], None],
        now: Callable[[], datetime],
        mono_ms: Callable[[], int],
        time_zone: ZoneInfo,
        size: tuple[int, int] | None,
        *,
        fullscreen: bool,
    ) -> None:
        self._on_input = on_input
        self._now = now
        self._mono_ms = mono_ms
        self._time_zone = time_zone
        self._size = size
        self._fullscreen = fullscreen
        self._scene = NOTHING
        self._models: Models | None = None
        self._engine: QQmlApplicationEngine | None = None
        # Kept: PySide gives up on every item of a window that Python has let go of.
        self._window: QQuickWindow | None = None
        self._timer: QTimer | None = None

    @property
    def window(self) -> QQuickWindow:
        """The Qt window, only while open: `close` deletes it under whoever still holds it."""
        if self._window is None:
            raise RuntimeError("the door's window is not open")
        return self._window

    def open(self) -> None:
        """Put the window on the screen, with the scene shown last or the starting page."""
        load_fonts()
        self._models = Models(self._on_input)
        self._models.show(self._scene, self._read())
        self._engine = QQmlApplicationEngine()
        self._engine.setInitialProperties(self._models.properties())
        self._engine.load(QUrl.fromLocalFile(str(MAIN)))
        if not self._engine.rootObjects():
            raise RuntimeError(f"{MAIN.name} could not be loaded; Qt's own records say why")
        window = cast("QQuickWindow", self._engine.rootObjects()[0])
        self._window = window
        window.resize(*(self._size or SIZE_DEFAULT))
        if self._fullscreen:
            window.showFullScreen()
        else:
            window.show()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.tick)
        self._wind()

    def show(self, scene: Scene) -> None:
        """Draw `scene` on the next frame; a scene equal to the one shown costs nothing."""
        if scene == self._scene:
            return
        self._scene = scene
        if self._models:
            self._models.show(scene, self._read())

    def tick(self) -> None:
        """Bring the clocks of the scene shown up to now; the window does so itself each second."""
        if self._models:
            self._models.tick(self._scene, self._read())
        self._wind()

    def set_time_zone(self, time_zone: ZoneInfo) -> None:
        """Show wall-clock times of another zone from now on."""
        self._time_zone = time_zone
        if self._models:
            self._models.show(self._scene, self._read())

    def close(self) -> None:
        """Take the window down, if it is up; QML goes before the models that it is bound to."""
        if self._timer:
            self._timer.stop()
        # Let go of first: closing a window runs Qt's handlers, and one of them may close the door.
        window, engine, models = self._window, self._engine, self._models
        self._timer = self._window = self._engine = self._models = None
        if window:
            window.close()
        if engine:
            shiboken6.delete(engine)
        del models

    def _read(self) -> Reading:
        return Reading(self._now(), self._mono_ms(), self._time_zone)

    def _wind(self) -> None:
        if self._timer:
            into_second_ms = self._now().microsecond // 1000
            self._timer.start(TICK_MS - into_second_ms + TICK_LATE_MS)
