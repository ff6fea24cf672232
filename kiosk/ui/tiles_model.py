"""The destination tiles of the page of tiles shown."""

from PySide6.QtCore import Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.rows_model import RowsModel
from kiosk.ui.tile_face import TileFace, page_of_tiles

QML_IMPORT_NAME = "SmartPass"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class TilesModel(RowsModel):
    """Rows of `TileFace`; which page of tiles is shown is the screen's own affair."""

    FACE = TileFace

    def __init__(self) -> None:
        super().__init__()
        self._faces: list[TileFace] = []
        self._more = ""
        self._page = 0

    def show_all(self, faces: list[TileFace], more: str) -> None:
        """Take every tile of a turn."""
        self._faces, self._more = faces, more
        self._show_page()

    def rest(self) -> None:
        """Begin at the first page next time; the items stay, so that the next tap is quick."""
        self._page = 0

    @Slot()
    def turnPage(self) -> None:
        """Show the next tiles, and after the last ones the first again."""
        self._page += 1
        self._show_page()

    def _show_page(self) -> None:
        self.show(page_of_tiles(self._faces, self._page, self._more))
