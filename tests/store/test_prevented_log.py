from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.core.aggregator.buildingbook import PutPass, PutPrevented
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.aggregator.prevented import HowItEnded
from kiosk.core.events import LeftLine
from kiosk.core.ids import GroupId, StaffId, StudentId
from kiosk.store.building_journal import BuildingJournal
from kiosk.store.failures import JournalError
from kiosk.store.prevented_log import read_prevented
from tests.store.building_walk import put
from tests.store.examples import CODEC, NOON, RESTROOM, at, boot, pass_id, started

GROUP = GroupId("fight")


def prevented(number: int, student: str, minute: int) -> PutPrevented:
    when = at(minute)
    return PutPrevented(pass_id(number), StudentId(student), (GROUP,), when, RESTROOM, when)


def filled(path: Path) -> BuildingJournal:
    """A building in which one went with a yes after a wait, one left the line, one did neither."""
    journal = BuildingJournal(path, CODEC)
    journal.open(NOON)
    yes = replace(started(11, boot(1), 1), student=StudentId("s1"), approved_by=StaffId("t"))
    yes = replace(yes, at=at(9))
    away = LeftLine(door=yes.door, boot=boot(1), seq=2, id=pass_id(2), mono_ms=1, at=at(3))
    journal.commit(
        [
            prevented(1, "s1", 0),
            prevented(2, "s2", 1),
            prevented(3, "s3", 2),
            replace(put(1, yes), at=at(9)),
            PutPass.of(PassRecord(yes.id).with_event(yes, at(9)), at(9)),
            replace(put(2, away), at=at(3)),
        ]
    )
    return journal


def test_the_log_is_read_while_the_aggregator_has_the_file_open(tmp_path: Path) -> None:
    path = tmp_path / "building.db"
    with closing(filled(path)) as journal:
        waits = read_prevented(path, NOON)
        journal.commit([prevented(4, "s4", 20)])
        assert len(read_prevented(path, NOON)) == 4
    assert [(wait.student, wait.until, wait.how) for wait in waits] == [
        ("s1", at(9), HowItEnded.WITH_YES),
        ("s2", at(3), HowItEnded.LEFT),
        ("s3", None, HowItEnded.NOT_GONE),
    ]
    assert {wait.groups for wait in waits} == {(GROUP,)}


def test_what_was_before_the_day_asked_for_is_left_out(tmp_path: Path) -> None:
    with closing(filled(tmp_path / "b")):
        waits = read_prevented(tmp_path / "b", NOON + timedelta(minutes=2))
    assert [wait.student for wait in waits] == ["s3"]


def test_a_file_that_is_no_journal_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("no journal at all, " * 100)
    with pytest.raises(JournalError, match="log of prevented encounters"):
        read_prevented(tmp_path / "b", NOON)
    with pytest.raises(JournalError):
        read_prevented(tmp_path / "missing", NOON)
    assert not (tmp_path / "missing").exists()
