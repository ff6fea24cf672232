"""What the student's finger does, as inputs of the door."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtQml import QmlElement

from kiosk.core.door.inputs import (
    Cancelled,
    Chose,
    DigitPressed,
    DoorInput,
    EndMyPassPressed,
    ErasePressed,
    ForgotCardPressed,
    GoNowPressed,
    IdTyped,
    KeyPressed,
    KeysSwitched,
    LanguageChosen,
    LeaveLinePressed,
    MyPassesPressed,
    NotBackPressed,
    NotTodayPressed,
    OtherPlacePressed,
    OverrideChosen,
    PanelAct,
    PanelPressed,
    PinPressed,
    RefusalChosen,
    Stepped,
    StudentMarked,
    Touched,
    UndoPressed,
    UrgentPressed,
    YesPressed,
)
from kiosk.core.events import OverrideReason, RefusalReason
from kiosk.core.ids import DestinationId, PassId, StudentId

QML_IMPORT_NAME = "SmartPass"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Touches(QObject):
    """The only way from the screen back to the door."""

    def __init__(self, on_input: Callable[[DoorInput], None]) -> None:
        super().__init__()
        self._on_input = on_input

    @Slot()
    def touch(self) -> None:
        self._on_input(Touched())

    @Slot(str)
    def choose(self, destination: str) -> None:
        self._on_input(Chose(DestinationId(destination)))

    @Slot()
    def urgent(self) -> None:
        self._on_input(UrgentPressed())

    @Slot()
    def endMyPass(self) -> None:
        self._on_input(EndMyPassPressed())

    @Slot()
    def leaveLine(self) -> None:
        self._on_input(LeaveLinePressed())

    @Slot()
    def otherPlace(self) -> None:
        self._on_input(OtherPlacePressed())

    @Slot(str)
    def override(self, why: str) -> None:
        self._on_input(OverrideChosen(OverrideReason(why)))

    @Slot()
    def undo(self) -> None:
        self._on_input(UndoPressed())

    @Slot()
    def notBack(self) -> None:
        self._on_input(NotBackPressed())

    @Slot()
    def goNow(self) -> None:
        self._on_input(GoNowPressed())

    @Slot()
    def notToday(self) -> None:
        self._on_input(NotTodayPressed())

    @Slot()
    def pin(self) -> None:
        self._on_input(PinPressed())

    @Slot()
    def forgotCard(self) -> None:
        self._on_input(ForgotCardPressed())

    @Slot(str)
    def key(self, key: str) -> None:
        self._on_input(KeyPressed(key))

    @Slot()
    def switchKeys(self) -> None:
        self._on_input(KeysSwitched())

    @Slot()
    def idTyped(self) -> None:
        self._on_input(IdTyped())

    @Slot(int)
    def digit(self, digit: int) -> None:
        self._on_input(DigitPressed(digit))

    @Slot()
    def erase(self) -> None:
        self._on_input(ErasePressed())

    @Slot(str, str)
    def panel(self, act: str, token: str) -> None:
        self._on_input(_of_staff(act, token))

    @Slot(str)
    def mark(self, student: str) -> None:
        self._on_input(StudentMarked(StudentId(student)))

    @Slot(str)
    def speak(self, language: str) -> None:
        self._on_input(LanguageChosen(language))

    @Slot()
    def myPasses(self) -> None:
        self._on_input(MyPassesPressed())

    @Slot()
    def yes(self) -> None:
        self._on_input(YesPressed())

    @Slot()
    def leave(self) -> None:
        self._on_input(Cancelled())


def _of_staff(act: str, token: str) -> DoorInput:
    """Return what a key of staff means; `token` says which row, or which of several answers."""
    match act:
        case "step":
            return Stepped(int(token))
        case "refuse":
            return RefusalChosen(RefusalReason(token))
        case "letter":
            return KeyPressed(token)
        case "erase":
            return ErasePressed()
        case "language":
            return LanguageChosen(token)
        case _:
            return PanelPressed(PanelAct(act), PassId(token) if token else None)
