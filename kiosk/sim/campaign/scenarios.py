"""One short story for each rule that hardly any chance order of events would show to be missing.

A story raises BrokenError if the rule is not kept.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from kiosk.core.coordination import BarrierWaved, HoldsSet, StaffEnded
from kiosk.core.events import Arrived
from kiosk.core.ids import BootId, DestinationId, PassId, StudentId
from kiosk.core.inputs import Cancelled, LinkChanged
from kiosk.core.ports import WireMessage
from kiosk.core.protocol import EpochBeat, Grant, Heartbeat, Sync
from kiosk.core.rule import Holds
from kiosk.core.scene import Screen
from kiosk.sim.campaign.bench import Table, TableDoor, promise
from kiosk.sim.campaign.door_disk import Platter
from kiosk.sim.campaign.schools import TEACHER, pair_school

S0, S1, S2, S3 = (StudentId(f"s-{n}") for n in range(4))
"""S0 and S2 are of the first room, S1 and S3 of the second; S0 and S1 must not meet."""
HALL, BOOTH = DestinationId("hall"), DestinationId("booth")
BEAT_MS = 5_000


def a_retry_gets_its_own_grant() -> None:
    """The answer to the first try is lost (flaw: refused by their own ghost)."""
    table = Table(pair_school())
    here = table.doors[0]
    table.ask(here, S0, HALL)
    table.up()
    table.building.said.clear()
    table.wait(600)
    table.settle()
    promise("a retry has the id of the first try", kept=here.screen is Screen.OUT)


def a_go_that_took_too_long_is_void() -> None:
    """The commit stalls; the start is stamped before it (flaw)."""
    table = Table(pair_school())
    here = table.doors[0]
    here.commit_ms = 4_000
    asked = table.ask(here, S0, HALL)
    table.settle()
    promise("a stalled go is not shown", kept=all(s.screen is not Screen.OUT for s in here.scenes))
    promise("a void pass is not held", kept=not table.building.held(asked.id))


def what_is_given_up_is_free_at_once() -> None:
    """The student cancels while the grant is lost."""
    table = Table(pair_school())
    here = table.doors[0]
    asked = table.ask(here, S0, BOOTH)
    table.up()
    table.building.said.clear()
    here.give(Cancelled())
    table.up()
    promise("a request given up is not held", kept=not table.building.held(asked.id))


def a_tap_while_checking_is_no_return() -> None:
    """It is handled late, after the go (flaw)."""
    table = Table(pair_school())
    here = table.doors[0]
    here.tap(table.card(S0))
    table.wait(3_000)
    here.choose(HALL)
    (asked,) = here.keeper.state.pending
    table.wait(300)
    here.commit_ms = 500
    table.settle()
    here.tap(table.card(S0), before_ms=600)
    promise("a tap from before the go ends nothing", kept=asked in here.keeper.state.open)


def a_second_read_is_no_return() -> None:
    """The reader repeats the card that is held to it until the go."""
    table = Table(pair_school())
    here = table.doors[0]
    asked = table.ask(here, S0, HALL)
    table.settle()
    here.now_ms += 1_000
    here.tap(table.card(S0))
    promise("a repeated card is one tap", kept=asked.id in here.keeper.state.open)


def after_a_power_cut_what_was_asked_for_stays_held() -> None:
    """The last write may be lost, and with it a go that was shown."""
    table = Table(pair_school())
    here = table.doors[0]
    asked = table.ask(here, S0, HALL)
    table.up()
    table.building.said.clear()
    _cut_power(here)
    table.settle()
    promise("a pass in doubt is held", kept=table.building.held(asked.id))


def an_answer_that_was_under_way_tells_of_no_loss() -> None:
    """The acknowledgement overtakes the answer to an older heartbeat (flaw)."""
    table = Table(pair_school())
    here = table.doors[0]
    table.ask(here, S0, HALL)
    table.up()
    table.down()
    started = here.said.pop()
    here.wait(BEAT_MS)
    heartbeat = next(m for m in here.said if isinstance(m, Heartbeat))
    here.said.clear()
    table.building.hear(here.door, heartbeat)
    late, table.building.said = table.building.said, []
    table.building.hear(here.door, started)
    table.down()
    for to, message in late:
        if to == here.door:
            here.hear(message)
    promise("an older answer is no rollback", kept=len(here.keeper.state.outbox) == 0)


def the_oldest_events_go_first_and_few_at_a_time() -> None:
    """A door comes back from a time alone (flaw: another order livelocks after a rollback)."""
    table = Table(pair_school())
    here = table.doors[0]
    here.give(LinkChanged(up=False))
    for _ in range(12):
        here.wait(4_000)
        here.tap(table.card(S0))
        here.choose(HALL)
        here.give(Cancelled())
    here.link()
    sent = [m.seq for m in here.said if not isinstance(m, Heartbeat) and hasattr(m, "seq")]
    promise("the oldest eight events go first", kept=sent == list(range(1, 9)))


def an_older_epoch_is_not_heard() -> None:
    """A grant of a life that was lost comes late."""
    table = Table(pair_school())
    here = table.doors[0]
    table.ask(here, S0, HALL)
    table.up()
    here.hear(EpochBeat(epoch=5, now=table.building.now()))
    table.down()
    promise("a grant of an older epoch starts nothing", kept=here.screen is Screen.CHECKING)


def an_answer_to_an_older_heartbeat_changes_nothing() -> None:
    """Two answers come in the wrong order."""
    table = Table(pair_school())
    here = table.doors[0]
    answers: list[Sync] = []
    for hold in (True, False):
        table.building.give(HoldsSet(Holds(hold=hold), TEACHER))
        here.wait(BEAT_MS)
        table.up()
        answers += [m for to, m in table.building.said if isinstance(m, Sync) and to == here.door]
        table.building.said.clear()
    here.hear(answers[-1])
    here.hear(answers[0])
    promise("the newest answer stands", kept=not here.keeper.state.holds.hold)


def what_nobody_waits_for_is_given_back() -> None:
    """The door's card is changed while a grant is on its way."""
    table = Table(pair_school())
    here = table.doors[0]
    asked = table.ask(here, S0, HALL)
    table.up()
    table.building.said.clear()
    _change_card(here)
    _beats(table)
    promise("a grant that nobody waits for is freed", kept=not table.building.held(asked.id))


def what_staff_ended_is_open_no_more() -> None:
    """Staff end a pass away from the door."""
    table = Table(pair_school())
    here = table.doors[0]
    gone = table.go(here, S0, HALL)
    table.building.give(StaffEnded(gone, TEACHER))
    _beats(table)
    promise("a pass ended elsewhere is dropped", kept=gone not in here.keeper.state.open)


def what_a_door_has_lost_is_open_again() -> None:
    """The door's card is changed while a student is out."""
    table = Table(pair_school())
    here = table.doors[0]
    gone = table.go(here, S0, HALL)
    _change_card(here)
    _beats(table)
    promise("a lost pass is adopted", kept=gone in here.keeper.state.open)


def what_ended_here_is_not_adopted() -> None:
    """Two answers offer the same pass; the student is back between them."""
    table = Table(pair_school())
    here = table.doors[0]
    gone = table.go(here, S0, HALL)
    _change_card(here)
    here.wait(BEAT_MS)
    table.up()
    said = [message for to, message in table.building.said if to == here.door]
    _, second = [message for message in said if isinstance(message, Sync)]
    for message in said:
        if message is not second:
            here.hear(message)
    here.tap(table.card(S0))
    here.hear(second)
    promise("a pass that ended here stays ended", kept=gone not in here.keeper.state.open)


def a_request_given_up_is_dead() -> None:
    """A copy of it comes late (flaw: a grant nobody owns)."""
    table = Table(pair_school())
    here = table.doors[0]
    asked = table.ask(here, S0, HALL)
    here.said.clear()
    here.give(Cancelled())
    table.settle()
    table.building.hear(here.door, asked)
    answers = [m for _, m in table.building.said]
    promise("a dead id is not granted", kept=not any(isinstance(m, Grant) for m in answers))


def a_request_of_an_earlier_life_is_dead() -> None:
    """A copy of it comes after the door has begun another life (flaw)."""
    table = Table(pair_school())
    here = table.doors[0]
    asked = table.ask(here, S0, HALL)
    here.said.clear()
    here.start()
    here.link()
    beat = next(m for m in here.said if isinstance(m, Heartbeat))
    table.building.hear(here.door, beat)
    table.building.hear(here.door, asked)
    promise("a dead life is granted nothing", kept=not table.building.held(asked.id))


def an_arrival_from_before_the_start_closes_nothing() -> None:
    """It comes from another door, by whose clock it was earlier."""
    table = Table(pair_school())
    here, there = table.doors
    gone = table.go(here, S0, HALL)
    arrived = Arrived(
        door=there.door,
        boot=BootId("another"),
        seq=1,
        id=gone,
        mono_ms=1,
        at=table.building.now() - timedelta(minutes=1),
        student=S0,
    )
    table.building.hear(there.door, arrived)
    promise("only a proved return frees", kept=table.building.held(gone))


def out_of_step_nothing_is_concluded() -> None:
    """A heartbeat overtakes the events that it tells of (flaw)."""
    table = Table(pair_school())
    here = table.doors[0]
    table.ask(here, S0, HALL)
    table.up()
    table.down()
    here.wait(4_000)
    here.tap(table.card(S0))
    here.said.clear()
    here.wait(BEAT_MS)
    table.building.hear(here.door, next(m for m in here.said if isinstance(m, Heartbeat)))
    sync = next(m for _, m in table.building.said if isinstance(m, Sync))
    promise("nothing is concluded out of step", kept=sync.reserved == ())


def _cut_power(door: TableDoor) -> None:
    door.said.clear()
    door.disk.put_back(door.disk.seen)
    door.start()
    door.link()


def _change_card(door: TableDoor) -> None:
    door.said.clear()
    door.disk.put_back(Platter())
    door.start()
    door.link()


def _beats(table: Table) -> None:
    for _ in range(4):
        table.settle()
        table.wait(BEAT_MS)
    table.settle()


# --- after a restore (A6) ------------------------------------------------------------------------


class Restored:
    """S0 went from the first room; then the aggregator came back from before that."""

    def __init__(self) -> None:
        self.table = Table(pair_school())
        self.here, self.there = self.table.doors
        backup = self.table.building.disk.seen.copy()
        self.gone: PassId = self.table.go(self.here, S0, HALL)
        self.table.wait(BEAT_MS)
        self.table.settle()
        self.before = self.table.building.mind.building.epoch
        self.old_beat = next(m for m in self._beat(self.there) if isinstance(m, Heartbeat))
        self.table.building.disk.put_back(backup)
        self.table.building.start()
        self.table.building.said.clear()

    def notice(self, door: TableDoor) -> None:
        """Let one door's heartbeat tell of the rollback."""
        for message in self._beat(door):
            self.table.building.hear(door.door, message)

    def barrier(self) -> bool:
        """Say whether grants are held back."""
        return self.table.building.mind.building.barrier is not None

    def s1_goes(self) -> bool:
        """Say whether S1 is granted a pass now, with nothing else delivered."""
        building = self.table.building
        building.said.clear()
        building.hear(self.there.door, self.table.ask(self.there, S1, HALL))
        return any(isinstance(message, Grant) for _, message in building.said)

    def _beat(self, door: TableDoor) -> list[WireMessage]:
        door.said.clear()
        door.wait(BEAT_MS)
        said, door.said = door.said, []
        return said


def any_door_can_tell_of_a_rollback() -> None:
    """The door that got the lost grant is not heard."""
    restored = Restored()
    restored.notice(restored.there)
    promise("a fence that others were given tells", kept=restored.barrier())


def a_rollback_begins_a_new_epoch() -> None:
    """What the lost life said last must not be heard any more."""
    restored = Restored()
    restored.notice(restored.here)
    epoch = restored.table.building.mind.building.epoch
    promise("the epoch is raised", kept=epoch > restored.before)


def the_barrier_falls_only_when_all_is_told() -> None:
    """A door has taken the new epoch and not yet sent again what was lost."""
    restored = Restored()
    restored.notice(restored.here)
    restored.table.down()
    beats = [(d, m) for d in restored.table.doors for m in d.said if isinstance(m, Heartbeat)]
    for door, message in beats:
        restored.table.building.hear(door.door, message)
    promise("a door counts only in step", kept=restored.barrier() and not restored.s1_goes())


def a_heartbeat_of_the_old_epoch_clears_no_door() -> None:
    """It was under way while the aggregator was restored."""
    restored = Restored()
    restored.notice(restored.here)
    restored.there.wire_cut = True
    for _ in range(4):
        restored.table.settle()
        restored.here.wait(BEAT_MS)
    restored.table.building.hear(restored.there.door, restored.old_beat)
    promise("only the new epoch counts", kept=restored.barrier())


def the_barrier_falls_and_the_lost_pass_is_held() -> None:
    """Everybody reports."""
    restored = Restored()
    restored.notice(restored.here)
    _beats(restored.table)
    promise("the barrier falls", kept=not restored.barrier())
    epoch = restored.table.building.mind.building.epoch
    promise("one rollback is one new epoch", kept=epoch == restored.before + 1)
    promise("a lost pass is held again", kept=restored.table.building.held(restored.gone))
    promise("who must not meet is kept apart", kept=not restored.s1_goes())


def the_barrier_stands_over_a_restart() -> None:
    """The aggregator crashes behind it."""
    restored = Restored()
    restored.notice(restored.here)
    restored.table.building.start()
    promise("the barrier is durable", kept=not restored.s1_goes())


def recovering_is_not_remembered() -> None:
    """The same request is decided once the barrier is gone."""
    restored = Restored()
    building = restored.table.building
    restored.notice(restored.here)
    asked = restored.table.ask(restored.there, S3, HALL)
    building.hear(restored.there.door, asked)
    building.give(BarrierWaved(TEACHER))
    building.said.clear()
    building.hear(restored.there.door, asked)
    granted = any(isinstance(message, Grant) for _, message in building.said)
    promise("an id is decided after the barrier", kept=granted)


Scenario = Callable[[], None]
SCENARIOS: Mapping[str, Scenario] = {
    "new_id_on_retry": a_retry_gets_its_own_grant,
    "stalled_go_shown": a_go_that_took_too_long_is_void,
    "given_up_silently": what_is_given_up_is_free_at_once,
    "tap_kept_for_later": a_tap_while_checking_is_no_return,
    "every_read_is_a_tap": a_second_read_is_no_return,
    "never_in_doubt": after_a_power_cut_what_was_asked_for_stays_held,
    "doubt_not_held": after_a_power_cut_what_was_asked_for_stays_held,
    "any_answer_tells_of_loss": an_answer_that_was_under_way_tells_of_no_loss,
    "newest_first": the_oldest_events_go_first_and_few_at_a_time,
    "all_at_once": the_oldest_events_go_first_and_few_at_a_time,
    "older_epochs_heard": an_older_epoch_is_not_heard,
    "old_answers_taken": an_answer_to_an_older_heartbeat_changes_nothing,
    "reserved_kept": what_nobody_waits_for_is_given_back,
    "closed_kept": what_staff_ended_is_open_no_more,
    "adopt_left": what_a_door_has_lost_is_open_again,
    "adopt_blindly": what_ended_here_is_not_adopted,
    "fence_kept_to_oneself": any_door_can_tell_of_a_rollback,
    "dead_may_ask": a_request_given_up_is_dead,
    "dead_life_may_ask": a_request_of_an_earlier_life_is_dead,
    "any_arrival_closes": an_arrival_from_before_the_start_closes_nothing,
    "always_in_step": out_of_step_nothing_is_concluded,
    "rollback_unnoticed": any_door_can_tell_of_a_rollback,
    "epoch_not_raised": a_rollback_begins_a_new_epoch,
    "fence_not_raised": the_barrier_falls_and_the_lost_pass_is_held,
    "step_not_asked": the_barrier_falls_only_when_all_is_told,
    "first_door_is_enough": the_barrier_falls_only_when_all_is_told,
    "old_epoch_counts": a_heartbeat_of_the_old_epoch_clears_no_door,
    "barrier_not_durable": the_barrier_stands_over_a_restart,
    "recovering_remembered": recovering_is_not_remembered,
}
"""By the mutant that each one kills."""
