"""How bright the picture is to be."""

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "SmartPass"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class LightModel(QObject):
    """In per cent; 100 where the screen's own light is set in its place."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._brightness = 100

    def show(self, brightness: int) -> None:
        """Take the brightness of a scene."""
        if brightness != self._brightness:
            self._brightness = brightness
            self.changed.emit()

    @Property(int, notify=changed)
    def brightness(self) -> int:
        return self._brightness
