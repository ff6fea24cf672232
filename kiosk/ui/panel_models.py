"""The rows of the staff panel, its keys, and the names on its list of students."""

from PySide6.QtQml import QmlElement

from kiosk.ui.panel_face import PanelKeyFace, PanelRowFace
from kiosk.ui.pick_face import PickRowFace
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
