"""A Qt list of faces: rows keep their place, and only what changed is told."""

from collections.abc import Sequence
from dataclasses import fields
from typing import ClassVar

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QPersistentModelIndex, Qt

from kiosk.ui.fault_face import FaultFace
from kiosk.ui.out_face import OutFace
from kiosk.ui.panel_face import PanelKeyFace, PanelRowFace
from kiosk.ui.pick_face import PickRowFace
from kiosk.ui.record_face import RecordRowFace
from kiosk.ui.strip_face import StripFace
from kiosk.ui.tile_face import TileFace

Face = (
    OutFace
    | StripFace
    | TileFace
    | PanelRowFace
    | PanelKeyFace
    | PickRowFace
    | FaultFace
    | RecordRowFace
)
Index = QModelIndex | QPersistentModelIndex

FIRST_ROLE = int(Qt.ItemDataRole.UserRole)
NO_PARENT = QModelIndex()


class RowsModel(QAbstractListModel):
    """A list whose roles are the fields of one kind of face."""

    FACE: ClassVar[type[Face]]

    def __init__(self) -> None:
        super().__init__()
        self._names = [field.name for field in fields(self.FACE)]
        self._rows: list[Face] = []

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def roleNames(self) -> dict[int, QByteArray]:
        return {FIRST_ROLE + n: QByteArray(name.encode()) for n, name in enumerate(self._names)}

    def data(self, index: Index, role: int = FIRST_ROLE) -> object:
        return getattr(self._rows[index.row()], self._names[role - FIRST_ROLE])

    def show(self, faces: Sequence[Face]) -> None:
        """Make the rows these faces; a row that stays keeps its item on the screen."""
        kept = min(len(faces), len(self._rows))
        before = self._rows[:kept]
        if len(faces) < len(self._rows):
            self.beginRemoveRows(NO_PARENT, len(faces), len(self._rows) - 1)
            del self._rows[len(faces) :]
            self.endRemoveRows()
        self._rows[:kept] = faces[:kept]
        for number, (old, new) in enumerate(zip(before, faces, strict=False)):
            self._tell(number, old, new)
        if len(faces) > kept:
            self.beginInsertRows(NO_PARENT, kept, len(faces) - 1)
            self._rows.extend(faces[kept:])
            self.endInsertRows()

    def _tell(self, number: int, old: Face, new: Face) -> None:
        changed = [
            FIRST_ROLE + n
            for n, name in enumerate(self._names)
            if getattr(old, name) != getattr(new, name)
        ]
        if changed:
            index = self.index(number)
            self.dataChanged.emit(index, index, changed)
