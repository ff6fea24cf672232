"""Draws the door's scene from its state: the one place that says which page a turn is."""

from dataclasses import replace

from kiosk.core.door import ownrecord, turns
from kiosk.core.door.cardscenery import draw_for_cards
from kiosk.core.door.doorstate import DoorState, due_at
from kiosk.core.door.inputs import Moment
from kiosk.core.door.night import is_night
from kiosk.core.door.scene import (
    Banner,
    ComingRow,
    Missing,
    Notice,
    OutRow,
    Scene,
    Screen,
    Signal,
    Tile,
    TileState,
)
from kiosk.core.door.session import Session
from kiosk.core.door.staffscenery import draw_for_staff
from kiosk.core.door.waits import about_minutes
from kiosk.core.ids import DestinationId, PassId
from kiosk.core.rule import Ask, Ruling
from kiosk.core.rules.destination_capacity import DestinationCapacity
from kiosk.core.school import Destination, Student

DESTINATION_FULL = DestinationCapacity.reason.code
"""What a tile shows when the aggregator last said that no place is free."""

TILE_STATES = {
    Ruling.ALLOW: TileState.FREE,
    Ruling.DEFER: TileState.FREE,
    Ruling.WAIT: TileState.WAIT,
    Ruling.APPROVE: TileState.ASK_TEACHER,
    Ruling.REFUSE: TileState.NOT_NOW,
}


ENROLLED_MS = 15_000
"""A school comes within a second of the first heartbeat; this is three heartbeats."""
CLOSING_MS = 5_000
"""The last part of a page's time, in which it warns; a touch gives more."""


def draw(state: DoorState, session: Session, moment: Moment) -> Scene:
    """Return what the door shows now."""
    scene = _page(state, session, moment)
    warns_ms = closing_from_ms(scene)
    return replace(scene, closing=warns_ms is not None and moment.mono_ms >= warns_ms)


def closing_from_ms(scene: Scene) -> int | None:
    """Return from when on the page warns that it will close; None: it need not."""
    if scene.opened_at_ms is None or scene.closes_at_ms is None:
        return None
    return scene.closes_at_ms - CLOSING_MS


def _page(state: DoorState, session: Session, moment: Moment) -> Scene:
    if state.school is None:
        return _schoolless(state, moment)
    standing = _standing(state, session, moment)
    if isinstance(session.turn, turns.PinPad | turns.StaffPage):
        return draw_for_staff(standing, state, session.turn, moment)
    match session.turn:
        case turns.Idle():
            return _at_rest(_called(standing, state, moment), state, session, moment)
        case turns.Identifying():
            return _checking(standing)
        case turns.Checking(who=who) | turns.Starting(who=who):
            return _named(_checking(standing), state, who)
        case turns.Choosing() as turn:
            return _choosing(standing, state, turn, moment)
        case turns.Offered() as turn:
            return _offered(standing, state, turn)
        case turns.Summoned() as turn:
            return _summoned(standing, state, turn)
        case turns.AskTeacher() as turn:
            return _ask_teacher(standing, state, turn)
        case turns.Out() as turn:
            return _out(standing, state, turn)
        case turns.WelcomeBack() as turn:
            return _welcome_back(standing, state, turn)
        case turns.Denied() as turn:
            return _denied(standing, state, turn)
        case turns.InLine() as turn:
            return _in_line(standing, state, turn)
        case turns.Overriding() | turns.Urging() as turn:
            return _overriding(standing, state, turn)
        case turns.OutElsewhere() as turn:
            return _out_elsewhere(standing, state, turn)
        case turns.AtDestination() as turn:
            return _at_destination(standing, state, turn)
        case turns.NotRecorded(closes_ms):
            return _closing(standing, Screen.NOT_RECORDED, Signal.FAULT, closes_ms)
        case turn:
            return draw_for_cards(standing, state, turn)


def _schoolless(state: DoorState, moment: Moment) -> Scene:
    """Return the starting page, and once that takes too long, what is missing."""
    if moment.mono_ms < ENROLLED_MS:
        return Scene(Screen.STARTING, Signal.CHECKING, state.room, state.prefs.language)
    missing = Missing.ROOM if state.link.answers(moment.mono_ms) else Missing.AGGREGATOR
    if not state.link.up:
        missing = Missing.NETWORK
    return Scene(
        Screen.NOT_ENROLLED, Signal.FAULT, state.room, state.prefs.language, missing=missing
    )


def _at_rest(scene: Scene, state: DoorState, session: Session, moment: Moment) -> Scene:
    """Dim the idle page at night, unless it has something to say."""
    awake = moment.mono_ms < session.awake_until_ms or scene.toast is not None
    if awake or scene.screen is not Screen.IDLE or not moment.clock_known or state.holds.hold:
        return scene
    return replace(scene, dimmed=is_night(state.known_school.schedule, moment.now))


def _choosing(standing: Scene, state: DoorState, turn: turns.Choosing, moment: Moment) -> Scene:
    scene = replace(
        standing,
        screen=Screen.CHOOSE,
        signal=Signal.URGENT if turn.urgent else standing.signal,
        urgent=turn.urgent,
        tiles=_tiles(state, turn, moment),
        own_offered=ownrecord.offered(turn),
        opened_at_ms=turn.opened_ms,
        closes_at_ms=turn.closes_ms,
    )
    return _named(scene, state, turn.who)


def _offered(standing: Scene, state: DoorState, turn: turns.Offered) -> Scene:
    scene = replace(
        standing,
        screen=Screen.APPOINTMENT,
        destination=_place_name(state, turn.near.destination, state.language_of(turn.who)),
        at=turn.near.at,
        declinable=turn.near.declinable,
        opened_at_ms=turn.opened_ms,
        closes_at_ms=turn.closes_ms,
    )
    return _named(scene, state, turn.who)


def _summoned(standing: Scene, state: DoorState, turn: turns.Summoned) -> Scene:
    opened = state.open.get(turn.id)
    if opened is None:
        return standing
    scene = _closing(standing, Screen.SUMMONED, Signal.URGENT, turn.closes_ms)
    place = _place_name(state, opened.destination, state.language_of(turn.who))
    return _named(replace(scene, destination=place), state, turn.who)


def _welcome_back(standing: Scene, state: DoorState, turn: turns.WelcomeBack) -> Scene:
    scene = _closing(standing, Screen.WELCOME_BACK, Signal.WELCOME, turn.closes_ms)
    return _named(replace(scene, not_back=turn.ended is not None), state, turn.who)


def _overriding(standing: Scene, state: DoorState, turn: turns.Overriding | turns.Urging) -> Scene:
    scene = _closing(standing, Screen.OVERRIDE, Signal.ASK, turn.closes_ms)
    if isinstance(turn, turns.Urging):
        return _named(replace(scene, urgent=True, opened_at_ms=turn.opened_ms), state, turn.who)
    place = _place_name(state, turn.destination, state.language_of(turn.who))
    return _named(replace(scene, destination=place, opened_at_ms=turn.opened_ms), state, turn.who)


def _out_elsewhere(standing: Scene, state: DoorState, turn: turns.OutElsewhere) -> Scene:
    scene = _closing(standing, Screen.OUT_ELSEWHERE, Signal.ASK, turn.closes_ms)
    place = _place_name(state, turn.out.destination, state.language_of(turn.who))
    return _named(replace(scene, destination=place, opened_at_ms=turn.opened_ms), state, turn.who)


def _at_destination(standing: Scene, state: DoorState, turn: turns.AtDestination) -> Scene:
    screen = Screen.ARRIVED if turn.over else Screen.CHECKED_IN
    scene = _closing(standing, screen, Signal.WELCOME, turn.closes_ms)
    place = _place_name(state, turn.destination, state.language_of(turn.who))
    return _named(replace(scene, destination=place), state, turn.who)


def _checking(standing: Scene) -> Scene:
    return replace(standing, screen=Screen.CHECKING, signal=Signal.CHECKING)


def _closing(standing: Scene, screen: Screen, signal: Signal, closes_ms: int) -> Scene:
    return replace(standing, screen=screen, signal=signal, closes_at_ms=closes_ms)


def _standing(state: DoorState, session: Session, moment: Moment) -> Scene:
    """Return the idle page, which every other page is a variation of."""
    school = state.known_school
    limit, language = school.room.out_max, state.prefs.language
    rows = tuple(
        OutRow(p.id, p.label, _place_name(state, p.destination, language), p.started_at, due_at(p))
        for p in sorted(state.open.values(), key=lambda p: (p.started_at, p.id))
    )
    banners = _banners(state, moment)
    signal = Signal.READY
    if Banner.HOLD in banners:
        signal = Signal.HOLD
    if Banner.READER_UNPLUGGED in banners:
        signal = Signal.FAULT
    return Scene(
        Screen.IDLE,
        signal,
        room=school.room.name,
        language=language,
        sound=state.prefs.sound,
        brightness=state.prefs.brightness,
        out_now=rows,
        coming=tuple(
            ComingRow(n.label, _place_name(state, n.destination, language), n.at, n.leaves_here)
            for n in state.near.near(moment)
            if state.open_of(n.student) is None
        ),
        places_left=max(0, limit - len(rows)) if limit else None,
        waiting=len(state.line),
        next_bell=school.schedule.next_bell(moment.now) if moment.clock_known else None,
        banners=banners,
        toast=session.toast,
    )


def _banners(state: DoorState, moment: Moment) -> frozenset[Banner]:
    shown = {
        Banner.ALONE: not state.link.answers(moment.mono_ms),
        Banner.HOLD: state.holds.hold,
        Banner.ROOM_FROZEN: state.room in state.stops.rooms,
        Banner.CLOCK_UNSET: not moment.clock_known,
        Banner.READER_UNPLUGGED: not state.reader_ready,
    }
    return frozenset(banner for banner, on in shown.items() if on)


def _tiles(state: DoorState, turn: turns.Choosing, moment: Moment) -> tuple[Tile, ...]:
    """Return the tiles, favourites first: those of the turn, so none moves under a finger."""
    places = state.known_school.roster.destinations
    favourites = [places[place] for place in turn.who.favourites if place in places]
    others = (place for place in places.values() if place not in favourites)
    return tuple(_tile(state, turn, place, moment) for place in (*favourites, *others))


def _tile(state: DoorState, turn: turns.Choosing, place: Destination, moment: Moment) -> Tile:
    name = place.name_in(state.language_of(turn.who))
    if turn.urgent:
        return Tile(place.id, name, place.kind, TileState.FREE)
    ask = Ask(PassId("tile"), turn.who.id, place.id, state.room, turn.known_by)
    answers = state.link.answers(moment.mono_ms)
    decide = state.decide if answers else state.decide_alone
    decision = decide(ask, moment)
    tile_state = TILE_STATES[decision.ruling]
    if tile_state is TileState.FREE:
        if answers and state.places.get(place.id, 1) <= 0:
            full, ahead = Notice(DESTINATION_FULL), state.lines.get(place.id)
            about = about_minutes(place, ahead)
            return Tile(place.id, name, place.kind, TileState.WAIT, full, ahead, about)
        return Tile(place.id, name, place.kind, tile_state)
    shown = decision.shown
    notice = Notice(shown.reason.code, shown.retry_at) if shown else None
    return Tile(place.id, name, place.kind, tile_state, notice)


def _ask_teacher(standing: Scene, state: DoorState, turn: turns.AskTeacher) -> Scene:
    scene = replace(
        standing,
        screen=Screen.ASK_TEACHER,
        signal=Signal.ASK,
        destination=_place_name(state, turn.destination, state.language_of(turn.who)),
        notice=turn.notice,
        opened_at_ms=turn.opened_ms,
        closes_at_ms=turn.closes_ms,
    )
    return _named(scene, state, turn.who)


def _out(standing: Scene, state: DoorState, turn: turns.Out) -> Scene:
    opened = state.open.get(turn.id)
    if opened is None:
        return standing
    scene = replace(
        standing,
        screen=Screen.OUT,
        signal=Signal.GO,
        destination=_place_name(state, opened.destination, state.language_of(turn.who)),
        urgent=turn.urgent,
        one_way=state.one_way(opened.destination),
        started_at=opened.started_at,
        due_at=due_at(opened),
        closes_at_ms=turn.closes_ms,
    )
    return _named(scene, state, turn.who)


def _denied(standing: Scene, state: DoorState, turn: turns.Denied) -> Scene:
    scene = replace(
        standing,
        screen=Screen.REFUSED,
        signal=Signal.WAIT if turn.waits else Signal.NO,
        destination=_place_name(state, turn.destination, state.language_of(turn.who)),
        notice=turn.notice,
        closes_at_ms=turn.closes_ms,
    )
    return _named(scene, state, turn.who)


def _in_line(standing: Scene, state: DoorState, turn: turns.InLine) -> Scene:
    waiting = state.line.of(turn.who.id)
    ahead = (waiting.place if waiting else turn.place) - 1
    place = state.known_school.roster.destinations.get(turn.destination)
    scene = replace(
        standing,
        screen=Screen.IN_LINE,
        signal=Signal.WAIT,
        destination=_place_name(state, turn.destination, state.language_of(turn.who)),
        ahead=ahead,
        about_minutes=about_minutes(place, ahead),
        opened_at_ms=turn.opened_ms,
        closes_at_ms=turn.closes_ms,
    )
    return _named(scene, state, turn.who)


def _called(standing: Scene, state: DoorState, moment: Moment) -> Scene:
    """Return the idle page, or in its place the call of who is next."""
    waiting = state.line.called_now(moment.mono_ms)
    if waiting is None or waiting.called is None:
        reminds = standing.signal is Signal.READY and state.near.reminds(moment.mono_ms)
        return replace(standing, signal=Signal.YOUR_TURN) if reminds else standing
    known = state.known_school.roster.students.get(waiting.student)
    language = state.language_of(known) if known else state.prefs.language
    return replace(
        standing,
        screen=Screen.YOUR_TURN,
        signal=Signal.YOUR_TURN,
        student=waiting.label,
        language=language,
        destination=_place_name(state, waiting.destination, language),
        opened_at_ms=waiting.called.since_ms,
        closes_at_ms=waiting.called.closes_ms,
    )


def _named(scene: Scene, state: DoorState, who: Student) -> Scene:
    return replace(scene, student=who.label, language=state.language_of(who))


def _place_name(state: DoorState, destination: DestinationId, language: str) -> str:
    place = state.known_school.roster.destinations.get(destination)
    return place.name_in(language) if place else destination
