"""A student without the card types an ID, and the aggregator says whose it is.

Only the page holds what was typed, and only until it is answered.
"""

from dataclasses import replace

from kiosk.core.door import asking, enrolling, greeting, lineturn, questions, turns
from kiosk.core.door.commands import Send
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import (
    ErasePressed,
    ForgotCardPressed,
    IdTyped,
    KeyPressed,
    KeysSwitched,
    Moment,
    SessionInput,
)
from kiosk.core.door.scene import Notice
from kiosk.core.events import IdentifiedBy
from kiosk.core.protocol import Identify, Identity

OPEN_MS = 30_000
"""An ID takes some ten seconds; who has walked away leaves nothing on the screen."""
AGAIN_MS = 1_000
ANSWER_MS = 3_000
"""Asked once more, then given up: another student may want the screen."""
TYPED_MAX = 20
"""Characters of an ID: as many as stand on the smallest screen in letters to be read."""

UNKNOWN = Notice("id_unknown")
ALONE = Notice("id_alone")
SILENT = Notice("id_silent")


def take(
    state: DoorState, turn: turns.Turn, happened: SessionInput, moment: Moment
) -> asking.Step | None:
    """Take a touch that opens the keys, or one of them; None: it is neither.

    Without the building they say that only the teacher can help.
    """
    match happened, turn:
        case ForgotCardPressed(), turns.Idle() if state.school is not None:
            told = None if state.link.answers(moment.mono_ms) else ALONE
            return turns.TypingId(moment.mono_ms, moment.mono_ms + OPEN_MS, told=told), []
        case KeyPressed() | ErasePressed() | KeysSwitched() | IdTyped(), turns.TypingId() as keys:
            return _touched(state, keys, happened, moment)
        case _:
            return None


def _touched(
    state: DoorState, turn: turns.TypingId, touch: SessionInput, moment: Moment
) -> asking.Step:
    now = moment.mono_ms
    if turn.asked_as is not None:
        return turn, []
    turn = replace(turn, opened_ms=now, closes_ms=now + OPEN_MS)
    if not state.link.answers(now):
        return replace(turn, typed="", told=ALONE), []
    match touch:
        case KeyPressed(key) if len(turn.typed) < TYPED_MAX and key.isalnum() and len(key) == 1:
            return replace(turn, typed=turn.typed + key, told=None), []
        case ErasePressed():
            return replace(turn, typed=turn.typed[:-1], told=None), []
        case KeysSwitched():
            return replace(turn, letters=not turn.letters), []
        case IdTyped() if turn.typed:
            asked = replace(
                turn,
                told=None,
                asked_as=moment.fresh_id,
                again_ms=now + AGAIN_MS,
                deadline_ms=now + ANSWER_MS,
            )
            return asked, [Send(_identify(asked))]
        case _:
            return turn, []


def answered(
    state: DoorState, turn: turns.TypingId, identity: Identity, moment: Moment
) -> asking.Step:
    """Go on as after a card, save that an adult must vouch for what a card would prove."""
    who = state.student_named(identity)
    if who is None:
        until = identity.wait_until
        return _anew(turn, UNKNOWN if until is None else Notice("id_wait", until), moment), []
    if turn.back is not None:
        return enrolling.sure(turn.back, who, moment), []
    now, here = moment.mono_ms, state.open_of(who.id)
    out = identity.out if identity.out and identity.out.id not in state.states else None
    if here is not None or out is not None:
        return turns.Vouching(who, out, now, now + asking.TEACHER_MS), []
    waiting = state.line.of(who.id)
    if waiting is not None:
        return lineturn.tapped(state, who, waiting, now, moment, IdentifiedBy.TYPED)
    return greeting.offer(who, identity.id, moment, IdentifiedBy.TYPED), []


def time_passes(turn: turns.TypingId, moment: Moment) -> asking.Step:
    """Ask once more, then say that nobody answers."""
    return questions.time_passes(turn, moment, _identify, _silent)


def _anew(turn: turns.TypingId, told: Notice, moment: Moment) -> turns.TypingId:
    now = moment.mono_ms
    return turns.TypingId(now, now + OPEN_MS, told=told, back=turn.back)


def _silent(turn: turns.TypingId, moment: Moment) -> turns.TypingId:
    return _anew(turn, SILENT, moment)


def _identify(turn: turns.TypingId) -> Identify:
    return Identify(id=turn.asked_as or "", typed=turn.typed)
