"""How a choice becomes a pass: ask, be answered or decide alone, record, show (PROTOCOL D1-D3).

Every function returns the turn that follows and the commands that lead there.
"""

from dataclasses import replace

from kiosk.core.door import starting, turns
from kiosk.core.door.commands import DoorCommand, Record, Send
from kiosk.core.door.doorbook import DoorChange, DropPending, PutMarks, PutPending
from kiosk.core.door.doorstate import DoorState, known_time
from kiosk.core.door.inputs import Moment
from kiosk.core.door.scene import Notice
from kiosk.core.events import Abandoned, EndedHow, IdentifiedBy
from kiosk.core.ids import DestinationId, PassId, StaffId
from kiosk.core.protocol import (
    DEAD,
    RECOVERING,
    Grant,
    Refusal,
    Request,
    WireRuling,
)
from kiosk.core.rule import Ask, Ruling
from kiosk.core.school import Student
from kiosk.core.words import PLACE_ASKED

RESEND_EVERY_MS = 500
DEADLINE_MS = 2_000
"""D1: the same request goes again at 0.5, 1.0 and 1.5 s; at 2 s the door decides alone."""
COMMIT_MAX_MS = 3_000
"""D2: a go whose commit took longer is not shown; nobody is standing there any more."""
CHOICE_MS = 20_000
TEACHER_MS = 60_000
OUT_MS = 6_000
DENIED_MS = 8_000
IN_LINE_MS = 10_000
"""How long a student's place in line stands on the screen."""

Step = tuple[turns.Turn, list[DoorCommand]]


def choose(
    state: DoorState, turn: turns.Choosing, destination: DestinationId, moment: Moment
) -> Step:
    """The student touched a tile."""
    ask = Ask(
        moment.fresh_id,
        turn.who.id,
        destination,
        state.room,
        IdentifiedBy.STAFF if turn.made_by else turn.known_by,
        approved_by=turn.made_by,
        urgent=turn.urgent,
        note=turn.why.value if turn.why else "",
    )
    if turn.urgent:
        return _start(state, ask, turn.who, moment)
    return ask_for(state, ask, turn.who, moment)


def ask_for(
    state: DoorState,
    ask: Ask,
    who: Student,
    moment: Moment,
    after: PassId | None = None,
) -> Step:
    """Refuse what this room can refuse by itself; ask for all else."""
    decision = state.decide(ask, moment)
    if decision.ruling is Ruling.REFUSE and decision.shown is not None:
        notice = Notice(decision.shown.reason.code, decision.shown.retry_at)
        changes = state.refused(ask, notice.code, moment)
        return _denied(who, ask, notice, moment), [Record(tuple(changes))]
    return request(state, ask, who, moment, after)


def answered(
    state: DoorState, turn: turns.Checking, answer: Grant | Refusal, moment: Moment
) -> Step:
    """The aggregator answered while the student was waiting for it."""
    ask = Ask.of(turn.request)
    if isinstance(answer, Grant):
        state.max_fence = max(state.max_fence, answer.fence)
        return _start(state, ask, turn.who, moment, asked=turn.request, granted=answer)
    if answer.reason == RECOVERING:
        return turn, []
    notice = Notice(answer.reason, answer.retry_at, answer.used_up)
    changes = _drop_pending(state, ask.id)
    if answer.reason != DEAD:
        # The newest answer to a student is what counts, here as at the aggregator.
        state.line.leave(ask.student)
        changes += state.refused(ask, notice.code, moment)
    if answer.place is not None:
        state.wait_in_line(turn.request, turn.who, answer.place, moment)
    if answer.place is not None and answer.ruling is WireRuling.WAIT:
        return _in_line(turn, answer.place, moment), [Record(tuple(changes))]
    following: turns.Turn
    if answer.ruling is WireRuling.APPROVE:
        now = moment.mono_ms
        state.wait_for_yes(answer.id)
        if state.asks_destination(ask.destination):
            notice = Notice(PLACE_ASKED.code)
        following = turns.AskTeacher(
            turn.who,
            ask.destination,
            notice,
            now,
            now + TEACHER_MS,
            refused=answer.id,
            resumes=ask.resumes,
            known_by=ask.identified_by,
        )
    else:
        waits = answer.ruling is WireRuling.WAIT
        following = _denied(turn.who, ask, notice, moment, waits=waits)
    return following, [Record(tuple(changes))]


def _in_line(turn: turns.Checking, place: int, moment: Moment) -> turns.InLine:
    now = moment.mono_ms
    asked = turn.request
    closes_ms, known_by = now + IN_LINE_MS, asked.identified_by
    return turns.InLine(
        turn.who, asked.id, asked.destination, place, now, closes_ms, known_by=known_by
    )


def time_passes(state: DoorState, turn: turns.Checking, moment: Moment) -> Step:
    """No answer yet: ask again with the same id, or at the deadline decide alone."""
    if moment.mono_ms >= turn.deadline_ms:
        kept = _keep(state, turn.request)
        alone, commands = _alone(state, turn.who, turn.request, moment)
        return alone, [*kept, *commands]
    if moment.mono_ms < turn.resend_ms:
        return turn, []
    again = replace(turn.request, attempt=turn.request.attempt + 1)
    following = replace(turn, request=again, resend_ms=turn.resend_ms + RESEND_EVERY_MS)
    return following, [*_keep(state, again), Send(again)]


def approve(state: DoorState, turn: turns.AskTeacher, staff: StaffId, moment: Moment) -> Step:
    """An adult said yes, with a badge."""
    if turn.pending is None:
        ask = Ask(
            moment.fresh_id,
            turn.who.id,
            turn.destination,
            state.room,
            turn.known_by,
            approved_by=staff,
            resumes=turn.resumes,
        )
        return request(state, ask, turn.who, moment, after=turn.refused)
    approved = replace(turn.pending, approved_by=staff)
    return _alone(state, turn.who, approved, moment, badge=True)


def give_up(state: DoorState, request: Request, moment: Moment) -> list[DoorCommand]:
    """The request will not start: say so, durably (D3)."""
    return [Record(tuple(abandon(state, request, moment, doubt=False)))]


def abandon(state: DoorState, request: Request, moment: Moment, *, doubt: bool) -> list[DoorChange]:
    """Return the changes that end a pending request; `doubt` if a go may have been shown."""
    event = abandoned(state, request.id, moment, doubt=doubt, request=request)
    return [*_drop_pending(state, request.id), state.append(event)]


def abandoned(
    state: DoorState, pass_id: PassId, moment: Moment, *, doubt: bool, request: Request | None
) -> Abandoned:
    """Return the event that gives up `pass_id`; `request` is None for a grant nobody asked for."""
    return Abandoned(
        **state.event_head(pass_id, moment),
        doubt=doubt,
        student=request.student if request else None,
        destination=request.destination if request else None,
        origin=request.origin if request else None,
    )


def go_recorded(state: DoorState, turn: turns.Starting, moment: Moment) -> Step:
    """The pass is durable: show the go, unless that took so long that nobody waits for it."""
    if moment.mono_ms - turn.decided_ms > COMMIT_MAX_MS:
        changes = state.end(turn.id, EndedHow.VOID, moment)
        return turns.NotRecorded(moment.mono_ms + DENIED_MS), [Record(tuple(changes))]
    out = turns.Out(turn.who, turn.id, moment.mono_ms + OUT_MS, urgent=turn.urgent)
    return out, []


def request(
    state: DoorState,
    ask: Ask,
    who: Student,
    moment: Moment,
    after: PassId | None = None,
) -> Step:
    """Ask the aggregator, or without a link decide alone; the request's id is on disk before (D1).

    With an id in reserve the request goes at once, and is recorded itself before it goes again.
    """
    reserved = state.take_reserve() if state.link.up else None
    asked = Request(
        door=state.door,
        boot=state.boot,
        id=reserved or ask.id,
        student=ask.student,
        destination=ask.destination,
        origin=ask.origin,
        identified_by=ask.identified_by,
        approved_by=ask.approved_by,
        round_trip=starting.round_trip(state, ask),
        after=after,
        override=ask.override,
        note=ask.note,
        resumes=ask.resumes,
        appointment=ask.appointment,
        mono_ms=moment.mono_ms,
        at=known_time(moment),
        epoch=state.epoch,
    )
    state.pending[asked.id] = asked
    recorded = [] if reserved else [Record((PutPending(asked),))]
    if not state.link.up:
        following, commands = _alone(state, who, asked, moment)
        return following, [*recorded, *commands]
    now = moment.mono_ms
    turn = turns.Checking(who, asked, now + RESEND_EVERY_MS, now + DEADLINE_MS)
    return turn, [*recorded, Send(asked)]


def _alone(
    state: DoorState, who: Student, request: Request, moment: Moment, *, badge: bool = False
) -> Step:
    """Decide with what this room knows; the id stays the same, so no ghost is left behind.

    The yes of whoever made an appointment is none here: who is out by now nobody could see then.
    """
    ask = Ask.of(request)
    made_ahead = ask.appointment is not None and not badge
    decision = state.decide_alone(replace(ask, approved_by=None) if made_ahead else ask, moment)
    if decision.shown is None:
        return _start(state, ask, who, moment, asked=request)
    notice = Notice(decision.shown.reason.code, decision.shown.retry_at)
    if decision.ruling is Ruling.APPROVE:
        now = moment.mono_ms
        turn = turns.AskTeacher(
            who,
            ask.destination,
            notice,
            now,
            now + TEACHER_MS,
            pending=request,
            known_by=ask.identified_by,
        )
        return turn, []
    waits = decision.ruling is Ruling.WAIT
    following = _denied(who, ask, notice, moment, waits=waits)
    return following, give_up(state, request, moment)


def _start(
    state: DoorState,
    ask: Ask,
    who: Student,
    moment: Moment,
    *,
    asked: Request | None = None,
    granted: Grant | None = None,
) -> Step:
    """Record the pass; what shows the go is `go_recorded`, after the commit."""
    started = starting.start(state, ask, who, moment, asked=asked, granted=granted)
    changes = _drop_pending(state, ask.id) + started
    if granted:
        changes.append(PutMarks(state.epoch, state.max_fence))
    turn = turns.Starting(who, ask.id, moment.mono_ms, urgent=ask.urgent)
    return turn, [Record(tuple(changes), go=ask.id)]


def _drop_pending(state: DoorState, pass_id: PassId) -> list[DoorChange]:
    state.unkept.discard(pass_id)
    return [DropPending(pass_id)] if state.pending.pop(pass_id, None) else []


def _keep(state: DoorState, request: Request) -> list[DoorCommand]:
    """Record a request of which only the id is on disk: from here on it may start alone."""
    if request.id not in state.unkept:
        return []
    state.unkept.discard(request.id)
    return [Record((PutPending(request),))]


def _denied(
    who: Student, ask: Ask, notice: Notice, moment: Moment, *, waits: bool = False
) -> turns.Denied:
    closes_ms, known_by = moment.mono_ms + DENIED_MS, ask.identified_by
    return turns.Denied(who, ask.destination, notice, waits, closes_ms, ask.id, known_by)
