import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.door.doorbook import (
    Append,
    DoorChange,
    DropOpen,
    DropPending,
    MarkAcked,
    PurgeAcked,
    PutMarks,
    PutOpen,
    PutPending,
    PutRoster,
    Requeue,
)
from kiosk.core.events import Abandoned
from kiosk.core.ids import StudentId
from kiosk.sim.campaign.door_disk import Platter
from kiosk.store.door_journal import DoorJournal
from kiosk.store.failures import JournalError, JournalInUseError, JournalMisusedError
from tests.store.door_walk import Choice, Walk
from tests.store.examples import (
    CODEC,
    DOOR,
    NOON,
    at,
    boot,
    ended,
    open_pass,
    pass_id,
    request,
    roster_part,
    started,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "door.db"


@pytest.fixture
def journal(path: Path) -> Iterator[DoorJournal]:
    with closing(DoorJournal(path, CODEC)) as opened:
        opened.open(boot(1))
        yield opened


def test_a_new_door_remembers_only_its_first_life(path: Path) -> None:
    with closing(DoorJournal(path, CODEC)) as journal:
        memory = journal.open(boot(1))
    expected = Platter()
    expected.begin(boot(1))
    assert memory == expected.memory(boot(1), unclean=False)


def test_the_life_is_durable_before_open_returns(path: Path) -> None:
    journal = DoorJournal(path, CODEC)
    journal.open(boot(1))
    copied = path.with_name("copied.db")
    # What a power cut right now would leave: the files as they are, nobody having closed them.
    for side in ("", "-wal"):
        copied.with_name(copied.name + side).write_bytes(
            path.with_name(path.name + side).read_bytes()
        )
    with closing(sqlite3.connect(copied)) as found:
        assert found.execute("SELECT boot, last_seq FROM lives").fetchall() == [(boot(1), 0)]
    journal.close()


def test_a_life_that_was_closed_ended_cleanly(journal: DoorJournal) -> None:
    journal.close()
    assert not journal.open(boot(2)).unclean


def test_a_life_thrown_away_did_not_end_cleanly(journal: DoorJournal) -> None:
    journal.close(clean=False)
    assert journal.open(boot(2)).unclean
    journal.close()
    assert not journal.open(boot(3)).unclean


def test_what_ended_is_remembered_as_over_and_what_was_given_up_may_yet_be_adopted(
    journal: DoorJournal,
) -> None:
    given_up = Abandoned(
        door=DOOR, boot=boot(1), seq=3, id=pass_id(2), mono_ms=0, at=NOON, doubt=True
    )
    events = (started(1, boot(1), 1), ended(1, boot(1), 2), given_up)
    journal.commit([Append(event) for event in events])
    journal.close()
    assert journal.open(boot(2)).finished == {pass_id(1)}


def test_a_boot_id_can_not_be_lived_twice(journal: DoorJournal) -> None:
    journal.commit([Append(started(1, boot(1), 1))])
    journal.close()
    with pytest.raises(JournalMisusedError, match=r"lives\.boot"):
        journal.open(boot(1))


def test_a_second_program_can_not_open_the_journal(journal: DoorJournal, path: Path) -> None:
    with pytest.raises(JournalInUseError, match="Stop the other program") as caught:
        DoorJournal(path, CODEC).open(boot(2))
    assert str(path) in str(caught.value)
    journal.commit([PutMarks(1, 1)])


def test_an_event_goes_out_as_it_was_sealed(journal: DoorJournal) -> None:
    event = started(1, boot(1), 1)
    journal.commit([Append(event)])
    assert journal.event_bytes(boot(1), 1) == CODEC.seal(event, None)


def test_an_event_that_is_not_kept_is_named(journal: DoorJournal) -> None:
    with pytest.raises(JournalError, match=f"event 7 of life {boot(1)}"):
        journal.event_bytes(boot(1), 7)


@pytest.mark.parametrize(
    "wrong",
    [started(2, boot(1), 1), started(2, boot(1), 3), started(2, boot(9), 1)],
    ids=["same number again", "number left out", "another life"],
)
def test_a_failed_commit_changes_nothing(journal: DoorJournal, wrong: object) -> None:
    journal.commit([Append(started(1, boot(1), 1)), PutOpen(open_pass(1))])
    bad: list[DoorChange] = [PutMarks(9, 9), Append(wrong), DropOpen(pass_id(1))]  # type: ignore[arg-type]  # each one is an event
    with pytest.raises(JournalMisusedError):
        journal.commit(bad)
    journal.commit([Append(ended(1, boot(1), 2))])
    assert journal.verify_chain() is None
    journal.close()
    memory = journal.open(boot(2))
    assert (memory.epoch, memory.max_fence) == (0, 0)
    assert memory.open == (open_pass(1),)
    assert memory.last_seq == {boot(1): 2, boot(2): 0}


def test_a_life_that_is_over_takes_no_more_events(journal: DoorJournal) -> None:
    journal.commit([Append(started(1, boot(1), 1))])
    journal.close()
    journal.open(boot(2))
    with pytest.raises(JournalMisusedError, match="not the next of this life"):
        journal.commit([Append(ended(1, boot(1), 2))])


def test_a_full_disk_is_told_and_the_commit_after_it_goes_well(
    journal: DoorJournal, path: Path
) -> None:
    assert journal._open is not None
    journal.commit([Append(started(1, boot(1), 1))])
    journal.checkpoint()
    (pages,) = journal._open.execute("PRAGMA page_count").fetchone()
    journal._open.execute(f"PRAGMA max_page_count = {pages}")
    big: list[DoorChange] = [PutRoster(tuple(roster_part(n, 9, students=40) for n in range(9)))]
    with pytest.raises(JournalError, match=r"full.*Free space on the disk") as caught:
        journal.commit([Append(ended(1, boot(1), 2)), *big])
    assert str(path) in str(caught.value)
    journal._open.execute(f"PRAGMA max_page_count = {pages + 1_000}")
    journal.commit([Append(ended(1, boot(1), 2)), *big])
    assert journal.verify_chain() is None


def test_a_write_that_the_system_refuses_is_told(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="folder exists"):
        DoorJournal(tmp_path / "nowhere" / "door.db", CODEC).open(boot(1))


def test_acknowledged_events_leave_the_outbox_and_can_come_back(journal: DoorJournal) -> None:
    journal.commit([Append(started(1, boot(1), 1)), Append(ended(1, boot(1), 2))])
    journal.commit([MarkAcked(boot(1), (1, 2), NOON), Requeue(boot(1), (2,))])
    journal.close()
    memory = journal.open(boot(2))
    assert memory.acked == {(boot(1), 1)}
    assert memory.unacked == {(boot(1), 2)}


def test_an_event_is_kept_by_its_first_acknowledgement(journal: DoorJournal) -> None:
    journal.commit([Append(started(1, boot(1), 1)), MarkAcked(boot(1), (1,), at(0))])
    journal.commit([MarkAcked(boot(1), (1,), at(60)), PurgeAcked(at(1))])
    with pytest.raises(JournalError, match="not kept"):
        journal.event_bytes(boot(1), 1)


def test_a_life_is_forgotten_with_its_last_event(journal: DoorJournal) -> None:
    journal.commit([Append(started(1, boot(1), 1)), MarkAcked(boot(1), (1,), NOON)])
    journal.close()
    assert boot(1) in journal.open(boot(2)).last_seq
    journal.commit([PurgeAcked(at(1))])
    journal.close()
    assert journal.open(boot(3)).last_seq == {boot(3): 0}


def test_what_is_purged_and_dropped_leaves_no_bytes(journal: DoorJournal, path: Path) -> None:
    students = [StudentId(f"secret-{n:04d}") for n in range(300)]
    for start in range(0, len(students), 25):
        # Several commits, so that pages are rewritten and split as they are in a school.
        changes: list[DoorChange] = []
        for n, student in enumerate(students[start : start + 25], start):
            changes.append(PutPending(replace(request(n), student=student)))
            changes.append(PutOpen(replace(open_pass(n), student=student)))
            changes.append(Append(replace(started(n, boot(1), n + 1), student=student)))
        journal.commit(changes)
    journal.checkpoint()
    assert b"secret-0007" in path.read_bytes()
    seqs = tuple(range(1, len(students) + 1))
    journal.commit([MarkAcked(boot(1), seqs, NOON), PurgeAcked(at(1))])
    journal.commit([DropPending(pass_id(n)) for n in range(len(students))])
    journal.commit([DropOpen(pass_id(n)) for n in range(len(students))])
    journal.checkpoint()
    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"secret" not in left


def test_a_roster_that_was_replaced_leaves_no_bytes(journal: DoorJournal, path: Path) -> None:
    journal.commit([PutRoster(tuple(roster_part(n, 4, "old-roster", 30) for n in range(4)))])
    journal.checkpoint()
    journal.commit([PutRoster((roster_part(1, 1, "new-roster"),))])
    journal.checkpoint()
    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"new-roster" in left
    assert b"old-roster" not in left


choices = st.tuples(st.integers(0, 12), st.integers(0, 9), st.integers(0, 9))
commits = st.tuples(st.booleans(), st.lists(choices, max_size=6))
lives_lived = st.lists(st.tuples(st.booleans(), st.lists(commits, max_size=4)), max_size=4)


@settings(max_examples=40, deadline=None)
@given(lives_lived)
def test_every_change_is_found_again_and_a_failed_one_is_not(
    lives: list[tuple[bool, list[tuple[bool, list[Choice]]]]],
) -> None:
    model, unclean = Platter(), False
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(DoorJournal(Path(folder) / "door.db", CODEC)) as journal,
    ):
        for number, (clean, batches) in enumerate([*lives, (True, [])], 1):
            model.begin(boot(number))
            assert journal.open(boot(number)) == model.memory(boot(number), unclean=unclean)
            walk = Walk(model, boot(number))
            for fails, batch in batches:
                commit(journal, walk, batch, fails=fails)
            assert journal.verify_chain() is None
            journal.close(clean=clean)
            unclean = not clean


def commit(journal: DoorJournal, walk: Walk, batch: list[Choice], *, fails: bool) -> None:
    before = walk.seq
    changes = [walk.change(choice) for choice in batch]
    if not fails:
        journal.commit(changes)
        walk.model.apply(changes)
        return
    with pytest.raises(JournalMisusedError):
        journal.commit([*changes, Append(started(0, walk.life, walk.seq + 2))])
    walk.seq = before
