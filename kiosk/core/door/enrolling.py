"""Staff at a door say whose an unknown card is; the aggregator keeps it, and seconds undo it.

A card for lending is lent the same way, for today.
"""

from dataclasses import replace

from kiosk.core.cardmessages import Enrol, EnrolFault, Enrolled
from kiosk.core.door import asking, cardturns, picking, questions, turns
from kiosk.core.door.commands import Send
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import (
    Cancelled,
    Moment,
    PanelAct,
    PanelPressed,
    SessionInput,
    StudentMarked,
    UndoPressed,
    YesPressed,
)
from kiosk.core.door.scene import Notice, PickPage, PickRow
from kiosk.core.ids import StaffId
from kiosk.core.school import Student

OPEN_MS = 30_000
"""As long as a list of thirty names takes to be looked through; any touch gives it anew."""
UNDO_MS = 8_000
"""How long what was done can be taken back: long enough to read the name on the screen."""
AGAIN_MS = 1_000
ANSWER_MS = 4_000
"""Asked once more, then given up: the list of cards says whether it was done."""
SILENT = Notice("enrol_silent")

Stage = cardturns.EnrolStage


def opened(turn: turns.CardUnknown, staff: StaffId, moment: Moment) -> cardturns.Enrolling | None:
    """Ask whose card it is, after a badge on the page that says nobody knows it."""
    if turn.card is None:
        return None
    now = moment.mono_ms
    return cardturns.Enrolling(turn.card, staff, Stage.WHOSE, now, now + OPEN_MS, lent=turn.lent)


def take(
    state: DoorState, turn: turns.Turn, happened: SessionInput, moment: Moment
) -> asking.Step | None:
    """Take a touch or an answer that concerns these pages; None: it does not."""
    if isinstance(turn, turns.TypingId) and turn.back is not None:
        leaves = isinstance(happened, Cancelled)
        return (_anew(turn.back, Stage.WHOSE, moment), []) if leaves else None
    if not isinstance(turn, cardturns.Enrolling):
        return None
    match happened, turn.stage:
        case StudentMarked(student), Stage.WHOSE:
            who = state.known_school.roster.students.get(student)
            return (sure(turn, who, moment) if who else turn), []
        case PanelPressed(PanelAct.MORE), Stage.WHOSE:
            following = turn.first + picking.NAMES_SHOWN
            more = following < len(state.known_school.roster.students)
            return replace(_anew(turn, Stage.WHOSE, moment), first=following if more else 0), []
        case PanelPressed(PanelAct.TYPE), Stage.WHOSE:
            now = moment.mono_ms
            return turns.TypingId(now, now + OPEN_MS, back=turn), []
        case YesPressed(), Stage.SURE if turn.who is not None:
            return _ask(turn, moment, undo=False)
        case Cancelled(), Stage.SURE:
            return _anew(turn, Stage.WHOSE, moment), []
        case UndoPressed(), Stage.DONE:
            return _ask(turn, moment, undo=True)
        case Enrolled() as result, Stage.ASKING if result.id == turn.asked_as:
            return _answered(turn, result, moment), []
        case _:
            return None


def sure(turn: cardturns.Enrolling, who: Student, moment: Moment) -> cardturns.Enrolling:
    """Ask whether this student is meant."""
    return replace(_anew(turn, Stage.SURE, moment), who=who)


def time_passes(turn: cardturns.Enrolling, moment: Moment) -> asking.Step:
    """Ask once more, then say that nobody answers."""
    return questions.time_passes(turn, moment, _enrol, _silent)


def more_time(turn: cardturns.Enrolling, moment: Moment) -> cardturns.Enrolling:
    """Let the page stand longer; what can be undone can be for as long as it could before."""
    return turn if turn.stage is Stage.DONE else _anew(turn, turn.stage, moment)


def page(state: DoorState, turn: cardturns.Enrolling) -> PickPage:
    """Return the list of this room's students as it stands."""
    listed = picking.by_name(state.known_school.roster.students.values())
    first = turn.first if turn.first < len(listed) else 0
    shown = listed[first : first + picking.NAMES_SHOWN]
    rows = tuple(PickRow(who.id, who.label, marked=False) for who in shown)
    return PickPage(rows, more=len(listed) - len(shown), one=True)


def _ask(turn: cardturns.Enrolling, moment: Moment, *, undo: bool) -> asking.Step:
    now = moment.mono_ms
    asked = replace(
        turn,
        stage=Stage.ASKING,
        opened_ms=now,
        closes_ms=now + OPEN_MS,
        # What is undone bears the id with which it was done.
        asked_as=turn.asked_as if undo else moment.fresh_id,
        undo=undo,
        again_ms=now + AGAIN_MS,
        deadline_ms=now + ANSWER_MS,
    )
    return asked, [Send(_enrol(asked))]


def _answered(turn: cardturns.Enrolling, result: Enrolled, moment: Moment) -> turns.Turn:
    if result.undone != turn.undo:
        return turn
    if result.fault is not None:
        code = "card_taken" if result.fault is EnrolFault.CARD_TAKEN else "enrol_refused"
        return replace(_anew(turn, Stage.FAULT, moment), told=Notice(code))
    if turn.undo:
        return turns.Idle()
    now = moment.mono_ms
    done = replace(_anew(turn, Stage.DONE, moment), lent=result.lent, asked_as=turn.asked_as)
    return replace(done, closes_ms=now + UNDO_MS)


def _anew(
    turn: cardturns.Enrolling, stage: cardturns.EnrolStage, moment: Moment
) -> cardturns.Enrolling:
    now = moment.mono_ms
    if stage is turn.stage:
        return replace(turn, opened_ms=now, closes_ms=now + OPEN_MS)
    return replace(
        turn,
        stage=stage,
        opened_ms=now,
        closes_ms=now + OPEN_MS,
        asked_as=None,
        again_ms=None,
        deadline_ms=None,
    )


def _silent(turn: cardturns.Enrolling, moment: Moment) -> cardturns.Enrolling:
    return replace(_anew(turn, Stage.FAULT, moment), told=SILENT)


def _enrol(turn: cardturns.Enrolling) -> Enrol:
    if turn.who is None or turn.asked_as is None:
        text = "a card is enrolled for a student who was picked, under an id"
        raise RuntimeError(text)
    return Enrol(
        id=turn.asked_as,
        card=turn.card,
        student=turn.who.id,
        staff=turn.staff,
        undo=turn.undo,
    )
