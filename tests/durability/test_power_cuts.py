"""0 acknowledged transactions lost, each whole, at every point of a short campaign.

`./run durability` is the long one.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kiosk.core.door.doorbook import DoorChange
from kiosk.store.database import Database
from kiosk.store.door_journal import DoorJournal
from tests.durability.building_work import BuildingWork
from tests.durability.door_work import DoorWork
from tests.durability.power_cuts import Cut, power_cuts
from tests.durability.story import Work
from tests.store.examples import CODEC

CUTS = 300
"""For each journal; all that a second or two allow."""

Make = type[DoorWork] | type[BuildingWork]


def cuts(work: Work[Any], folder: Path, first_seed: int = 0) -> Iterator[Cut]:
    seed = first_seed
    while True:
        yield from power_cuts(work, seed, folder)
        seed += 1


@pytest.mark.parametrize("make", [DoorWork, BuildingWork])
def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path, make: Make) -> None:
    lost = [str(cut) for cut in islice(cuts(make(), tmp_path), CUTS) if cut.lost]
    assert lost == []


def synchronous(mode: str) -> Callable[[Database, Random], object]:
    return lambda db, _rng: db.execute(f"PRAGMA synchronous = {mode}")


# What was there to be found could be damaged, too: each is set aside and told.
@pytest.mark.may_log("was damaged, and is kept as")
@pytest.mark.parametrize("mode", ["OFF", "NORMAL"])
@pytest.mark.parametrize("make", [DoorWork, BuildingWork])
def test_without_full_synchronous_some_would_be_lost(tmp_path: Path, make: Make, mode: str) -> None:
    assert any(cut.lost for cut in islice(cuts(make(tune=synchronous(mode)), tmp_path), CUTS))


class InPieces(DoorJournal):
    """Makes each change in a transaction of its own."""

    def commit(self, changes: Sequence[DoorChange]) -> None:
        for change in changes:
            super().commit([change])


def test_a_commit_in_pieces_would_be_found_half_done(tmp_path: Path) -> None:
    work = DoorWork(make=lambda path: InPieces(path, CODEC))
    assert any(cut.lost for cut in islice(cuts(work, tmp_path), CUTS))


class Eager(DoorJournal):
    """Says that a change is durable when it is only asked for."""

    def commit(self, changes: Sequence[DoorChange]) -> None:
        self._later = [*getattr(self, "_later", []), *changes]

    def checkpoint(self) -> None:
        super().commit(self._later)
        self._later = []

    def close(self, *, clean: bool = True) -> None:
        if self._open is not None:
            super().commit(getattr(self, "_later", []))
        super().close(clean=clean)


def test_an_acknowledgement_before_the_commit_would_be_found(tmp_path: Path) -> None:
    work = DoorWork(make=lambda path: Eager(path, CODEC))
    assert any(cut.lost for cut in islice(cuts(work, tmp_path), CUTS))
