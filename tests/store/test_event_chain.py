import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.core.door.doorbook import Append, MarkAcked, PurgeAcked
from kiosk.store.door_journal import DoorJournal
from kiosk.store.event_chain import ChainBreak, digest_of
from tests.store.examples import CODEC, NOON, at, boot, ended, started


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A door's file with three lives of two events each, places 1 to 6, closed."""
    journal = DoorJournal(tmp_path / "door.db", CODEC)
    for life in (1, 2, 3):
        journal.open(boot(life))
        journal.commit([Append(started(life, boot(life), 1)), Append(ended(life, boot(life), 2))])
        journal.close()
    yield tmp_path / "door.db"
    assert sorted(tmp_path.iterdir()) == [tmp_path / "door.db"]


def broken_at(path: Path) -> ChainBreak | None:
    with closing(DoorJournal(path, CODEC)) as journal:
        journal.open(boot(9))
        return journal.verify_chain()


def meddle(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute(statement, values)
        other.commit()


def test_each_event_bears_the_digest_of_the_one_before_across_lives(path: Path) -> None:
    with closing(DoorJournal(path, CODEC)) as journal:
        journal.open(boot(9))
        prev = None
        for life in (1, 2, 3):
            for seq, event in ((1, started), (2, ended)):
                sealed = journal.event_bytes(boot(life), seq)
                assert sealed == CODEC.seal(event(life, boot(life), seq), prev)
                prev = digest_of(sealed)


def test_an_untouched_chain_holds(path: Path) -> None:
    assert broken_at(path) is None


def test_an_empty_chain_holds(tmp_path: Path) -> None:
    assert broken_at(tmp_path / "new.db") is None


@pytest.mark.parametrize("part", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("place", [1, 4, 6])
def test_one_flipped_bit_on_the_disk_shows_where_it_is(path: Path, place: int, part: float) -> None:
    with closing(DoorJournal(path, CODEC)) as journal:
        journal.open(boot(9))
        sealed = journal.event_bytes(boot((place + 1) // 2), 2 - place % 2)
    disk = bytearray(path.read_bytes())
    disk[disk.index(sealed) + int(part * (len(sealed) - 1))] ^= 0x01
    path.write_bytes(disk)
    assert broken_at(path) == ChainBreak(place, "changed")


def test_a_forged_event_with_a_fitting_digest_shows_at_the_next(path: Path) -> None:
    forged = CODEC.seal(ended(7, boot(2), 2), None)
    change = "UPDATE events SET sealed = ?, digest = ? WHERE place = 4"
    meddle(path, change, forged, digest_of(forged))
    assert broken_at(path) == ChainBreak(4, "does not follow the one before")


@pytest.mark.parametrize(
    ("place", "why"), [(1, "missing"), (3, "missing"), (6, "the end is missing or changed")]
)
def test_a_removed_event_shows(path: Path, place: int, why: str) -> None:
    meddle(path, "DELETE FROM events WHERE place = ?", place)
    assert broken_at(path) == ChainBreak(place, why)


def test_a_chain_with_every_event_removed_shows(path: Path) -> None:
    meddle(path, "DELETE FROM events")
    assert broken_at(path) == ChainBreak(1, "the end is missing or changed")


def test_what_is_not_an_event_shows_even_with_a_fitting_digest(path: Path) -> None:
    change = "UPDATE events SET sealed = ?, digest = ? WHERE place = 2"
    meddle(path, change, b"{}", digest_of(b"{}"))
    assert broken_at(path) == ChainBreak(2, "unreadable")


def test_purging_leaves_a_chain_that_can_be_checked(path: Path) -> None:
    with closing(DoorJournal(path, CODEC)) as journal:
        journal.open(boot(4))
        # A hole in the middle too: life 2 was acknowledged before the end of life 1.
        journal.commit([MarkAcked(boot(1), (1,), NOON), MarkAcked(boot(2), (1, 2), NOON)])
        journal.commit([PurgeAcked(at(1))])
        assert journal.verify_chain() is None
        journal.commit([Append(started(4, boot(4), 1))])
        assert journal.verify_chain() is None
    meddle(path, "UPDATE forgotten SET digest = 'other' WHERE place = 4")
    assert broken_at(path) == ChainBreak(5, "does not follow the one before")


def test_a_chain_goes_on_after_everything_was_purged(path: Path) -> None:
    with closing(DoorJournal(path, CODEC)) as journal:
        journal.open(boot(4))
        journal.commit([MarkAcked(boot(life), (1, 2), NOON) for life in (1, 2, 3)])
        last = journal.event_bytes(boot(3), 2)
        journal.commit([PurgeAcked(at(1))])
        assert journal.verify_chain() is None
        journal.commit([Append(started(4, boot(4), 1))])
        sealed = CODEC.seal(started(4, boot(4), 1), digest_of(last))
        assert journal.event_bytes(boot(4), 1) == sealed
        assert journal.verify_chain() is None


def test_digests_are_forgotten_when_nothing_kept_needs_them(path: Path) -> None:
    with closing(DoorJournal(path, CODEC)) as journal:
        journal.open(boot(4))
        journal.commit([MarkAcked(boot(life), (1, 2), NOON) for life in (1, 2)])
        journal.commit([PurgeAcked(at(1))])
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT place FROM forgotten").fetchall() == [(4,)]
