from random import Random

import pytest

from tests.durability.power import (
    Disk,
    Fate,
    Named,
    Operation,
    Synced,
    SyncFailed,
    Truncated,
    Wrote,
)

OLD, NEW = b"o" * 2048, b"n" * 2048


def disk(*operations: Operation) -> Disk:
    made = Disk.holding({"file": OLD})
    for operation in operations:
        made.take(operation, Random(0))
    return made


def found(of: Disk, fate: Fate) -> set[bytes]:
    return {of.after_power_cut(fate, Random(seed))["file"] for seed in range(200)}


@pytest.mark.parametrize("fate", Fate)
def test_what_was_flushed_is_there(fate: Fate) -> None:
    assert found(disk(Wrote(0, 0, NEW), Synced(0, folder=False)), fate) == {NEW}


def test_what_was_not_flushed_is_there_or_not() -> None:
    of = disk(Wrote(0, 0, NEW))
    assert found(of, Fate.KEPT) == {NEW}
    assert found(of, Fate.DROPPED) == {OLD}
    assert found(of, Fate.ANY) == {OLD, NEW}


def test_a_torn_write_is_there_in_whole_sectors() -> None:
    torn = found(disk(Wrote(0, 100, NEW[:1948])), Fate.TORN)
    assert len(torn) == 16
    for content in torn:
        assert content[:100] == OLD[:100]
        sectors = [content[max(100, at) : at + 512] for at in range(0, 2048, 512)]
        assert all(len(set(sector)) == 1 for sector in sectors)


def test_in_order_nothing_is_there_after_what_is_missing() -> None:
    of = disk(Wrote(0, 0, b"a" * 512), Wrote(0, 512, b"b" * 512), Wrote(0, 1024, b"c" * 512))
    seen = {content[:1536:512] for content in found(of, Fate.IN_ORDER)}
    assert seen == {b"ooo", b"aoo", b"abo", b"abc"}


def test_a_failed_flush_is_not_made_up_for() -> None:
    fates = set()
    for seed in range(60):
        of = Disk.holding({"file": OLD})
        for operation in (Wrote(0, 0, NEW), SyncFailed(0), Synced(0, folder=False)):
            of.take(operation, Random(seed))
        fates |= found(of, Fate.KEPT)
    assert {OLD, NEW} < fates


def test_a_truncation_waits_for_its_flush() -> None:
    assert found(disk(Truncated(0, 512)), Fate.DROPPED) == {OLD}
    assert found(disk(Truncated(0, 512), Synced(0, folder=False)), Fate.DROPPED) == {OLD[:512]}


def test_a_new_name_waits_for_its_folder() -> None:
    made = (Named("new", 1), Wrote(1, 0, NEW), Synced(1, folder=False))
    assert "new" not in disk(*made).after_power_cut(Fate.DROPPED, Random(0))
    flushed = disk(*made, Synced(1, folder=True)).after_power_cut(Fate.DROPPED, Random(0))
    assert flushed["new"] == NEW


def test_a_deleted_file_may_be_there_again_as_it_was() -> None:
    of = disk(Named("file", None))
    assert of.after_power_cut(Fate.DROPPED, Random(0)) == {"file": OLD}
    assert of.after_power_cut(Fate.KEPT, Random(0)) == {}
