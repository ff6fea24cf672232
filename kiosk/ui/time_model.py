"""The clocks: time of day, next bell, and what is left of a turn."""

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.ui.room_face import TimeFace

QML_IMPORT_NAME = "SmartPass"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class TimeModel(QObject):
    """A `TimeFace` for QML."""

    minuteChanged = Signal()
    leftChanged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._face = TimeFace()

    def show(self, face: TimeFace) -> None:
        """Take a face; most seconds change nothing that is told."""
        old, self._face = self._face, face
        if _minute(old) != _minute(face):
            self.minuteChanged.emit()
        if _left(old) != _left(face):
            self.leftChanged.emit()

    @Property(str, notify=minuteChanged)
    def clock(self) -> str:
        return self._face.clock

    @Property(str, notify=minuteChanged)
    def bell(self) -> str:
        return self._face.bell

    @Property(int, notify=minuteChanged)
    def drift(self) -> int:
        return self._face.drift

    @Property(float, notify=leftChanged)
    def left(self) -> float:
        return self._face.left

    @Property(str, notify=leftChanged)
    def leftWords(self) -> str:
        return self._face.leftWords

    @Property(bool, notify=leftChanged)
    def hurry(self) -> bool:
        return self._face.hurry


def _minute(face: TimeFace) -> tuple[str, str, int]:
    return face.clock, face.bell, face.drift


def _left(face: TimeFace) -> tuple[float, str, bool]:
    return face.left, face.leftWords, face.hurry
