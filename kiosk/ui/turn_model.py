"""The page of one student's turn."""

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.ui.page_face import TurnFace

QML_IMPORT_NAME = "SmartPass"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class TurnModel(QObject):
    """A `TurnFace` for QML."""

    pageChanged = Signal()
    wordsChanged = Signal()
    countChanged = Signal()
    controlsChanged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._face = TurnFace()

    def show(self, face: TurnFace) -> None:
        """Take a face; the words are told before the page, so that no page shows old ones."""
        old, self._face = self._face, face
        if _words(old) != _words(face):
            self.wordsChanged.emit()
        if old.count != face.count:
            self.countChanged.emit()
        if _controls(old) != _controls(face):
            self.controlsChanged.emit()
        if old.page is not face.page:
            self.pageChanged.emit()

    @Property(int, notify=pageChanged)
    def page(self) -> int:
        return self._face.page

    @Property(str, notify=wordsChanged)
    def tone(self) -> str:
        return self._face.tone

    @Property(str, notify=wordsChanged)
    def icon(self) -> str:
        return self._face.icon

    @Property(str, notify=wordsChanged)
    def name(self) -> str:
        return self._face.name

    @Property(str, notify=wordsChanged)
    def place(self) -> str:
        return self._face.place

    @Property(str, notify=wordsChanged)
    def headline(self) -> str:
        return self._face.headline

    @Property(str, notify=wordsChanged)
    def detail(self) -> str:
        return self._face.detail

    @Property(str, notify=wordsChanged)
    def step(self) -> str:
        return self._face.step

    @Property(str, notify=countChanged)
    def count(self) -> str:
        return self._face.count

    @Property(str, notify=controlsChanged)
    def urgent(self) -> str:
        return self._face.urgent

    @Property(str, notify=controlsChanged)
    def leave(self) -> str:
        return self._face.leave

    @Property(str, notify=controlsChanged)
    def endMyPass(self) -> str:
        return self._face.end_it

    @Property(str, notify=controlsChanged)
    def leaveLine(self) -> str:
        return self._face.leave_line

    @Property(str, notify=controlsChanged)
    def otherPlace(self) -> str:
        return self._face.other_place

    @Property(str, notify=controlsChanged)
    def undo(self) -> str:
        return self._face.undo

    @Property(str, notify=controlsChanged)
    def notBack(self) -> str:
        return self._face.not_back

    @Property(str, notify=controlsChanged)
    def goNow(self) -> str:
        return self._face.go_now

    @Property(str, notify=controlsChanged)
    def notToday(self) -> str:
        return self._face.not_today

    @Property(str, notify=controlsChanged)
    def elsewhere(self) -> str:
        return self._face.elsewhere

    @Property(str, notify=controlsChanged)
    def medical(self) -> str:
        return self._face.medical

    @Property(str, notify=controlsChanged)
    def errand(self) -> str:
        return self._face.errand

    @Property(str, notify=controlsChanged)
    def otherReason(self) -> str:
        return self._face.other_reason

    @Property(str, notify=controlsChanged)
    def pin(self) -> str:
        return self._face.pin

    @Property(str, notify=controlsChanged)
    def erase(self) -> str:
        return self._face.erase

    @Property(str, notify=controlsChanged)
    def language(self) -> str:
        return self._face.language

    @Property(str, notify=controlsChanged)
    def keys(self) -> str:
        return self._face.keys

    @Property(str, notify=controlsChanged)
    def switchKeys(self) -> str:
        return self._face.switch_keys

    @Property(str, notify=controlsChanged)
    def own(self) -> str:
        return self._face.own

    @Property(str, notify=controlsChanged)
    def yes(self) -> str:
        return self._face.yes

    @Property(str, notify=controlsChanged)
    def done(self) -> str:
        return self._face.done

    @Property(str, notify=controlsChanged)
    def digits(self) -> str:
        return self._face.digits


def _words(face: TurnFace) -> tuple[str, ...]:
    return (face.tone, face.icon, face.name, face.place, face.headline, face.detail, face.step)


def _controls(face: TurnFace) -> tuple[str, ...]:
    return (
        *(face.urgent, face.leave, face.end_it, face.leave_line, face.other_place),
        *(face.undo, face.not_back, face.go_now, face.not_today, face.elsewhere),
        *(face.medical, face.errand, face.other_reason),
        *(face.pin, face.erase, face.digits, face.keys, face.switch_keys, face.done),
        *(face.yes, face.own, face.language),
    )
