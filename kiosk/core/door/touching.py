"""A touch on the page that stands: what follows at the door."""

from dataclasses import replace

from kiosk.core.door import (
    approving,
    asking,
    cardturns,
    enrolling,
    greeting,
    keeping,
    lineturn,
    ownrecord,
    staffturn,
    turns,
    typedid,
    undoing,
    visiting,
)
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import (
    Cancelled,
    Chose,
    EndMyPassPressed,
    GoNowPressed,
    LanguageChosen,
    LeaveLinePressed,
    Moment,
    NotBackPressed,
    NotTodayPressed,
    OtherPlacePressed,
    SessionInput,
    Touched,
    UndoPressed,
    UrgentPressed,
)
from kiosk.core.door.scene import Toast
from kiosk.core.events import IdentifiedBy
from kiosk.core.school import Student

READ_MS = 8_000
"""How long a page that only tells stands after a touch."""


def touched(
    state: DoorState, turn: turns.Turn, happened: SessionInput, moment: Moment
) -> asking.Step:
    """Take a touch of something that this page shows; anything else leaves the page as it is."""
    match happened, turn:
        case Chose(destination), turns.Choosing() as page:
            if destination in state.known_school.roster.destinations:
                return asking.choose(state, page, destination, moment)
        case (
            UrgentPressed(),
            turns.Choosing(who=who)
            | turns.Offered(who=who)
            | turns.AskTeacher(who=who)
            | turns.Denied(who=who)
            | turns.InLine(who=who),
        ):
            return _urgent(state, turn, who, moment)
        case LeaveLinePressed(), turns.InLine() as page:
            return lineturn.leave(state, page, moment)
        case GoNowPressed(), turns.Offered() as page:
            return keeping.go(state, page, moment)
        case NotTodayPressed(), turns.Offered() as page if page.near.declinable:
            return keeping.decline(state, page, moment)
        case OtherPlacePressed(), turns.InLine(who=who) | turns.Offered(who=who):
            return greeting.offer(who, moment.fresh_id, moment, _known_by(turn)), []
        case UndoPressed(), turns.Out() as page:
            return undoing.start(state, page, moment)
        case NotBackPressed(), turns.WelcomeBack(ended=ended) as page if ended is not None:
            return undoing.not_back(state, page, ended, moment)
        case LanguageChosen(language), _:
            return _in_language(turn, language), []
        case Cancelled(), turns.AskTeacher(refused=refused) as page if refused is not None:
            return turns.Idle(), approving.withdrawn(state, page, moment)
        case EndMyPassPressed(), turns.OutElsewhere() as page:
            return greeting.welcome(page.who, moment), visiting.end(state, page, moment)
        case Cancelled(), _:
            return leave(state, turn, moment)
        case Touched(), _:
            return more_time(turn, moment), []
    return turn, []


def told(turn: turns.Turn, happened: SessionInput) -> Toast | None:
    """Return what a touch has told beside the page that follows it."""
    match happened, turn:
        case NotTodayPressed(), turns.Offered() as page if page.near.declinable:
            return Toast("declined", page.who.label)
        case UndoPressed(), turns.Out() as page:
            return Toast("undone", page.who.label)
    return None


def more_time(turn: turns.Turn, moment: Moment) -> turns.Turn:
    """Let a page that would time out stand longer."""
    now = moment.mono_ms
    if isinstance(turn, turns.PinPad | turns.StaffPage):
        return staffturn.more_time(turn, moment)
    match turn:
        case (
            turns.Choosing()
            | turns.Offered()
            | turns.Overriding()
            | turns.Urging()
            | turns.OutElsewhere()
        ) as page:
            return replace(page, opened_ms=now, closes_ms=now + asking.CHOICE_MS)
        case turns.AskTeacher() | turns.Vouching() as page:
            return replace(page, opened_ms=now, closes_ms=now + asking.TEACHER_MS)
        case cardturns.OwnRecord() as page:
            return ownrecord.more_time(page, moment)
        case cardturns.Enrolling() as page:
            return enrolling.more_time(page, moment)
        case turns.TypingId() as page:
            return replace(page, opened_ms=now, closes_ms=now + typedid.OPEN_MS)
        case turns.InLine() as page:
            return replace(page, opened_ms=now, closes_ms=now + asking.IN_LINE_MS)
        case (
            turns.Denied()
            | turns.CardUnknown()
            | turns.NotRecorded()
            | turns.WelcomeBack()
            | turns.AtDestination()
        ) as page:
            # Nothing is given up by their end, but who reads slowly may keep the words.
            return replace(page, closes_ms=max(page.closes_ms, now + READ_MS))
    return turn


def leave(state: DoorState, turn: turns.Turn, moment: Moment) -> asking.Step:
    """Leave the page that is shown; what was asked for and not answered is given up."""
    match turn:
        case turns.AskTeacher() | turns.PinPad() as page:
            return turns.Idle(), staffturn.left(state, page, moment)
        case turns.Checking(request=request):
            return turns.Idle(), asking.give_up(state, request, moment)
        case turns.Starting():
            return turn, []
    return turns.Idle(), []


def _in_language(turn: turns.Turn, language: str) -> turns.Turn:
    """Return a page on which a student reads and decides in another language."""
    match turn:
        case (
            turns.Choosing()
            | turns.Offered()
            | turns.AskTeacher()
            | turns.Denied()
            | turns.InLine()
            | turns.OutElsewhere()
            | turns.Vouching()
        ) as page:
            # Whoever it is goes along from page to page, and so does the language.
            return replace(page, who=replace(page.who, language=language))
    return turn


def _urgent(state: DoorState, turn: turns.Turn, who: Student, moment: Moment) -> asking.Step:
    """Offer every place at once; a request that waits for an adult is given up."""
    _, commands = leave(state, turn, moment)
    offered = greeting.offer(who, moment.fresh_id, moment, _known_by(turn))
    return replace(offered, urgent=True), commands


def _known_by(turn: turns.Turn) -> IdentifiedBy:
    return getattr(turn, "known_by", IdentifiedBy.CARD)
