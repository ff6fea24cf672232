"""The idle page, but for its clock and its list."""

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.ui.room_face import RoomFace

QML_IMPORT_NAME = "SmartPass"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class RoomModel(QObject):
    """A `RoomFace` for QML."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._face = RoomFace()

    def show(self, face: RoomFace) -> None:
        """Take a face."""
        old, self._face = self._face, face
        if old != face:
            self.changed.emit()

    @Property(str, notify=changed)
    def room(self) -> str:
        return self._face.room

    @Property(str, notify=changed)
    def tone(self) -> str:
        return self._face.tone

    @Property(str, notify=changed)
    def icon(self) -> str:
        return self._face.icon

    @Property(str, notify=changed)
    def headline(self) -> str:
        return self._face.headline

    @Property(str, notify=changed)
    def detail(self) -> str:
        return self._face.detail

    @Property(str, notify=changed)
    def places(self) -> str:
        return self._face.places

    @Property(str, notify=changed)
    def placesWords(self) -> str:
        return self._face.placesWords

    @Property(str, notify=changed)
    def placesTone(self) -> str:
        return self._face.placesTone

    @Property(str, notify=changed)
    def outNow(self) -> str:
        return self._face.outNow

    @Property(str, notify=changed)
    def everyoneHere(self) -> str:
        return self._face.everyoneHere

    @Property(str, notify=changed)
    def forgot(self) -> str:
        return self._face.forgot

    @Property(str, notify=changed)
    def more(self) -> str:
        return self._face.more
