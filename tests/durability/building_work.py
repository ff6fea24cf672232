"""The building's journal at work: starts, commits of many changes, tidying up, ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from kiosk.core.aggregator.buildingbook import BuildingChange, PutPrevented, PutQuarantine
from kiosk.sim.campaign.building_disk import Ledger
from kiosk.store.building_journal import BuildingJournal
from kiosk.store.database import Database
from kiosk.store.failures import JournalError
from tests.durability.power import Recorder
from tests.durability.story import LostError, Story, snapshot, told, tuned
from tests.store.building_walk import Walk
from tests.store.examples import CODEC, NOON

FILE = "building.sqlite3"
CHANGES_MAX = 6


@dataclass(frozen=True, slots=True)
class BuildingState:
    """What a start must find, and what it does not read but staff will."""

    model: Ledger = field(default_factory=Ledger)
    quarantined: tuple[bytes, ...] = ()
    prevented: tuple[str, ...] = ()

    def with_changes(self, changes: Sequence[BuildingChange], published: int) -> "BuildingState":
        """Return the state after a commit; `changes` are in the model already."""
        model = snapshot(self.model)
        model.apply(changes)
        model.published = published
        quarantined = [c.raw for c in changes if isinstance(c, PutQuarantine)]
        prevented = [c.id for c in changes if isinstance(c, PutPrevented)]
        return BuildingState(
            model, (*self.quarantined, *quarantined), (*self.prevented, *prevented)
        )


@dataclass(frozen=True, slots=True)
class BuildingWork:
    """The real journal of a building; `tune` may spoil what PROTOCOL section 7 asks of it."""

    tune: Callable[[Database, Random], object] = tuned
    lives_max: int = 3
    commits_max: int = 7
    name: str = "building"

    def nothing(self) -> BuildingState:
        return BuildingState()

    def live(
        self, folder: Path, recorder: Recorder, rng: Random, before: BuildingState
    ) -> Story[BuildingState]:
        story = Story(recorder, [before])
        for _ in range(rng.randint(1, self.lives_max)):
            journal = BuildingJournal(folder / FILE, CODEC)
            try:
                self._live_once(journal, story, rng)
            except JournalError as error:
                story.broke = error
                _let_go(journal)
                break
        return story

    def find(self, folder: Path, possible: Sequence[BuildingState]) -> int:
        journal = BuildingJournal(folder / FILE, CODEC)
        try:
            memory = journal.open(NOON)
            feed = [(n, event) for n, event, _ in journal.feed_from(1, 1_000)]
            memories = [state.model.memory(NOON) for state in possible]
            found = [n for n, expected in enumerate(memories) if memory == expected]
            if not found:
                raise LostError(told(memory, memories))
            state = possible[found[-1]]
            if feed != [(n, event) for n, (event, _) in state.model.feed.items()]:
                raise LostError(f"found {feed}, was {state.model.feed}")
            # Two states may differ only in what no memory shows.
            unread = [(_column(journal, "quarantine", "raw"), _column(journal, "prevented", "id"))]
            found = [
                n for n in found if [(possible[n].quarantined, possible[n].prevented)] == unread
            ]
            if not found:
                raise LostError(f"found {unread}, possible {possible}")
            if (ill := journal._db.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
                raise LostError(str(ill))
        except JournalError as error:
            raise LostError(str(error)) from error
        finally:
            journal.close()
        return found[-1]

    def _live_once(
        self, journal: BuildingJournal, story: Story[BuildingState], rng: Random
    ) -> None:
        state = story.states[-1]
        story.begin(state)
        if (memory := journal.open(NOON)) != state.model.memory(NOON):
            raise LostError(told(memory, [state.model.memory(NOON)]))
        story.acknowledge()
        self.tune(journal._db, rng)
        walk, published = Walk(), state.model.published
        walk.model = snapshot(state.model)
        for _ in range(rng.randint(1, self.commits_max)):
            changes: list[BuildingChange] = []
            for _ in range(rng.randint(1, CHANGES_MAX)):
                choice = rng.randrange(14), rng.randrange(10), rng.randrange(10)
                made = walk.changes(choice, NOON)
                walk.model.apply(made)
                changes += made
            if changes:
                state = state.with_changes(changes, published)
                story.begin(state)
                journal.commit(changes)
                story.acknowledge()
            if rng.random() < 0.3:
                published = max(walk.model.feed, default=0)
                journal.mark_published(published)
            if rng.random() < 0.2:
                state = state.with_changes([], published)
                story.begin(state)
                journal.checkpoint()
                story.acknowledge()
        story.begin(state.with_changes([], published))
        journal.close()
        story.acknowledge()


def _let_go(journal: BuildingJournal) -> None:
    """Close after a failure, as the aggregator does: what fails again changes nothing."""
    try:
        journal.close()
    except JournalError:
        return


def _column(journal: BuildingJournal, table: str, column: str) -> tuple[object, ...]:
    rows = journal._db.execute(f"SELECT {column} FROM {table} ORDER BY number")  # noqa: S608 - names of this module
    return tuple(value for (value,) in rows)
