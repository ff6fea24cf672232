"""All of one window's models together: a scene becomes faces, faces go to their models."""

from collections.abc import Callable
from typing import Final

from kiosk.core.door.inputs import DoorInput
from kiosk.core.door.scene import Scene, Screen
from kiosk.ui.fault_face import fault_faces
from kiosk.ui.faults_model import FaultsModel
from kiosk.ui.fonts import ScriptFonts
from kiosk.ui.language_face import language_faces
from kiosk.ui.light_model import LightModel
from kiosk.ui.looks import Page
from kiosk.ui.names import names_in
from kiosk.ui.out_face import out_faces
from kiosk.ui.out_now_model import OutNowModel
from kiosk.ui.page_face import TurnFace
from kiosk.ui.panel_face import panel_key_faces, panel_row_faces
from kiosk.ui.panel_models import PanelKeysModel, PanelRowsModel, PickRowsModel, RecordRowsModel
from kiosk.ui.phrases.languages import phrases_in
from kiosk.ui.phrases.table import Phrases
from kiosk.ui.pick_face import letter_faces, pick_key_faces, pick_row_faces
from kiosk.ui.reading import Reading
from kiosk.ui.record_face import record_row_faces
from kiosk.ui.room_face import room_face, time_face
from kiosk.ui.room_model import RoomModel
from kiosk.ui.sheet_face import sheet_choice_faces, sheet_key_faces, sheet_step_faces
from kiosk.ui.strip_face import strip_faces
from kiosk.ui.strip_model import StripModel
from kiosk.ui.tile_face import tile_face
from kiosk.ui.tiles_model import TilesModel
from kiosk.ui.time_model import TimeModel
from kiosk.ui.touches import Touches
from kiosk.ui.turn_face import turn_face
from kiosk.ui.turn_model import TurnModel

TURNS: Final = tuple(page for page in Page if page is not Page.IDLE)
"""The pages of somebody's turn, and the one before there is anybody's."""
TIMED: Final = (
    *(Page.CHOOSE, Page.ANSWER, Page.PIN, Page.PANEL, Page.PICK, Page.SHEET),
    *(Page.TYPE, Page.NIGHT, Page.RECORD),
)
"""Those that can show how much time is left."""


FORGET: Final = (Page.PIN, Page.PANEL, Page.PICK, Page.SHEET, Page.TYPE, Page.RECORD)
"""Those that keep no word once they are left: what staff see, or who typed what, is not for who
comes after."""


class Models:
    """What Pages.qml requires, kept alive for as long as the window is."""

    def __init__(self, on_input: Callable[[DoorInput], None]) -> None:
        self.turn = TurnModel()
        """Says which page is shown."""
        self.turns = {page: TurnModel() for page in TURNS}
        """What each says: only the one that is shown is told, and none works for nothing."""
        self.tiles = TilesModel()
        self.room = RoomModel()
        self.out_now = OutNowModel()
        self.time = TimeModel()
        """The idle page's."""
        self.times = {page: TimeModel() for page in TIMED}
        self.panel_rows = PanelRowsModel()
        self.panel_keys = PanelKeysModel()
        self.pick_rows = PickRowsModel()
        self.pick_keys = PanelKeysModel()
        self.faults = FaultsModel()
        self.record_rows = RecordRowsModel()
        self.letters = PanelKeysModel()
        self.sheet_choices = PanelKeysModel()
        self.sheet_steps = PanelKeysModel()
        self.sheet_keys = PanelKeysModel()
        self.languages = PanelKeysModel()
        self.strip = StripModel()
        self.light = LightModel()
        self.touches = Touches(on_input)
        self._fonts = ScriptFonts()
        self._language = ""

    def properties(self) -> dict[str, object]:
        """Return Pages.qml's required properties."""
        return {
            "turn": self.turn,
            **{f"{page.name.lower()}Turn": model for page, model in self.turns.items()},
            **{f"{page.name.lower()}Time": model for page, model in self.times.items()},
            "tiles": self.tiles,
            "room": self.room,
            "outNow": self.out_now,
            "time": self.time,
            "panelRows": self.panel_rows,
            "panelKeys": self.panel_keys,
            "pickRows": self.pick_rows,
            "pickKeys": self.pick_keys,
            "faults": self.faults,
            "recordRows": self.record_rows,
            "letters": self.letters,
            "sheetChoices": self.sheet_choices,
            "sheetSteps": self.sheet_steps,
            "sheetKeys": self.sheet_keys,
            "languages": self.languages,
            "strip": self.strip,
            "light": self.light,
            "touches": self.touches,
        }

    def show(self, scene: Scene, reading: Reading) -> None:
        """Take a scene; the page comes last, when everything on it is right."""
        words = phrases_in(scene.language)
        self._fonts.serve((words.writing.own_name, *names_in(scene)))
        if scene.screen is Screen.CHOOSE:
            tiles = [tile_face(tile, scene, words, reading) for tile in scene.tiles]
            self.tiles.show_all(tiles, words.choose.more_places)
        else:
            self.tiles.rest()
        self.light.show(scene.brightness)
        self.strip.show(strip_faces(scene, words))
        if scene.language != self._language:
            self._language = scene.language
            self.languages.show(language_faces(scene.language))
        self.faults.show(fault_faces(scene, words))
        if scene.screen is Screen.IDLE:
            self.room.show(room_face(scene, words))
        self.tick(scene, reading)

    def tick(self, scene: Scene, reading: Reading) -> None:
        """Bring up to date what time alone changes."""
        words = phrases_in(scene.language)
        if scene.screen is Screen.IDLE:
            self.out_now.show(out_faces(scene, words, reading))
        self._show_staff(scene, words, reading)
        face = turn_face(scene, words, reading)
        for page in FORGET:
            if page is not face.page:
                self.turns[page].show(TurnFace(page))
        self.times.get(face.page, self.time).show(time_face(scene, words, reading))
        if face.page in self.turns:
            self.turns[face.page].show(face)
        self.turn.show(face)

    def _show_staff(self, scene: Scene, words: Phrases, reading: Reading) -> None:
        """Fill the lists of staff; of pages that are not shown nothing is kept."""
        panel, pick, sheet, own = scene.panel, scene.pick, scene.sheet, scene.own
        self.record_rows.show(record_row_faces(own, words, reading) if own else [])
        self.panel_rows.show(panel_row_faces(panel, words, reading) if panel else [])
        self.panel_keys.show(panel_key_faces(panel, words.panel) if panel else [])
        self.pick_rows.show(pick_row_faces(pick) if pick else [])
        self.pick_keys.show(pick_key_faces(pick, words) if pick else [])
        self.letters.show(letter_faces(pick, words) if pick else [])
        self.sheet_choices.show(sheet_choice_faces(sheet, words.sheet) if sheet else [])
        self.sheet_steps.show(sheet_step_faces(sheet, words) if sheet else [])
        self.sheet_keys.show(sheet_key_faces(sheet, words.sheet) if sheet else [])
