from dataclasses import replace
from datetime import timedelta

from kiosk.core.aggregator.coordination import BeatDue
from tests.core.building_bench import (
    BOOTH,
    DOOR_118,
    DOOR_214,
    IVY,
    MAYA,
    OMAR,
    RESTROOM,
    BuildingBench,
    apart,
    school,
    started,
)

HOUR = timedelta(hours=1)


def test_what_comes_after_the_clock_was_set_back_is_not_kept_as_earlier() -> None:
    bench = BuildingBench()
    first = bench.start_pass(bench.grant(MAYA))
    bench.now -= HOUR
    second = bench.start_pass(bench.grant(IVY, BOOTH))
    before, after = bench.record(first.id), bench.record(second.id)
    assert before.start is not None
    assert after.start is not None
    assert before.start.at <= after.start.at
    assert after.granted is not None
    assert before.start.at <= after.granted.at


def test_times_kept_do_not_fall_back_over_a_restart_either() -> None:
    bench = BuildingBench()
    first = bench.start_pass(bench.grant(MAYA))
    bench.now -= HOUR
    bench.start()
    second = bench.start_pass(bench.ask(IVY, BOOTH), offline=True)
    before, after = bench.record(first.id), bench.record(second.id)
    assert before.start is not None
    assert after.start is not None
    assert before.start.at <= after.start.at


def test_a_clock_that_is_set_back_hides_no_conflict() -> None:
    bench = BuildingBench(school(apart(MAYA, OMAR)))
    bench.start_pass(bench.grant(MAYA))
    bench.now -= HOUR
    bench.start_pass(bench.ask(OMAR, RESTROOM, DOOR_118), offline=True)
    assert len(bench.alerts("offline_conflict")) == 1


def test_a_door_that_is_an_hour_slow_has_no_pass_forgotten_at_once() -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    slow = started(asked, bench.next_seq(DOOR_214), bench.now - HOUR)
    bench.take(slow)
    bench.give(BeatDue())
    bench.now += timedelta(minutes=1)
    bench.give(BeatDue())
    assert bench.record(asked.id).held
    bench.now += timedelta(minutes=20)
    bench.give(BeatDue())
    bench.give(BeatDue())
    assert not bench.record(asked.id).held


def test_a_slow_door_alone_has_its_pass_counted_from_when_it_was_heard_of() -> None:
    bench = BuildingBench()
    asked = bench.ask(MAYA)
    slow = replace(started(asked, 1, bench.now - HOUR, offline=True), minutes=5)
    bench.take(slow)
    bench.give(BeatDue())
    assert bench.record(asked.id).held
