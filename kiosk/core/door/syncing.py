"""What a door concludes from the answer to its heartbeat: lost events, and passes (D6, D8)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kiosk.core.door import asking
from kiosk.core.door.doorbook import DoorChange, DropOpen, OpenPass, PutOpen, Requeue
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import Moment
from kiosk.core.door.passstates import PassState
from kiosk.core.ids import PassId
from kiosk.core.protocol import AdoptedPass, PlaceInLine, Sync
from kiosk.core.rule import Holds

NEVER_STARTED = (PassState.REFUSED, PassState.WAITING)


def conclude(state: DoorState, sync: Sync, moment: Moment) -> list[DoorChange]:
    """Bring the door in step with the building; return what to record.

    The door may have moved on since its heartbeat: nothing here undoes what happened meanwhile.
    """
    state.holds = Holds(
        sync.hold, frozenset(sync.frozen_rooms), frozenset(sync.frozen_destinations)
    )
    state.places, state.lines = dict(sync.places), dict(sync.lines)
    if sync.cards != state.cards:
        # A card may be another student's by now, or nobody's.
        state.cards = sync.cards
        state.visitors.clear()
    if sync.in_line is not None:
        _line_up(state, sync.in_line, sync.mono_ms, moment)
    if sync.appointments is not None:
        state.near.learn(sync.appointments, sync.mono_ms, moment)
    if sync.asked is not None:
        state.asked = sync.asked
    # What others were granted counts too: any door can then tell a restored aggregator (A6).
    state.max_fence = max(state.max_fence, sync.fence)
    lost = state.outbox.lost_again(sync.upto, sync.mono_ms)
    return [
        *(Requeue(boot, seqs) for boot, seqs in lost.items()),
        *_close(state, sync.closed),
        *_adopt(state, sync.adopt),
        *_disown(state, sync.reserved, moment),
        *_extend(state, sync.allowances),
    ]


def _close(state: DoorState, closed: Iterable[PassId]) -> list[DoorChange]:
    """Drop passes that ended elsewhere.

    That is the aggregator's word alone: if a restore takes it back, the pass is adopted again.
    """
    changes: list[DoorChange] = []
    for pass_id in closed:
        if pass_id in state.open:
            state.closed(pass_id)
            del state.states[pass_id]
            changes.append(DropOpen(pass_id))
    return changes


def _adopt(state: DoorState, adopt: Iterable[AdoptedPass]) -> list[DoorChange]:
    """Open passes that this door has lost, but never one that ended here.

    One that was given up here had started all the same, if the building has heard of the start.
    """
    changes: list[DoorChange] = []
    for lost in adopt:
        if state.states.get(lost.id, PassState.ABANDONED) is not PassState.ABANDONED:
            continue
        opened = OpenPass(
            lost.id,
            lost.student,
            lost.label,
            lost.destination,
            lost.origin,
            lost.started_at,
            lost.minutes,
        )
        state.opened(opened)
        changes.append(PutOpen(opened))
    return changes


def _disown(state: DoorState, reserved: Iterable[PassId], moment: Moment) -> list[DoorChange]:
    """Give back grants that nobody here waits for; one refused before never started either."""
    changes: list[DoorChange] = []
    for pass_id in reserved:
        never_started = state.states.get(pass_id, PassState.REFUSED) in NEVER_STARTED
        if pass_id not in state.pending and never_started:
            doubt = pass_id in state.doubtful
            event = asking.abandoned(state, pass_id, moment, doubt=doubt, request=None)
            changes.append(state.append(event))
    return changes


def _extend(state: DoorState, allowances: Mapping[PassId, int]) -> list[DoorChange]:
    """Take over the minutes that staff have added to passes of this door."""
    changes: list[DoorChange] = []
    for pass_id, minutes in allowances.items():
        opened = state.open.get(pass_id)
        if opened is not None and opened.minutes is not None and opened.minutes != minutes:
            state.open[pass_id] = replace(opened, minutes=minutes)
            changes.append(PutOpen(state.open[pass_id]))
    return changes


def _line_up(state: DoorState, told: Iterable[PlaceInLine], asked_ms: int, moment: Moment) -> None:
    """Take over who waits here; who has left or gone since the heartbeat does not come back."""
    known = state.states
    # A request that is not decided here yet may still be given up, or start without the building.
    waiting = [
        one
        for one in told
        if one.id not in state.pending
        and (
            known.get(one.id, PassState.WAITING) is PassState.WAITING
            # A yes has come to what was answered "ask": that waits in line now.
            or (one.approved_by is not None and one.id in state.asked_here)
        )
    ]
    for one in waiting:
        known[one.id] = PassState.WAITING
        state.asked_here.pop(one.id, None)
    out = {opened.student for opened in state.open.values()}
    state.line.learn((one for one in waiting if one.student not in out), asked_ms, moment)
