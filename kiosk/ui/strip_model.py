"""The strip above every page."""

from PySide6.QtQml import QmlElement

from kiosk.ui.rows_model import RowsModel
from kiosk.ui.strip_face import StripFace

QML_IMPORT_NAME = "SmartPass"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class StripModel(RowsModel):
    """Rows of `StripFace`."""

    FACE = StripFace
