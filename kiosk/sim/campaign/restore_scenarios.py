"""What follows when the aggregator was restored from a backup (A6)."""

from kiosk.core.aggregator.coordination import BarrierWaved
from kiosk.core.door.scene import Screen
from kiosk.core.ids import PassId
from kiosk.core.ports import WireMessage
from kiosk.core.protocol import EpochBeat, Grant, Heartbeat
from kiosk.sim.campaign.bench import BEAT_MS, BOOTH, HALL, S0, S1, S2, S3, Table, TableDoor, promise
from kiosk.sim.campaign.schools import TEACHER, pair_school


def a_grant_that_nobody_owns_is_given_back() -> None:
    """A refusal is lost in a restore, and a copy of the request comes two minutes late (flaw)."""
    table = Table(pair_school())
    here, there = table.doors
    table.go(here, S2, BOOTH)
    backup = table.building.disk.seen.copy()
    refused = table.ask(there, S1, BOOTH)
    table.settle()
    promise("a full place is refused", kept=there.screen is Screen.IN_LINE)
    table.wait(4_000)
    here.tap(table.card(S2))
    table.settle()
    table.building.disk.put_back(backup)
    table.building.start()
    table.beats()
    table.wait(120_000)
    table.building.hear(there.door, refused)
    table.beats()
    promise("a grant nobody owns is freed", kept=not table.building.held(refused.id))


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
        self.notice(self.there)
        building.said.clear()
        building.hear(self.there.door, self.table.ask(self.there, S1, HALL))
        return any(isinstance(message, Grant) for _, message in building.said)

    def _beat(self, door: TableDoor) -> list[WireMessage]:
        door.said.clear()
        door.wait(BEAT_MS)
        said, door.said = door.said, []
        return said


def a_door_says_the_new_epoch() -> None:
    """The barrier waits for it."""
    table = Table(pair_school())
    here = table.doors[0]
    here.said.clear()
    here.hear(EpochBeat(epoch=7, now=table.building.now()))
    beats = [m.epoch for m in here.said if isinstance(m, Heartbeat)]
    promise("a new epoch is said at once", kept=beats == [7])


def nothing_is_granted_behind_the_barrier() -> None:
    """It is not known yet who is out."""
    restored = Restored()
    restored.notice(restored.here)
    promise("nothing is granted behind the barrier", kept=not restored.s1_goes())


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
    restored.table.beats()
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
    restored.notice(restored.there)
    building.hear(restored.there.door, asked)
    granted = any(isinstance(message, Grant) for _, message in building.said)
    promise("an id is decided after the barrier", kept=granted)
