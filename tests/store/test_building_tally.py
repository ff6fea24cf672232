import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from kiosk.core.aggregator.buildingbook import PurgeTally, PutPass
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.events import Ended, EndedHow, Expired, PassEvent, Started
from kiosk.core.ids import BootId, DestinationId, StudentId
from kiosk.core.tally import Counted, TallyMemory, TallySpans
from kiosk.store.building_journal import BuildingJournal
from tests.store.building_walk import put
from tests.store.examples import CODEC, NOON, RESTROOM, ROOM, boot, ended, pass_id, started

MAYA = StudentId("s1")
LIBRARY = DestinationId("library")
DAY = timedelta(days=1)
# NOON is a Monday's.
SPANS = TallySpans(term_from=NOON - 60 * DAY, week_from=NOON - timedelta(hours=12))


def put_pass(
    number: int,
    ago: timedelta,
    *,
    to: DestinationId = RESTROOM,
    counts: bool = True,
    held: bool = False,
) -> PutPass:
    since = NOON - ago
    return PutPass(pass_id(number), MAYA, to, ROOM, held, since, since, counts)


def tally(path: Path, *changes: PutPass | PurgeTally) -> TallyMemory:
    with closing(BuildingJournal(path, CODEC)) as journal:
        journal.open(NOON)
        journal.commit(changes)
        journal.close()
        return journal.open(NOON, SPANS).tally


def test_passes_of_this_week_are_found_one_by_one(tmp_path: Path) -> None:
    found = tally(tmp_path / "b", put_pass(1, timedelta(hours=1)), put_pass(2, DAY))
    assert found.lately == (Counted(pass_id(1), MAYA, RESTROOM, NOON - timedelta(hours=1)),)


def test_passes_of_the_term_are_found_by_number(tmp_path: Path) -> None:
    found = tally(
        tmp_path / "b",
        *(put_pass(n, n * DAY) for n in range(3, 6)),
        put_pass(7, 7 * DAY, to=LIBRARY),
        put_pass(8, 61 * DAY),
    )
    assert found.earlier == {(MAYA, RESTROOM): 3, (MAYA, LIBRARY): 1}


def test_a_pass_whose_record_is_remembered_is_counted_from_there(tmp_path: Path) -> None:
    lately_changed = replace(put_pass(1, 5 * DAY), changed_at=NOON - DAY)
    found = tally(tmp_path / "b", lately_changed, put_pass(2, 6 * DAY, held=True))
    assert found.earlier == {}


def test_a_pass_that_does_not_count_is_not_found(tmp_path: Path) -> None:
    found = tally(
        tmp_path / "b",
        put_pass(1, timedelta(hours=1), counts=False),
        put_pass(2, 5 * DAY, counts=False),
    )
    assert found == TallyMemory(SPANS)


def test_the_tally_of_a_past_term_is_forgotten(tmp_path: Path) -> None:
    purge = PurgeTally(NOON - 30 * DAY)
    found = tally(tmp_path / "b", put_pass(1, 40 * DAY), put_pass(2, 20 * DAY), purge)
    assert found.earlier == {(MAYA, RESTROOM): 1}


def test_what_a_record_says_of_itself_is_what_is_kept(tmp_path: Path) -> None:
    out = PassRecord(pass_id(1)).with_event(started(1, boot(1), 1), NOON)
    void = out.with_event(replace(ended(1, boot(1), 2), how=EndedHow.VOID), NOON)
    assert PutPass.of(out, NOON).counts
    assert not PutPass.of(void, NOON).counts
    (found,) = tally(tmp_path / "b", PutPass.of(out, NOON)).lately
    assert found.since == out.since
    assert tally(tmp_path / "c", PutPass.of(out, NOON), PutPass.of(void, NOON)).lately == ()


def test_passes_from_before_there_was_a_tally_are_counted(tmp_path: Path) -> None:
    path, life = tmp_path / "building.db", boot(1)

    def rest(number: int, seq: int, event: PassEvent) -> list[PassEvent]:
        return [started(number, life, seq), event]

    events: list[PassEvent] = [
        started(1, life, 1),
        ended(1, life, 2),
        replace(started(2, life, 3), urgent=True),
        *rest(3, 4, replace(ended(3, life, 5), how=EndedHow.VOID)),
        *rest(4, 6, expired(4, life, 7)),
    ]
    with closing(BuildingJournal(path, CODEC)) as journal:
        journal.open(NOON)
        journal.commit([put(n, event) for n, event in enumerate(events, 1)])
        kept = [PutPass(pass_id(n), MAYA, RESTROOM, ROOM, False, NOON) for n in range(1, 6)]
        journal.commit(kept)
    _undo_the_step(path)
    with closing(BuildingJournal(path, CODEC)) as journal:
        found = journal.open(NOON, SPANS).tally
    assert [counted.id for counted in found.lately] == [pass_id(1)]


def expired(number: int, life: BootId, seq: int) -> Expired:
    told: Started | Ended = started(number, life, seq)
    return Expired(door=told.door, boot=life, seq=seq, id=told.id, mono_ms=told.mono_ms, at=told.at)


def _undo_the_step(path: Path) -> None:
    """Make the file one of the version before."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("DROP INDEX passes_counted")
        conn.execute("ALTER TABLE passes DROP COLUMN since")
        conn.execute("ALTER TABLE passes DROP COLUMN counts")
        (table,) = conn.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%migrations%'"
        ).fetchone()
        conn.execute(f"DELETE FROM {table} WHERE name = 'what_limits_count'")  # noqa: S608 - a name of the schema itself
