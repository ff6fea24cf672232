from dataclasses import replace
from datetime import date, timedelta

from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.building import ALERTS_SHOWN_MAX, Building
from kiosk.core.aggregator.buildingbook import BuildingMemory
from kiosk.core.aggregator.passes import Granted, PassRecord
from kiosk.core.events import EndedHow
from kiosk.core.ids import DoorId, PassId
from kiosk.core.protocol import Grant, Refusal
from kiosk.core.rule import Ask, Reach
from tests.core.building_bench import (
    BOOTH,
    DOOR_118,
    DOOR_214,
    MAYA,
    NOON,
    OMAR,
    ROOM_118,
    BuildingBench,
    abandoned,
    apart,
    ended,
    request,
    school,
    started,
)

ASKED = request(PassId("p-1"), MAYA, BOOTH)
GRANTED = PassRecord(ASKED.id).with_grant(Granted(ASKED, 1, 5, NOON))


def building(*records: PassRecord) -> Building:
    return Building(school(), BuildingMemory(records=records))


def test_a_grant_counts_as_out() -> None:
    known = building(GRANTED)
    assert [record.id for record in known.held()] == [ASKED.id]
    assert (known.halls.count_to(BOOTH), known.halls.count()) == (1, 1)


def test_a_pass_counts_once_however_often_it_changes() -> None:
    known = building(GRANTED)
    record = GRANTED.with_event(started(ASKED, 1, NOON), NOON)
    known.put(record)
    known.put(record)
    assert known.halls.count() == 1


def test_a_pass_that_ended_is_finished_and_held_nowhere() -> None:
    known = building(GRANTED)
    record = GRANTED.with_event(started(ASKED, 1, NOON), NOON)
    known.put(record.with_event(ended(ASKED, 2, NOON), NOON))
    assert (known.halls.count(), list(known.held_at(DOOR_214))) == (0, [])
    assert [o.id for o in known.halls.finished(MAYA)] == [ASKED.id]


def test_a_return_keeps_the_gap_though_the_start_comes_later() -> None:
    gap = timedelta(minutes=2)
    bench = BuildingBench(school(replace(apart(MAYA, OMAR), gap=gap)))
    gone = bench.grant(MAYA)
    bench.take(ended(gone, 2, bench.now))
    assert isinstance(bench.answer(bench.ask(OMAR, door=DOOR_118)), Refusal)
    bench.take(started(gone, 1, bench.now))
    assert isinstance(bench.answer(bench.ask(OMAR, door=DOOR_118, after=gap / 2)), Refusal)
    assert isinstance(bench.answer(bench.ask(OMAR, door=DOOR_118, after=gap)), Grant)


def test_a_grant_given_back_leaves_no_trace_with_the_rules() -> None:
    known = building(GRANTED)
    known.put(GRANTED.with_event(abandoned(ASKED, 1), NOON))
    assert (known.halls.count(), known.halls.finished(MAYA)) == (0, ())


def test_held_passes_are_found_by_door_in_a_fixed_order() -> None:
    others = [request(PassId(f"p-{n}"), OMAR) for n in (9, 3, 7)]
    records = [PassRecord(r.id).with_grant(Granted(r, 1, 5, NOON)) for r in others]
    known = building(GRANTED, *records)
    assert [r.id for r in known.held_at(DOOR_214)] == ["p-1", "p-3", "p-7", "p-9"]
    assert list(known.held_at(DOOR_118)) == []


def test_a_start_at_another_door_than_the_grants_moves_the_pass_there() -> None:
    known = building(GRANTED)
    there = request(ASKED.id, MAYA, BOOTH, DOOR_118)
    known.put(GRANTED.with_event(started(there, 1, NOON), NOON))
    assert list(known.held_at(DOOR_214)) == []
    assert [r.id for r in known.held_at(DOOR_118)] == [ASKED.id]
    assert known.halls.count_from(ROOM_118) == 1


def test_passes_that_started_unasked_are_known_until_they_are_forgotten() -> None:
    record = PassRecord(ASKED.id).with_event(started(ASKED, 1, NOON, offline=True), NOON)
    known = building(record)
    known.put(record.with_event(ended(ASKED, 2, NOON), NOON))
    assert known.unasked == {ASKED.id}
    known.forget_before(NOON + timedelta(seconds=1))
    assert (known.unasked, dict(known.records)) == (set(), {})


def test_what_is_held_is_never_forgotten() -> None:
    other = request(PassId("p-2"), OMAR)
    begun = PassRecord(other.id).with_event(started(other, 1, NOON, offline=True), NOON)
    known = building(GRANTED, begun)
    known.forget_before(NOON + timedelta(days=30))
    assert known.records.keys() == {ASKED.id, other.id}


def test_facts_see_the_whole_building() -> None:
    facts = building(GRANTED).facts(NOON, Ask.of(ASKED))
    assert facts.reach is Reach.BUILDING
    assert facts.halls.count() == 1


def test_only_so_many_alerts_are_shown() -> None:
    known = building()
    for n in range(ALERTS_SHOWN_MAX + 1):
        known.alerts.appendleft(AlertRow(NOON, "urgent", str(n)))
    assert len(known.alerts) == ALERTS_SHOWN_MAX
    assert known.alerts[0].text == str(ALERTS_SHOWN_MAX)


def test_a_door_that_the_roster_does_not_name_has_a_state_too() -> None:
    known = building()
    known.door_info(DoorId("door-9")).online = True
    assert known.door_info(DoorId("door-9")).online


def test_the_tally_follows_every_change_of_a_pass() -> None:
    def counted(record: PassRecord) -> int:
        known.put(record)
        return known.tally.count(MAYA, NOON - timedelta(days=1), but_for=PassId("none"))

    known = building()
    asked = PassRecord(ASKED.id)
    begun = asked.with_event(started(ASKED, 1, NOON), NOON)
    assert counted(GRANTED) == 1
    assert counted(GRANTED.with_event(abandoned(ASKED, 1), NOON)) == 0
    assert counted(begun) == 1
    assert counted(begun.with_event(ended(ASKED, 2, NOON), NOON)) == 1
    assert counted(begun.with_event(ended(ASKED, 2, NOON, EndedHow.VOID), NOON)) == 0


def test_a_new_day_forgets_the_past_term_on_disk_and_keeps_this_week() -> None:
    known = building()
    assert known.begin_day(NOON).before == min(
        known.school.schedule.day_start(date(2026, 1, 1)),
        known.school.schedule.day_start(date(2026, 3, 2)),
    )
