import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from kiosk.cli.real_disks import (
    EVERY,
    RealDoorDisk,
    on_real_journals,
    on_real_journals_now_and_then,
)
from kiosk.core.aggregator.buildingbook import PutPass
from kiosk.core.door.doorbook import Append, DropPending, PutOpen
from kiosk.core.events import Ended, EndedHow
from kiosk.core.ids import BootId, DoorId, PassId
from kiosk.sim.campaign.day import IN_MEMORY, Day
from kiosk.sim.campaign.running import live
from kiosk.store.building_journal import BuildingJournal
from kiosk.store.door_journal import DoorJournal
from tests.sim.campaign.seeds import FEW_DOORS

SEEDS = (0, 4, 8, 11, 20, 41)
"""Among them days with lying disks, cards that go back, other cards, and restores."""
FIRST, SECOND = (BootId(f"00018a7f-d240-7000-8000-00000000000{n}") for n in (1, 2))
GONE = PassId("00018a7f-d240-7000-8000-000000000009")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_bad_day_on_real_journals_breaks_no_promise(seed: int) -> None:
    assert live(seed, FEW_DOORS, on_real_journals).broken == ()


def test_at_rest_the_building_has_each_event_byte_for_byte() -> None:
    with on_real_journals(1) as disks:
        day = Day(1, FEW_DOORS, disks=disks)
        assert day.live() == []
        sent = {
            (door.door, *row): disks.seal(event)
            for door in day.witness.doors.values()
            for row, event in door.disk.events().items()
        }
        assert sent
        kept = {place: day.building.disk.event(place) for place in sent}
        assert {p: disks.seal(event) for p, event in kept.items() if event} == sent


@pytest.mark.parametrize(
    ("journal", "lost"),
    [(DoorJournal, DropPending), (DoorJournal, PutOpen), (BuildingJournal, PutPass)],
)
def test_a_journal_that_forgets_something_is_found_out(
    monkeypatch: pytest.MonkeyPatch, journal: type, lost: type
) -> None:
    really: Callable[..., None] = vars(journal)["_make"]

    def make(self: object, db: object, change: object) -> None:
        if not isinstance(change, lost):
            really(self, db, change)

    monkeypatch.setattr(journal, "_make", make)
    assert any(live(seed, FEW_DOORS, on_real_journals).broken for seed in range(12))


def test_one_seed_in_some_runs_on_real_journals() -> None:
    with on_real_journals_now_and_then(1) as disks:
        assert disks is IN_MEMORY
    with on_real_journals_now_and_then(EVERY) as disks:
        assert disks is not IN_MEMORY


def ended(seq: int, boot: BootId = FIRST) -> Append:
    event = Ended(
        door=DoorId("door-1"),
        boot=boot,
        seq=seq,
        id=GONE,
        mono_ms=seq,
        at=None,
        how=EndedHow.TAP,
    )
    return Append(event)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[RealDoorDisk]:
    with closing(RealDoorDisk(tmp_path, lies=False)) as disk:
        yield disk


def test_a_program_that_dies_leaves_what_was_committed_and_nothing_torn(disk: RealDoorDisk) -> None:
    disk.begin(FIRST)
    disk.commit([ended(1)])
    disk.tear([ended(2)])
    found = disk.begin(SECOND)
    assert found.last_seq == {FIRST: 1, SECOND: 0}
    assert not found.unclean


def test_after_a_power_cut_the_end_is_in_doubt(disk: RealDoorDisk) -> None:
    disk.begin(FIRST)
    disk.power_cut(Random(1))
    assert disk.begin(SECOND).unclean


def test_an_image_that_is_put_back_is_all_that_is_there(disk: RealDoorDisk) -> None:
    disk.begin(FIRST)
    disk.commit([ended(1)])
    put_back = disk.image()
    disk.commit([ended(2)])
    put_back()
    assert disk.begin(SECOND).last_seq == {FIRST: 1, SECOND: 0}
    disk.swap()
    assert disk.begin(FIRST).last_seq == {FIRST: 0}


def test_the_files_are_found_as_a_crash_leaves_them(disk: RealDoorDisk, tmp_path: Path) -> None:
    disk.begin(FIRST)
    disk.commit([ended(1)])
    copy = disk._slot.keep()
    # All of it is in the write-ahead file still: nobody has tidied up.
    (copy / "journal.sqlite3").rename(tmp_path / "alone.sqlite3")
    with closing(sqlite3.connect(tmp_path / "alone.sqlite3")) as db:
        tables = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        events = db.execute("SELECT count(*) FROM events").fetchone()[0] if tables else 0
    assert events == 0
