"""Who is out from this room."""

from PySide6.QtQml import QmlElement

from kiosk.ui.out_face import OutFace
from kiosk.ui.rows_model import RowsModel

QML_IMPORT_NAME = "SmartPass"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class OutNowModel(RowsModel):
    """Rows of `OutFace`."""

    FACE = OutFace
