"""The lists of staff at the door, their keys, and a student's own passes."""

from PySide6.QtQml import QmlElement

from kiosk.ui.panel_face import PanelKeyFace, PanelRowFace
from kiosk.ui.pick_face import PickRowFace
from kiosk.ui.record_face import RecordRowFace
from kiosk.ui.rows_model import RowsModel

QML_IMPORT_NAME = "SmartPass"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class PanelRowsModel(RowsModel):
    """Rows of `PanelRowFace`."""

    FACE = PanelRowFace


@QmlElement
class PanelKeysModel(RowsModel):
    """Rows of `PanelKeyFace`."""

    FACE = PanelKeyFace


@QmlElement
class PickRowsModel(RowsModel):
    """Rows of `PickRowFace`."""

    FACE = PickRowFace


@QmlElement
class RecordRowsModel(RowsModel):
    """Rows of `RecordRowFace`."""

    FACE = RecordRowFace
