import copy
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.buildingbook import (
    Answered,
    BuildingChange,
    BuildingMemory,
    PutAlert,
    PutAnswer,
    PutEpoch,
    PutEvent,
    PutPass,
    PutPrevented,
    PutQuarantine,
    Stream,
)
from kiosk.core.events import PassEvent
from kiosk.core.ids import DoorId, GroupId, StudentId
from kiosk.store.building_journal import BuildingJournal
from kiosk.store.building_memory import read_memory
from kiosk.store.failures import JournalMisusedError
from tests.store.building_walk import Choice, Walk, put
from tests.store.examples import (
    CODEC,
    DOOR,
    NOON,
    RESTROOM,
    ROOM,
    boot,
    ended,
    grant,
    pass_id,
    refusal,
    request,
    started,
)

LATER = NOON + timedelta(hours=49)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "building.db"


@pytest.fixture
def journal(path: Path) -> Iterator[BuildingJournal]:
    with closing(BuildingJournal(path, CODEC)) as opened:
        opened.open(NOON)
        yield opened


def reopen(journal: BuildingJournal, now: datetime = NOON) -> BuildingMemory:
    journal.close()
    return journal.open(now)


def put_pass(number: int, *, held: bool, at: datetime = NOON) -> PutPass:
    return PutPass(pass_id(number), StudentId(f"s{number}"), RESTROOM, ROOM, held, at)


def granted(number: int, fence: int, at: datetime = NOON) -> PutAnswer:
    return PutAnswer(Answered(request(number), grant(number, fence), at))


def test_a_new_building_remembers_nothing(path: Path) -> None:
    with closing(BuildingJournal(path, CODEC)) as journal:
        assert journal.open(NOON) == BuildingMemory()


def test_an_event_taken_twice_fails_and_changes_nothing(journal: BuildingJournal) -> None:
    journal.commit([put(1, started(1, boot(1), 1))])
    with pytest.raises(JournalMisusedError, match=r"events\.door, events\.boot, events\.seq"):
        journal.commit([PutEpoch(7), put(2, started(1, boot(1), 1))])
    memory = reopen(journal)
    assert (memory.epoch, memory.n) == (0, 1)


def test_an_id_answered_twice_fails_and_the_first_answer_stands(journal: BuildingJournal) -> None:
    journal.commit([granted(1, 4)])
    with pytest.raises(JournalMisusedError, match=r"answers\.id"):
        journal.commit([PutAnswer(Answered(request(1), refusal(1), NOON))])
    assert reopen(journal).answers == (granted(1, 4).answered,)


def test_a_held_pass_is_found_again_with_its_grant_however_old(journal: BuildingJournal) -> None:
    journal.commit([granted(1, 4), put(1, started(1, boot(1), 1)), put_pass(1, held=True)])
    journal.commit([granted(2, 5), put(2, started(2, boot(1), 2)), put_pass(2, held=False)])
    memory = reopen(journal, LATER)
    assert [record.id for record in memory.records] == [pass_id(1)]
    assert memory.records[0].held
    assert memory.records[0].granted is not None
    assert memory.records[0].granted.fence == 4
    assert [answered.request.id for answered in memory.answers] == [pass_id(1)]
    assert memory.fence == 5


def test_a_pass_that_changed_lately_is_found_again_with_its_old_grant(
    journal: BuildingJournal,
) -> None:
    journal.commit([granted(1, 4), put(1, started(1, boot(1), 1)), put_pass(1, held=True)])
    journal.commit([put(2, ended(1, boot(1), 2), LATER), put_pass(1, held=False, at=LATER)])
    (record,) = reopen(journal, LATER).records
    assert record.granted is not None
    assert not record.held


def test_a_stream_with_holes_says_how_far_it_got_and_what_lies_beyond(
    journal: BuildingJournal,
) -> None:
    seqs = [1, 2, 4, 7]
    journal.commit([put(n, started(n, boot(1), seq)) for n, seq in enumerate(seqs, 1)])
    assert reopen(journal).streams == {(DOOR, boot(1)): Stream(2, frozenset({4, 7}))}


def test_a_quarantined_place_counts_as_taken_in(journal: BuildingJournal) -> None:
    journal.commit([put(1, started(1, boot(1), 1)), put(2, started(1, boot(1), 3))])
    journal.commit(
        [
            PutQuarantine(DOOR, boot(1), 2, b"\xff", "not UTF-8", NOON),
            PutQuarantine(DOOR, boot(2), 1, b"{}", "not version 1", NOON),
            PutQuarantine(DOOR, None, None, b"?", "not JSON", NOON),
        ]
    )
    assert reopen(journal).streams == {(DOOR, boot(1)): Stream(3), (DOOR, boot(2)): Stream(1)}


def test_events_come_back_to_be_published_in_their_order(journal: BuildingJournal) -> None:
    events: list[PassEvent] = [started(1, boot(1), 1), started(2, boot(2), 1)]
    events.append(ended(1, boot(1), 2))
    journal.commit([put(n, event, NOON + n * timedelta(1)) for n, event in enumerate(events, 1)])
    expected = [(n, event, NOON + n * timedelta(1)) for n, event in enumerate(events, 1)]
    assert journal.feed_from(1, 10) == expected
    assert journal.feed_from(2, 1) == expected[1:2]
    assert journal.feed_from(4, 10) == []


def test_what_was_published_is_durable_with_the_next_commit(
    journal: BuildingJournal, path: Path
) -> None:
    journal.commit([put(1, started(1, boot(1), 1)), put(2, ended(1, boot(1), 2))])
    journal.mark_published(1)
    assert on_disk(path) == 0
    journal.commit([PutEpoch(1)])
    assert on_disk(path) == 1
    journal.mark_published(2)
    journal.mark_published(1)
    journal.checkpoint()
    assert on_disk(path) == 2


def on_disk(path: Path) -> int:
    with closing(sqlite3.connect(path)) as other:
        (published,) = other.execute("SELECT published_upto FROM marks").fetchone()
    return int(published)


def test_what_was_published_is_kept_at_the_end(journal: BuildingJournal) -> None:
    journal.mark_published(3)
    assert reopen(journal).published_upto == 3


def test_an_event_of_a_newer_version_is_told_and_blocks_nothing(journal: BuildingJournal) -> None:
    unknown = PutEvent(2, ended(1, boot(1), 2), b'{"v":1,"type":"event","kind":"new"}', NOON)
    journal.commit([put(1, started(1, boot(1), 1)), unknown, put_pass(1, held=True)])
    memory = reopen(journal)
    assert memory.unreadable == (2,)
    assert memory.streams == {(DOOR, boot(1)): Stream(2)}
    assert [n for n, _, _ in journal.feed_from(1, 10)] == [1]


@pytest.mark.logs("a kept Grant can't be read")
def test_an_unreadable_answer_is_damage(journal: BuildingJournal, path: Path) -> None:
    journal.commit([granted(1, 4), put_pass(1, held=True)])
    journal.close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE answers SET answer = x'7b7d'")
        other.commit()
    memory = journal.open(NOON)
    assert memory == BuildingMemory(set_aside=f"{path}.damaged-1")


def test_a_prevented_encounter_is_kept(journal: BuildingJournal, path: Path) -> None:
    groups = (GroupId("g1"), GroupId("g2"))
    journal.commit([PutPrevented(pass_id(1), StudentId("s1"), groups, NOON, RESTROOM, NOON)])
    journal.close()
    with closing(sqlite3.connect(path)) as other:
        rows = other.execute("SELECT id, student, groups FROM prevented").fetchall()
    assert rows == [(pass_id(1), "s1", '["g1", "g2"]')]


def test_the_board_gets_the_last_fifty_alerts_newest_first(journal: BuildingJournal) -> None:
    alerts = [AlertRow(NOON, "urgent", f"alert {n}", pass_id(n)) for n in range(60)]
    journal.commit([PutAlert(alert) for alert in alerts])
    assert reopen(journal).alerts == tuple(alerts[:9:-1])


def test_a_start_walks_through_no_table_that_grows_with_the_years(
    journal: BuildingJournal,
) -> None:
    db = journal._open
    assert db is not None
    asked: list[str] = []
    db.conn.set_trace_callback(asked.append)
    read_memory(db, CODEC, NOON)
    db.conn.set_trace_callback(None)
    plans = [row[3] for sql in asked for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]
    walked = {plan for plan in plans if plan.startswith("SCAN")}
    # The events' unique index alone says how far the streams got.
    assert {plan for plan in walked if re.search("events|answers|passes", plan)} == {
        "SCAN events USING COVERING INDEX sqlite_autoindex_events_1"
    }


choices = st.tuples(st.integers(0, 15), st.integers(0, 9), st.integers(0, 9))
batches = st.tuples(st.integers(0, 30), st.booleans(), st.booleans(), st.lists(choices, max_size=8))


@settings(max_examples=40, deadline=None)
@given(st.lists(batches, max_size=6))
def test_every_change_is_found_again_and_a_failed_one_is_not(
    lived: list[tuple[int, bool, bool, list[Choice]]],
) -> None:
    walk, now = Walk(), NOON
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(BuildingJournal(Path(folder) / "building.db", CODEC)) as journal,
    ):
        journal.open(now)
        for hours, fails, starts_again, batch in lived:
            now += timedelta(hours=hours)
            commit(journal, walk, batch, now, fails=fails)
            if starts_again:
                assert reopen(journal, now) == walk.model.memory(now)
        assert reopen(journal, now) == walk.model.memory(now)


def commit(
    journal: BuildingJournal, walk: Walk, batch: list[Choice], now: datetime, *, fails: bool
) -> None:
    before = copy.deepcopy(walk.model)
    changes: list[BuildingChange] = []
    for choice in batch:
        made = walk.changes(choice, now)
        walk.model.apply(made)
        changes += made
    if not fails:
        journal.commit(changes)
        return
    walk.model = before
    twice = put(1_000_000, started(0, boot(0), 1, DoorId("twice")), now)
    with pytest.raises(JournalMisusedError):
        journal.commit([*changes, twice, twice])
