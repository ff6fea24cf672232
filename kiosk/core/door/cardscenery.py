"""Draws the pages that stand where a card did not do: an ID's keys, whose card it is, an adult."""

from dataclasses import replace

from kiosk.core.door import cardturns, enrolling, ownrecord, turns, typedid
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.scene import Notice, Scene, Screen, Signal, TypingPage
from kiosk.core.words import ALONE

CardTurn = (
    turns.TypingId | turns.Vouching | turns.CardUnknown | cardturns.Enrolling | cardturns.OwnRecord
)

ENROL_SCREENS = {
    cardturns.EnrolStage.WHOSE: (Screen.WHOSE_CARD, Signal.ASK),
    cardturns.EnrolStage.SURE: (Screen.ENROL, Signal.ASK),
    cardturns.EnrolStage.ASKING: (Screen.CHECKING, Signal.CHECKING),
    cardturns.EnrolStage.DONE: (Screen.ENROLLED, Signal.GO),
    cardturns.EnrolStage.FAULT: (Screen.ENROL_FAULT, Signal.NO),
}


def draw_for_cards(standing: Scene, state: DoorState, turn: CardTurn) -> Scene:
    """Return the page; `standing` is the idle page that it is a variation of."""
    page = replace(standing, closes_at_ms=turn.closes_ms)
    match turn:
        case turns.CardUnknown():
            notice = Notice("card_to_lend") if turn.lent else None
            notice = notice if turn.asked else Notice(ALONE.code)
            return replace(page, screen=Screen.CARD_UNKNOWN, signal=Signal.NO, notice=notice)
        case turns.TypingId():
            return _typing(page, turn)
        case turns.Vouching():
            return _vouching(page, state, turn)
        case cardturns.Enrolling():
            return _enrolling(page, state, turn)
        case cardturns.OwnRecord():
            return _own_record(page, state, turn)


def _typing(page: Scene, turn: turns.TypingId) -> Scene:
    serves = turn.asked_as is None and turn.told != typedid.ALONE
    return replace(
        page,
        screen=Screen.TYPE_ID,
        typing=TypingPage(turn.typed, letters=turn.letters, serves=serves),
        notice=turn.told,
        opened_at_ms=turn.opened_ms,
    )


def _vouching(page: Scene, state: DoorState, turn: turns.Vouching) -> Scene:
    opened = turn.out or state.open_of(turn.who.id)
    if opened is None:
        return replace(page, closes_at_ms=None)
    place = state.known_school.roster.destinations.get(opened.destination)
    language = state.language_of(turn.who)
    return replace(
        page,
        screen=Screen.VOUCH,
        signal=Signal.ASK,
        student=turn.who.label,
        language=language,
        destination=place.name_in(language) if place else opened.destination,
        opened_at_ms=turn.opened_ms,
    )


def _enrolling(page: Scene, state: DoorState, turn: cardturns.Enrolling) -> Scene:
    screen, signal = ENROL_SCREENS[turn.stage]
    page = replace(page, screen=screen, signal=signal, opened_at_ms=turn.opened_ms)
    if turn.stage is cardturns.EnrolStage.WHOSE:
        return replace(page, pick=enrolling.page(state, turn))
    if turn.stage is cardturns.EnrolStage.ASKING:
        return replace(page, opened_at_ms=None, closes_at_ms=None)
    return replace(
        page,
        student=turn.who.label if turn.who else None,
        notice=turn.told or (Notice("lent") if turn.lent else None),
    )


def _own_record(page: Scene, state: DoorState, turn: cardturns.OwnRecord) -> Scene:
    page = replace(page, student=turn.who.label, language=state.language_of(turn.who))
    match turn.stage:
        case cardturns.OwnStage.ASK:
            opened_ms = turn.opened_ms
            return replace(page, screen=Screen.OWN_ASK, signal=Signal.ASK, opened_at_ms=opened_ms)
        case cardturns.OwnStage.ASKING:
            page = replace(page, screen=Screen.CHECKING, signal=Signal.CHECKING)
            return replace(page, closes_at_ms=None)
        case cardturns.OwnStage.SHOWN:
            page = replace(page, screen=Screen.OWN_RECORD, own=ownrecord.page(state, turn))
            return replace(page, opened_at_ms=turn.opened_ms)
        case cardturns.OwnStage.FAULT:
            return replace(page, screen=Screen.OWN_FAULT, signal=Signal.NO, notice=turn.told)
