from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.core.aggregator.buildingbook import PutAnswer, PutPrevented
from kiosk.core.aggregator.coordination import BeatDue, DoorSaid, EventCame, HoldsSet, Record, Reply
from kiosk.core.ids import CardHash, DoorId, StaffId
from kiosk.core.limits import Limit, Span, UsedUp
from kiosk.core.protocol import (
    DEAD,
    DoorCommand,
    Grant,
    Identify,
    Identity,
    Refusal,
    Request,
    WireRuling,
)
from kiosk.core.rule import Holds
from kiosk.core.school import GroupMode
from kiosk.feed.codec import JsonCodec
from tests.core.building_bench import (
    BOOT,
    BOOTH,
    DOOR_118,
    DOOR_214,
    IVY,
    LATER_BOOT,
    MAYA,
    NOAH,
    OMAR,
    RESTROOM,
    ROOM_118,
    SECOND,
    BuildingBench,
    abandoned,
    apart,
    beat,
    checked_in,
    ended,
    refused,
    replies,
    school,
    started,
)

MAYAS_CARD = CardHash("a" * 64)
STAFF = StaffId("t-case")


def why(answer: Grant | Refusal) -> str:
    return answer.reason if isinstance(answer, Refusal) else "granted"


# --- one answer to one id (A1) -------------------------------------------------------------------


def test_an_answer_is_recorded_in_the_batch_that_says_it() -> None:
    bench = BuildingBench()
    asked = bench.ask(MAYA)
    commands = bench.give(DoorSaid(DOOR_214, asked))
    recorded = [c for r in commands if isinstance(r, Record) for c in r.changes]
    assert any(isinstance(c, PutAnswer) for c in recorded)
    assert isinstance(replies(commands)[0], Grant)


def test_a_copy_of_a_request_gets_the_remembered_answer() -> None:
    bench = BuildingBench()
    asked = bench.ask(MAYA)
    first = bench.answer(asked)
    assert bench.answer(replace(asked, attempt=2)) == first
    assert bench.mind.building.fence == 1


def test_a_refusal_is_remembered_though_the_reason_is_gone() -> None:
    bench = BuildingBench(school(booth=1))
    first = bench.grant(MAYA, BOOTH)
    asked = bench.ask(OMAR, BOOTH)
    refusal = bench.answer(asked)
    bench.take(abandoned(first, bench.next_seq(DOOR_214)))
    assert bench.answer(asked) == refusal
    assert why(bench.answer(bench.ask(OMAR, BOOTH))) == "granted"


def test_answers_are_remembered_over_a_restart() -> None:
    bench = BuildingBench(school(booth=1))
    granted = bench.grant(MAYA, BOOTH)
    asked = bench.ask(OMAR, BOOTH)
    refusal = bench.answer(asked)
    bench.start()
    assert isinstance(bench.answer(granted), Grant)
    assert bench.answer(asked) == refusal


def test_fences_grow_over_a_restart() -> None:
    bench = BuildingBench()
    bench.grant(MAYA)
    bench.start()
    bench.say(beat())
    answer = bench.answer(bench.ask(OMAR))
    assert isinstance(answer, Grant)
    assert answer.fence == 2


@pytest.mark.parametrize("happened", ["abandoned", "ended", "started"])
def test_an_id_that_is_over_or_started_alone_is_dead(happened: str) -> None:
    bench = BuildingBench()
    asked = bench.ask(MAYA)
    if happened == "abandoned":
        bench.take(abandoned(asked, 1))
    if happened == "ended":
        bench.take(ended(asked, 2, bench.now))
    if happened == "started":
        bench.take(started(asked, 1, bench.now, offline=True))
    assert why(bench.answer(asked)) == DEAD
    assert why(bench.answer(asked)) == DEAD


def test_a_request_of_a_dead_boot_is_dead() -> None:
    bench = BuildingBench()
    asked = bench.ask(MAYA)
    bench.say(beat(DOOR_214, LATER_BOOT, {BOOT: 0, LATER_BOOT: 0}))
    assert why(bench.answer(asked)) == DEAD
    assert not bench.record(asked.id).held


def test_it_is_dead_after_a_restart_too() -> None:
    bench = BuildingBench()
    asked = bench.ask(MAYA)
    bench.say(beat(DOOR_214, LATER_BOOT, {BOOT: 0, LATER_BOOT: 0}))
    bench.start()
    assert why(bench.answer(asked)) == DEAD


def test_a_life_that_has_sent_no_heartbeat_is_asked_for_one_first() -> None:
    bench = BuildingBench(heard=())
    asked = bench.ask(MAYA)
    assert isinstance(bench.say(asked), DoorCommand)
    assert not bench.record(asked.id).held
    bench.say(beat())
    assert isinstance(bench.answer(asked), Grant)


def test_a_late_first_message_of_an_old_boot_is_not_granted_once_a_new_one_is_known() -> None:
    bench = BuildingBench(heard=())
    bench.say(beat(DOOR_214, LATER_BOOT))
    asked = bench.ask(MAYA)
    assert isinstance(bench.say(asked), DoorCommand)
    assert not bench.record(asked.id).held


def test_an_id_that_another_door_asked_with_is_dead() -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    copied = replace(asked, door=DOOR_118, origin=ROOM_118)
    assert why(bench.answer(copied)) == DEAD
    assert bench.record(asked.id).door == DOOR_214


def test_a_door_asks_only_for_its_own_room() -> None:
    bench = BuildingBench()
    assert why(bench.answer(replace(bench.ask(MAYA), origin=ROOM_118))) == DEAD
    assert len(bench.alerts("wrong_origin")) == 1


# --- the rulebook over everything held -----------------------------------------------------------


@pytest.mark.parametrize("first", [MAYA, OMAR])
def test_two_who_must_not_meet_are_never_granted_together(first: str) -> None:
    bench = BuildingBench(school(apart(MAYA, OMAR)))
    one, two = (MAYA, OMAR) if first == MAYA else (OMAR, MAYA)
    granted = bench.grant(one)
    assert why(bench.answer(bench.ask(two, BOOTH, DOOR_118))) == "hall_full"
    bench.start_pass(granted)
    bench.end_pass(granted)
    assert why(bench.answer(bench.ask(two, BOOTH, DOOR_118))) == "granted"


def test_those_of_a_same_destination_group_may_be_out_to_different_places() -> None:
    bench = BuildingBench(school(apart(MAYA, OMAR, mode=GroupMode.SAME_DESTINATION)))
    bench.grant(MAYA, RESTROOM)
    assert why(bench.answer(bench.ask(OMAR, RESTROOM, DOOR_118))) == "hall_full"
    assert why(bench.answer(bench.ask(OMAR, BOOTH, DOOR_118))) == "granted"


def test_two_requests_in_one_batch_do_not_both_get_the_last_place() -> None:
    bench = BuildingBench(school(booth=1))
    one, two = bench.ask(MAYA, BOOTH), bench.ask(OMAR, BOOTH, DOOR_118)
    said = replies(bench.give(DoorSaid(DOOR_214, one), DoorSaid(DOOR_118, two)))
    assert [type(answer) for answer in said] == [Grant, Refusal]


def test_one_student_is_not_granted_two_passes() -> None:
    bench = BuildingBench()
    bench.grant(MAYA)
    assert why(bench.answer(bench.ask(MAYA, RESTROOM, DOOR_118))) == "already_out"


def test_a_grant_is_not_freed_by_time() -> None:
    bench = BuildingBench(school(booth=1))
    bench.grant(MAYA, BOOTH)
    later = bench.ask(OMAR, BOOTH, after=3_600 * SECOND)
    assert why(bench.answer(later)) == "destination_capacity"


def test_a_request_given_up_in_doubt_keeps_its_place() -> None:
    bench = BuildingBench(school(booth=1))
    asked = bench.grant(MAYA, BOOTH)
    bench.take(abandoned(asked, 1, doubt=True))
    assert why(bench.answer(bench.ask(OMAR, BOOTH))) == "destination_capacity"


def test_a_frozen_student_is_refused_for_no_reason_of_their_own() -> None:
    bench = BuildingBench()
    bench.give(HoldsSet(Holds(students=frozenset({MAYA})), STAFF))
    answer = bench.answer(bench.ask(MAYA))
    assert isinstance(answer, Refusal)
    assert (answer.ruling, answer.reason) == (WireRuling.REFUSE, "frozen")
    assert why(bench.answer(bench.ask(OMAR))) == "granted"


def test_a_refused_event_frees_nothing() -> None:
    bench = BuildingBench()
    asked = bench.grant(MAYA)
    bench.give(EventCame(DOOR_214, refused(asked, 1), b"-"))
    assert bench.record(asked.id).held


# --- overrides -----------------------------------------------------------------------------------


def overridden(asked: Request, by: StaffId | None = STAFF) -> Request:
    return replace(asked, override=True, approved_by=by, note="medical")


def test_an_override_goes_past_capacity_rest_and_an_encounter_alike() -> None:
    bench = BuildingBench(school(apart(MAYA, OMAR), hall=1, cooldown=timedelta(minutes=15)))
    first = bench.grant(MAYA)
    bench.start_pass(first)
    bench.end_pass(first)
    bench.grant(OMAR)
    assert why(bench.answer(overridden(bench.ask(MAYA, door=DOOR_118)))) == "granted"
    kept = [c for r in bench.commands if isinstance(r, Record) for c in r.changes]
    assert not any(isinstance(c, PutPrevented) for c in kept)


def test_it_does_not_go_past_a_pass_that_is_open_or_a_hold() -> None:
    bench = BuildingBench()
    bench.grant(MAYA)
    assert why(bench.answer(overridden(bench.ask(MAYA)))) == "already_out"
    bench.give(HoldsSet(Holds(hold=True), STAFF))
    assert why(bench.answer(overridden(bench.ask(OMAR)))) == "hold"


def test_an_override_in_nobodys_name_is_none() -> None:
    bench = BuildingBench(school(hall=1))
    bench.grant(OMAR)
    assert why(bench.answer(overridden(bench.ask(MAYA), by=None))) == "hall_full"


def test_whoever_waited_in_line_is_in_it_no_more() -> None:
    bench = BuildingBench(school(hall=1))
    bench.grant(OMAR)
    assert why(bench.answer(bench.ask(MAYA))) == "hall_full"
    assert why(bench.answer(overridden(bench.ask(MAYA)))) == "granted"
    assert len(bench.mind.building.line) == 0


# --- nobody can tell why -------------------------------------------------------------------------


def test_an_encounter_refusal_is_a_full_hallways_byte_for_byte() -> None:
    full = BuildingBench(school(hall=1))
    met = BuildingBench(school(apart(MAYA, OMAR)))
    said = []
    for bench in (full, met):
        bench.grant(MAYA)
        said.append(JsonCodec().encode(bench.answer(bench.ask(OMAR, BOOTH, DOOR_118))))
    assert said[0] == said[1]


def test_the_rest_of_the_batch_tells_the_door_nothing_more() -> None:
    bench = BuildingBench(school(apart(MAYA, OMAR)))
    bench.grant(MAYA)
    commands = bench.give(DoorSaid(DOOR_118, bench.ask(OMAR, BOOTH, DOOR_118)))
    assert [type(c) for c in commands if not isinstance(c, Record)] == [Reply]


def test_an_encounter_prevented_is_kept_with_its_groups() -> None:
    bench = BuildingBench(school(apart(MAYA, OMAR)))
    bench.grant(MAYA)
    commands = bench.give(DoorSaid(DOOR_118, bench.ask(OMAR, BOOTH, DOOR_118)))
    kept = [c for r in commands if isinstance(r, Record) for c in r.changes]
    assert [c.groups for c in kept if isinstance(c, PutPrevented)] == [("g-1",)]


def test_a_full_hall_covers_for_an_encounter() -> None:
    bench = BuildingBench(school(apart(MAYA, OMAR), hall=1))
    bench.grant(MAYA)
    commands = bench.give(DoorSaid(DOOR_118, bench.ask(OMAR, BOOTH, DOOR_118)))
    kept = [c for r in commands if isinstance(r, Record) for c in r.changes]
    assert not any(isinstance(c, PutPrevented) for c in kept)


# --- whose card ----------------------------------------------------------------------------------


def identity(
    bench: BuildingBench, door: DoorId = DOOR_118, card: CardHash = MAYAS_CARD
) -> Identity:
    (said,) = replies(bench.give(DoorSaid(door, Identify(id="i-1", card=card))))
    assert isinstance(said, Identity)
    return said


@pytest.fixture
def carded() -> BuildingBench:
    plain = school()
    maya = replace(plain.roster.students[MAYA], cards=frozenset({MAYAS_CARD}))
    roster = replace(plain.roster, students={**plain.roster.students, MAYA: maya})
    return BuildingBench(replace(plain, roster=roster))


def test_a_card_is_named_by_label_only(carded: BuildingBench) -> None:
    said = identity(carded)
    assert (said.student, said.label, said.out) == (MAYA, "Maya L.", None)


def test_an_unknown_card_is_unknown(carded: BuildingBench) -> None:
    assert identity(carded, card=CardHash("f" * 64)).unknown


def test_a_pass_open_at_another_door_is_told(carded: BuildingBench) -> None:
    asked = carded.grant(MAYA)
    assert identity(carded).out is None
    carded.start_pass(asked)
    out = identity(carded).out
    assert out is not None
    assert out.id == asked.id
    assert identity(carded, DOOR_214).out is None


def test_with_it_whether_it_is_one_way_and_checked_in(carded: BuildingBench) -> None:
    asked = replace(carded.ask(MAYA), round_trip=False)
    carded.answer(asked)
    carded.take(replace(started(asked, carded.next_seq(DOOR_214), None), round_trip=False))
    out = identity(carded).out
    assert out is not None
    assert (out.round_trip, out.checked_in) == (False, False)
    carded.take(checked_in(asked, DOOR_118, carded.next_seq(DOOR_118), None))
    out = identity(carded).out
    assert out is not None
    assert out.checked_in


def test_others_passes_are_never_told(carded: BuildingBench) -> None:
    for who in (OMAR, IVY, NOAH):
        carded.start_pass(carded.grant(who))
    assert identity(carded).out is None


def test_a_used_up_limit_asks_the_teacher_whose_yes_answers_it() -> None:
    bench = BuildingBench(school(limits=(Limit(1, Span.WEEK),)))
    first = bench.grant(MAYA)
    bench.start_pass(first)
    bench.end_pass(first)
    bench.now += timedelta(hours=50)
    bench.give(BeatDue())
    refusal = bench.answer(bench.ask(MAYA))
    assert isinstance(refusal, Refusal)
    assert (refusal.ruling, refusal.reason) == (WireRuling.APPROVE, "pass_limit")
    assert refusal.used_up == UsedUp(Span.WEEK)
    approved = replace(bench.ask(MAYA), approved_by=StaffId("t-1"))
    assert isinstance(bench.answer(approved), Grant)
