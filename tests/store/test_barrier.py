from contextlib import closing
from pathlib import Path

import pytest

from kiosk.core.aggregator.buildingbook import Answered, Barrier, PutAnswer, PutBarrier, PutEpoch
from kiosk.store.building_journal import BuildingJournal
from tests.store.examples import CODEC, DOOR, NOON, grant, request


@pytest.mark.parametrize("barrier", [None, Barrier(), Barrier(frozenset({DOOR}))])
def test_a_barrier_is_found_again_as_it_was(tmp_path: Path, barrier: Barrier | None) -> None:
    with closing(BuildingJournal(tmp_path / "building.db", CODEC)) as journal:
        journal.open(NOON)
        journal.commit([PutBarrier(Barrier(frozenset({DOOR})))])
        journal.commit([PutBarrier(barrier)])
        journal.close()
        assert journal.open(NOON).barrier == barrier


def test_a_raised_fence_is_kept_and_never_lowered(tmp_path: Path) -> None:
    with closing(BuildingJournal(tmp_path / "building.db", CODEC)) as journal:
        journal.open(NOON)
        journal.commit([PutEpoch(2, 9), PutAnswer(Answered(request(1), grant(1, 4), NOON))])
        journal.commit([PutEpoch(3)])
        journal.close()
        memory = journal.open(NOON)
        assert (memory.epoch, memory.fence) == (3, 9)
