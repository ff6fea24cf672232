"""A page drawn in a few strokes: what a student acts on, without what only a screen needs.

Most of a simulated day would go into drawing pages that nobody looks at.
"""

from functools import lru_cache

from kiosk.core.door import cardturns, turns
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import Moment
from kiosk.core.door.scene import Scene, Screen, Signal, Tile, TileState
from kiosk.core.door.session import Session
from kiosk.core.door.staffscenery import draw_for_staff
from kiosk.core.ids import DestinationId
from kiosk.core.school import DestinationKind, Student

SCREENS: dict[type[turns.Turn], Screen] = {
    turns.Idle: Screen.IDLE,
    turns.Identifying: Screen.CHECKING,
    turns.TypingId: Screen.TYPE_ID,
    turns.Vouching: Screen.VOUCH,
    cardturns.OwnRecord: Screen.OWN_ASK,
    cardturns.Enrolling: Screen.WHOSE_CARD,
    turns.Checking: Screen.CHECKING,
    turns.Starting: Screen.CHECKING,
    turns.Choosing: Screen.CHOOSE,
    turns.Offered: Screen.APPOINTMENT,
    turns.Summoned: Screen.SUMMONED,
    turns.AskTeacher: Screen.ASK_TEACHER,
    turns.Out: Screen.OUT,
    turns.WelcomeBack: Screen.WELCOME_BACK,
    turns.Denied: Screen.REFUSED,
    turns.InLine: Screen.IN_LINE,
    turns.Overriding: Screen.OVERRIDE,
    turns.Urging: Screen.OVERRIDE,
    turns.OutElsewhere: Screen.OUT_ELSEWHERE,
    turns.AtDestination: Screen.CHECKED_IN,
    turns.PinPad: Screen.PIN,
    turns.Panel: Screen.PANEL,
    turns.Refusing: Screen.SHEET,
    turns.Returning: Screen.SHEET,
    turns.Setting: Screen.SHEET,
    turns.Picking: Screen.PICK,
    turns.CardUnknown: Screen.CARD_UNKNOWN,
    turns.NotRecorded: Screen.NOT_RECORDED,
}


def sketch(state: DoorState, session: Session, moment: Moment) -> Scene:
    """Return the page, the student and the tiles."""
    if state.school is None:
        return _page(Screen.STARTING, None, ())
    turn = session.turn
    named = getattr(turn, "who", None)
    who = named.label if isinstance(named, Student) else named
    places = tuple(state.school.roster.destinations) if isinstance(turn, turns.Choosing) else ()
    page = _page(SCREENS[type(turn)], who, places)
    if isinstance(turn, turns.Panel):
        # Staff act on its rows.
        return draw_for_staff(page, state, turn, moment)
    return page


@lru_cache(maxsize=10_000)
def _page(screen: Screen, who: str | None, places: tuple[DestinationId, ...]) -> Scene:
    tiles = tuple(Tile(p, p, DestinationKind.OTHER, TileState.FREE) for p in places)
    return Scene(screen, Signal.READY, room="", student=who, tiles=tiles)
