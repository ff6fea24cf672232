"""The door's window: one scene in, inputs out."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer
from PySide6.QtQuick import QQuickWindow

from kiosk.core.door.inputs import DoorInput
from kiosk.core.door.scene import Scene, Screen, Signal
from kiosk.ui.models import Models
from kiosk.ui.page_face import TurnFace
from kiosk.ui.pane import Pane
from kiosk.ui.phrases.languages import phrases_in
from kiosk.ui.reading import MS, Reading
from kiosk.ui.room_face import next_change
from kiosk.ui.turn_face import turn_face

TICK_MS: Final = 1_000
"""The clocks of a turn show seconds and nothing finer."""
IDLE_TICK_MS_MAX: Final = 10_000
"""The idle page counts minutes: it is looked at when the next one ends, and at least this often,
for what time it is may be learnt anew at any moment."""
TICK_LATE_MS: Final = 20
"""A tick aims this far into its second, so that an early timer still shows the new one."""
NOTHING: Final = Scene(Screen.STARTING, Signal.READY, room="")


class DoorWindow:
    """What a door shows in its pane; a QGuiApplication must be there before `open`."""

    def __init__(
        self,
        on_input: Callable[[DoorInput], None],
        now: Callable[[], datetime],
        mono_ms: Callable[[], int],
        time_zone: ZoneInfo,
        pane: Pane,
    ) -> None:
        self._on_input = on_input
        self._now = now
        self._mono_ms = mono_ms
        self._time_zone = time_zone
        self._pane = pane
        self._scene = NOTHING
        self._models: Models | None = None
        self._timer: QTimer | None = None

    @property
    def window(self) -> QQuickWindow:
        """The Qt window, only while open: `close` deletes it under whoever still holds it."""
        return self._pane.window

    @property
    def face(self) -> TurnFace:
        """What the page says that is shown now."""
        return turn_face(self._scene, phrases_in(self._scene.language), self._read())

    def open(self) -> None:
        """Put the pages on the screen, with the scene shown last or the starting page."""
        self._pane.open()
        self._models = Models(self._on_input)
        self._draw()
        self._pane.fill(self._models.properties())
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
        self._draw()
        self._wind()

    def tick(self) -> None:
        """Bring the clocks of the scene shown up to now; the window does so itself each second."""
        if self._models:
            self._models.tick(self._scene, self._read())
        self._wind()

    def set_time_zone(self, time_zone: ZoneInfo) -> None:
        """Show wall-clock times of another zone from now on."""
        self._time_zone = time_zone
        self._draw()

    def close(self) -> None:
        """Take the window down, if it is up; QML goes before the models that it is bound to."""
        if self._timer:
            self._timer.stop()
        models, self._models, self._timer = self._models, None, None
        self._pane.close()
        del models

    def _draw(self) -> None:
        if self._models:
            writing = phrases_in(self._scene.language).writing
            self._pane.turn_round(right_to_left=writing.right_to_left)
            self._models.show(self._scene, self._read())

    def _read(self) -> Reading:
        digits = phrases_in(self._scene.language).writing.digits
        return Reading(self._now(), self._mono_ms(), self._time_zone, digits)

    def _wind(self) -> None:
        if self._timer:
            now = self._now()
            into_second_ms = now.microsecond // 1000
            rests_ms = TICK_MS - into_second_ms
            if self._scene.screen is Screen.IDLE:
                change = next_change(self._scene, now)
                rests_ms = min(IDLE_TICK_MS_MAX, -(-(change - now) // MS))
            self._timer.start(rests_ms + TICK_LATE_MS)
