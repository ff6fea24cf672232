"""What one destination tile says."""

from dataclasses import dataclass, replace

from kiosk.core.door.scene import Scene, Tile, TileState
from kiosk.core.rules.destination_capacity import DestinationCapacity
from kiosk.core.rules.destination_hours import DestinationHours
from kiosk.core.school import DestinationKind
from kiosk.ui.looks import Icon, Tone
from kiosk.ui.phrases.table import Phrases, TileWords
from kiosk.ui.reading import Reading

TILES_SHOWN_MAX = 6
"""Tiles on one page: what fits every screen at a size that is read and hit at arm's length."""

ICONS = {
    DestinationKind.RESTROOM: Icon.RESTROOM,
    DestinationKind.WATER: Icon.WATER,
    DestinationKind.NURSE: Icon.NURSE,
    DestinationKind.OFFICE: Icon.OFFICE,
    DestinationKind.LIBRARY: Icon.LIBRARY,
    DestinationKind.COUNSELOR: Icon.COUNSELOR,
    DestinationKind.OTHER: Icon.OTHER,
}


@dataclass(frozen=True, slots=True)
class TileFace:
    """One tile; the tile that turns to more places has no destination and no state."""

    destination: str
    name: str
    icon: Icon
    tone: Tone = Tone.READY
    stateIcon: Icon = Icon.NONE
    stateWords: str = ""
    step: str = ""


def tile_face(tile: Tile, scene: Scene, words: Phrases, reading: Reading) -> TileFace:
    """Return the face of one tile; in urgent mode every one is a yes."""
    tone, state_icon, said = _kind(tile, words)
    if scene.urgent:
        tone, state_icon, said = Tone.URGENT, Icon.URGENT, words.choose.urgent
    retry_at = tile.notice.retry_at if tile.notice else None
    timed = said.timed.format(time=reading.time_of_day(retry_at)) if retry_at else said.step
    if tile.ahead and tile.state is TileState.WAIT and not scene.urgent:
        timed = words.choose.line.of(tile.ahead)
        if tile.about_minutes:
            said = replace(said, state=timed)
            timed = words.choose.about.of(tile.about_minutes)
    icon = ICONS[tile.kind]
    return TileFace(tile.destination, tile.name, icon, tone, state_icon, said.state, timed)


def page_of_tiles(faces: list[TileFace], page: int, more: str) -> list[TileFace]:
    """Return the tiles of one page; where they do not all fit, the last one turns the page."""
    if len(faces) <= TILES_SHOWN_MAX:
        return faces
    a_page = TILES_SHOWN_MAX - 1
    pages = -(-len(faces) // a_page)
    first = (page % pages) * a_page
    return [*faces[first : first + a_page], TileFace("", more, Icon.MORE)]


def _kind(tile: Tile, words: Phrases) -> tuple[Tone, Icon, TileWords]:
    choose = words.choose
    match tile.state, tile.notice.code if tile.notice else "":
        case TileState.FREE, _:
            return Tone.GO, Icon.GO, choose.free
        case TileState.ASK_TEACHER, _:
            return Tone.ASK, Icon.BADGE, choose.ask_teacher
        case TileState.WAIT, DestinationCapacity.reason.code:
            return Tone.WAIT, Icon.LINE, choose.full
        case TileState.WAIT, _:
            return Tone.WAIT, Icon.LINE, choose.wait
        case _, DestinationHours.reason.code:
            return Tone.NO, Icon.NOT_NOW, choose.closed
        case _:
            return Tone.NO, Icon.NOT_NOW, choose.not_now
