"""What must be true once everything has healed and nobody is out any more (I5, I6, I8)."""

from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.conflicts import Breach, started_unasked
from kiosk.core.aggregator.coordinator import Coordinator
from kiosk.core.door import turns
from kiosk.core.ids import DoorId, PassId
from kiosk.sim.campaign.sim_door import SimDoor
from kiosk.sim.campaign.witness import Witness


def may_go_by_itself(door: SimDoor) -> bool:
    """Say whether a page stands that lets its student go without another touch (seed 4002285).

    Whoever said "I'm not back" and went away all the same leaves one behind. A yes for it may be
    waiting for a place until the last life, which keeps no place for those called before.
    """
    if door.keeper is None:
        return False
    turn = door.keeper.session.turn
    page = turn.back if isinstance(turn, turns.PinPad) else turn
    return isinstance(page, turns.AskTeacher)


def check(witness: Witness) -> None:
    """Hold the building at rest against its promises."""
    mind = witness.building.mind
    if mind is None:
        raise RuntimeError("the aggregator is still down after everything healed")
    barrier = mind.building.barrier
    witness.hold("I8 no barrier is left", kept=barrier is None, about=barrier)
    open_somewhere = _doors(witness, mind.building)
    for record in mind.building.held():
        kept = record.start is not None and record.id in open_somewhere
        witness.hold("I8 held by somebody", kept=kept, about=record)
    witness.hold("nobody is left out", kept=not witness.away, about=witness.away)
    _lost_cards(witness)
    _reports(witness, mind)


def _doors(witness: Witness, building: Building) -> set[PassId]:
    """Check each door; return the passes that are open at one."""
    found: set[PassId] = set()
    for door in witness.doors.values():
        state = door.mind.state
        witness.patience.look(door)
        for event in door.disk.events().values():
            taken = witness.building.disk.event((event.door, event.boot, event.seq))
            witness.hold("I5 no loss", kept=taken == event, about=event)
        left = (len(state.outbox), sorted(door.disk.pending_ids() | state.pending.keys()))
        witness.hold("I8 nothing is left to send", kept=left == (0, []), about=left)
        same = door.disk.open_ids() == state.open.keys()
        witness.hold("I10 memory as on disk", kept=same, about=door.door)
        seen = state.epoch <= building.epoch and state.max_fence <= building.fence
        witness.hold("A6 a rollback is noticed", kept=seen, about=door.door)
        for pass_id in state.open:
            held = pass_id in building.halls.outings()
            witness.hold("I8 open is held", kept=held, about=pass_id)
        found |= state.open.keys()
    return found


def _lost_cards(witness: Witness) -> None:
    """Check that staff hear of a door's loss that the aggregator can know of (I5).

    An event that a lying disk lost before anybody heard of it, or of a later one, leaves no trace
    anywhere. After a restore the trace may be lost as well.
    """
    if witness.went_back:
        return
    alerts = [alert.text for alert in witness.alerts if alert.kind == "rollback"]
    for (door, boot, seq), event in witness.recorded_at_doors.items():
        if (door, boot, seq) in witness.taken:
            continue
        known = any((door, boot, later) in witness.taken for later in range(seq + 1, seq + 50))
        kept = (boot, seq) in witness.doors[door].disk.events()
        told = any(_names(witness, door) in text for text in alerts)
        witness.hold("I5 a loss is told", kept=kept or told or not known, about=event)


def _names(witness: Witness, door: DoorId) -> str:
    return f"Door {witness.school.roster.room_by_door[door].name} has lost"


def _reports(witness: Witness, mind: Coordinator) -> None:
    """Check that every pair that really broke a rule is reported (I6)."""
    said = mind.conflicts_told
    for breach, ids in witness.overlaps:
        walks = [witness.walks[pass_id] for pass_id in sorted(ids)]
        if any(walk.lost for walk in walks) or all(walk.on for walk in walks):
            continue
        forgotten = any(mind.building.record(walk.started.id).expired for walk in walks)
        if breach is Breach.SAME_STUDENT and forgotten:
            # Who asks for another pass is seen, so the forgotten one was over by then.
            continue
        told = any(kind is breach and pair & ids for pair, kind in said)
        if breach in (Breach.SAME_STUDENT, Breach.ENCOUNTER):
            told = (ids, breach) in said
        witness.hold(
            f"I6 staff hear of {breach.replace('_', ' ')}",
            kept=told,
            about=[walk.started for walk in walks],
        )
    for pair in witness.gaps.too_soon:
        # They may have overlapped for all that anybody can know: then that is what staff hear.
        told = any((pair, kind) in said for kind in (Breach.ENCOUNTER, Breach.ENCOUNTER_GAP))
        walks = [witness.walks[pass_id] for pass_id in sorted(pair)]
        kept = told or any(walk.lost for walk in walks)
        about = [walk.started for walk in walks]
        witness.hold("I6 staff hear of a gap too short", kept=kept, about=about)
    if witness.went_back:
        return
    for walk in witness.walks.values():
        record = mind.building.record(walk.started.id)
        kept = walk.lost or walk.on != started_unasked(record)
        witness.hold("a grant is known to be one", kept=kept, about=record)
