"""A door's journal at work: lives that begin, record, tidy up and end, well or not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from kiosk.core.events import Event
from kiosk.core.ids import BootId
from kiosk.sim.campaign.door_disk import Platter
from kiosk.store.database import Database
from kiosk.store.door_journal import DoorJournal
from kiosk.store.failures import JournalError
from tests.durability.power import Recorder
from tests.durability.story import LostError, Story, snapshot, told, tuned
from tests.store.door_walk import Walk
from tests.store.examples import CODEC, boot

FILE = "door.sqlite3"
CHANGES_MAX = 5
CHECKER = boot(1_000_000)
"""The life that looks at what a power cut left."""


@dataclass(frozen=True, slots=True)
class DoorState:
    """What a start must find."""

    model: Platter = field(default_factory=Platter)
    unclean: bool = False
    lives: int = 0


@dataclass(frozen=True, slots=True)
class DoorWork:
    """The real journal of a door; `tune` may spoil what PROTOCOL section 7 asks of it."""

    tune: Callable[[Database, Random], object] = tuned
    make: Callable[[Path], DoorJournal] = lambda path: DoorJournal(path, CODEC)
    lives_max: int = 3
    commits_max: int = 7
    name: str = "door"

    def nothing(self) -> DoorState:
        return DoorState()

    def live(
        self, folder: Path, recorder: Recorder, rng: Random, before: DoorState
    ) -> Story[DoorState]:
        story = Story(recorder, [before])
        for _ in range(rng.randint(1, self.lives_max)):
            journal = self.make(folder / FILE)
            try:
                self._live_once(journal, story, rng)
            except JournalError as error:
                story.broke = error
                journal.close(clean=False)
                break
        return story

    def find(self, folder: Path, possible: Sequence[DoorState]) -> int:
        journal = DoorJournal(folder / FILE, CODEC)
        try:
            memory = journal.open(CHECKER)
            memories = [_memory(state, CHECKER) for state in possible]
            found = [n for n, expected in enumerate(memories) if memory == expected]
            if not found:
                raise LostError(told(memory, memories))
            if journal.verify_chain() is not None:
                raise LostError(str(journal.verify_chain()))
            for (life, seq), event in possible[found[-1]].model.events.items():
                kept = CODEC.decode(journal.event_bytes(life, seq))
                if not isinstance(kept, Event) or replace(kept, prev=None) != event:
                    raise LostError(f"{kept} was {event}")
            if (ill := journal._db.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
                raise LostError(str(ill))
        except JournalError as error:
            raise LostError(str(error)) from error
        finally:
            journal.close(clean=False)
        return found[-1]

    def _live_once(self, journal: DoorJournal, story: Story[DoorState], rng: Random) -> None:
        before = story.states[-1]
        model, life = snapshot(before.model), boot(before.lives + 1)
        model.begin(life)
        state = DoorState(model, unclean=True, lives=before.lives + 1)
        story.begin(state)
        memory = journal.open(life)
        if memory != _memory(before, life):
            raise LostError(told(memory, [_memory(before, life)]))
        story.acknowledge()
        self.tune(journal._db, rng)
        walk = Walk(snapshot(model), life)
        for _ in range(rng.randint(1, self.commits_max)):
            changes = [
                walk.change((rng.randrange(12), rng.randrange(10), rng.randrange(10)))
                for _ in range(rng.randint(1, CHANGES_MAX))
            ]
            walk.model.apply(changes)
            state = replace(state, model=snapshot(walk.model))
            story.begin(state)
            journal.commit(changes)
            story.acknowledge()
            if rng.random() < 0.2:
                journal.checkpoint()
        if clean := rng.random() < 0.6:
            story.begin(replace(state, unclean=False))
        journal.close(clean=clean)
        if clean:
            story.acknowledge()


def _memory(state: DoorState, life: BootId) -> object:
    model = snapshot(state.model)
    model.begin(life)
    return model.memory(life, unclean=state.unclean)
