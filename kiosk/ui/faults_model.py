"""What is wrong in the settings file."""

from PySide6.QtQml import QmlElement

from kiosk.ui.fault_face import FaultFace
from kiosk.ui.rows_model import RowsModel

QML_IMPORT_NAME = "SmartPass"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class FaultsModel(RowsModel):
    """Rows of `FaultFace`."""

    FACE = FaultFace
