"""A student sees the own passes of the last days at a door, once an adult says yes.

The page holds them, and nothing else does: not the journal, not the door once the page is gone.
"""

from dataclasses import replace

from kiosk.core.cardmessages import AskPasses, OwnPasses
from kiosk.core.door import asking, cardturns, questions, turns
from kiosk.core.door.commands import Send
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import Moment, MyPassesPressed, SessionInput
from kiosk.core.door.scene import Notice, OwnRow, OwnRowsPage
from kiosk.core.events import IdentifiedBy
from kiosk.core.ids import StaffId

SHOWN_MS = 30_000
"""Long enough to read a week; nothing lengthens it, for others stand in line."""
AGAIN_MS = 1_000
ANSWER_MS = 4_000
ROWS_SHOWN = 5
"""Passes on the smallest screen, newest first."""

Stage = cardturns.OwnStage


def offered(turn: turns.Choosing) -> bool:
    """Say whether the student at the tiles may ask: only the own card, read just now, will do."""
    by_card = turn.known_by is IdentifiedBy.CARD and turn.made_by is None
    return by_card and turn.asked_as != "" and not turn.urgent


def take(
    state: DoorState, turn: turns.Turn, happened: SessionInput, moment: Moment
) -> asking.Step | None:
    """Take a touch or an answer that concerns this; None: it does not."""
    match happened, turn:
        case MyPassesPressed(), turns.Choosing() as tiles if offered(tiles):
            now = moment.mono_ms
            page = cardturns.OwnRecord(
                tiles.who, tiles.asked_as, Stage.ASK, now, now + asking.TEACHER_MS
            )
            answers = state.link.answers(now)
            return (page if answers else _fault(page, moment)), []
        case OwnPasses() as told, cardturns.OwnRecord(stage=Stage.ASKING) as page:
            return (_shown(page, told, moment) if told.id == page.asked_as else page), []
        case _:
            return None


def yes(turn: cardturns.OwnRecord, staff: StaffId, moment: Moment) -> asking.Step:
    """An adult says yes: ask the building."""
    if turn.stage is not Stage.ASK:
        return turn, []
    now = moment.mono_ms
    asked = replace(
        turn,
        stage=Stage.ASKING,
        staff=staff,
        asked_as=moment.fresh_id,
        again_ms=now + AGAIN_MS,
        deadline_ms=now + ANSWER_MS,
        closes_ms=now + SHOWN_MS,
    )
    return asked, [Send(_question(asked))]


def more_time(turn: cardturns.OwnRecord, moment: Moment) -> cardturns.OwnRecord:
    """Let the page that waits for an adult stand longer, and no other."""
    if turn.stage is not Stage.ASK:
        return turn
    now = moment.mono_ms
    return replace(turn, opened_ms=now, closes_ms=now + asking.TEACHER_MS)


def time_passes(turn: cardturns.OwnRecord, moment: Moment) -> asking.Step:
    """Ask once more, then say that nobody answers."""
    return questions.time_passes(turn, moment, _question, _fault)


def page(state: DoorState, turn: cardturns.OwnRecord) -> OwnRowsPage:
    """Return the rows, newest first."""
    places = state.known_school.roster.destinations

    def place(token: str) -> str:
        found = next((p for p in places.values() if p.id == token), None)
        return found.name_in(state.language_of(turn.who)) if found else token

    rows = tuple(
        OwnRow(past.started_at, place(past.destination), past.minutes, past.over, out=past.out)
        for past in turn.passes[:ROWS_SHOWN]
    )
    return OwnRowsPage(rows, more=turn.more + len(turn.passes) - len(rows))


def _shown(turn: cardturns.OwnRecord, told: OwnPasses, moment: Moment) -> cardturns.OwnRecord:
    if told.refused:
        return _fault(turn, moment)
    now = moment.mono_ms
    shown = replace(turn, stage=Stage.SHOWN, opened_ms=now, closes_ms=now + SHOWN_MS)
    return replace(shown, passes=told.passes, more=told.more, again_ms=None, deadline_ms=None)


def _fault(turn: cardturns.OwnRecord, moment: Moment) -> cardturns.OwnRecord:
    closes_ms = moment.mono_ms + asking.DENIED_MS
    fault = replace(turn, stage=Stage.FAULT, closes_ms=closes_ms, told=Notice("own_silent"))
    return replace(fault, again_ms=None, deadline_ms=None)


def _question(turn: cardturns.OwnRecord) -> AskPasses:
    if turn.asked_as is None or turn.staff is None:
        text = "the own passes are asked for under an id, after an adult's yes"
        raise RuntimeError(text)
    return AskPasses(id=turn.asked_as, identified=turn.identified, staff=turn.staff)
