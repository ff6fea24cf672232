"""The rows of the staff panel, and its keys."""

from PySide6.QtQml import QmlElement

from kiosk.ui.panel_face import PanelKeyFace, PanelRowFace
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
