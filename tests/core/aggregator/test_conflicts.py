from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk.core.aggregator.conflicts import Breach, conflicts, conflicts_possible, started_unasked
from kiosk.core.aggregator.passes import Granted, PassRecord
from kiosk.core.events import EndedHow, Expired, PassEvent
from kiosk.core.ids import DestinationId, PassId, StudentId
from kiosk.core.protocol import Request
from kiosk.core.school import GroupMode, School
from tests.core.building_bench import (
    BOOT,
    BOOTH,
    DOOR_118,
    IVY,
    MAYA,
    NOON,
    OMAR,
    RESTROOM,
    abandoned,
    apart,
    arrived,
    ended,
    request,
    school,
    started,
)

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def asked(name: str, who: StudentId, to: DestinationId = RESTROOM) -> Request:
    return request(PassId(name), who, to)


def record(request: Request, *events: tuple[PassEvent, datetime]) -> PassRecord:
    known = PassRecord(request.id)
    for event, at in events:
        known = known.with_event(event, at)
    return known


def out(
    name: str,
    who: StudentId,
    to: DestinationId = RESTROOM,
    *,
    start: datetime | None = NOON,
    heard: datetime = NOON,
    back: datetime | None = None,
    granted: datetime | None = None,
    offline: bool = True,
) -> PassRecord:
    """Return a pass that started at `start`, heard of at `heard`; its end is heard of at once."""
    ask = asked(name, who, to)
    known = record(ask, (started(ask, 1, start, offline=offline), heard))
    if back is not None:
        known = known.with_event(ended(ask, 2, back), max(back, heard))
    return known.with_grant(Granted(ask, 1, 5, granted)) if granted else known


def breaches(
    one: PassRecord, others: Iterable[PassRecord], of: School
) -> set[tuple[PassId, Breach]]:
    return {(c.second, c.breach) for c in conflicts(one, others, of)}


def only(one: PassRecord, two: PassRecord, of: School) -> set[Breach]:
    """Return what the two broke; the same whichever is looked at."""
    found = {breach for _, breach in breaches(one, [two], of)}
    assert {breach for _, breach in breaches(two, [one], of)} == found
    return found


def granted(name: str, who: StudentId, to: DestinationId = RESTROOM) -> PassRecord:
    return out(name, who, to, granted=NOON, offline=False)


def forgotten(name: str, who: StudentId, at: datetime = NOON + MINUTE) -> PassRecord:
    event = Expired(door=DOOR_118, boot=BOOT, seq=1, id=PassId(name), mono_ms=0, at=at)
    return out(name, who).with_event(event, at)


# --- which rule ----------------------------------------------------------------------------------


def test_one_student_out_twice_is_reported() -> None:
    assert only(out("p", MAYA), granted("q", MAYA, BOOTH), school()) == {Breach.SAME_STUDENT}


def test_two_who_must_not_meet_are_reported() -> None:
    together = school(apart(MAYA, OMAR))
    assert only(out("p", MAYA), granted("q", OMAR, BOOTH), together) == {Breach.ENCOUNTER}
    assert only(out("p", MAYA), granted("q", IVY), together) == set()


def test_those_of_a_same_destination_group_are_reported_only_there() -> None:
    together = school(apart(MAYA, OMAR, mode=GroupMode.SAME_DESTINATION))
    assert only(out("p", MAYA), granted("q", OMAR), together) == {Breach.ENCOUNTER}
    assert only(out("p", MAYA), granted("q", OMAR, BOOTH), together) == set()


def test_a_destination_filled_past_its_capacity_is_reported() -> None:
    full = school(booth=1)
    found = only(out("p", MAYA, BOOTH), granted("q", OMAR, BOOTH), full)
    assert found == {Breach.DESTINATION_CAPACITY}


def test_a_hall_filled_past_its_capacity_is_reported() -> None:
    full = school(hall=2)
    two, three = granted("q", OMAR), granted("r", IVY, BOOTH)
    assert breaches(out("p", MAYA), [two], full) == set()
    assert breaches(out("p", MAYA), [two, three], full) == {(PassId("q"), Breach.HALL_CAPACITY)}


def test_a_granted_pass_finds_the_unasked_one_among_granted_others() -> None:
    full = school(hall=2)
    others = [granted("q", OMAR), out("p", MAYA)]
    assert breaches(granted("r", IVY), others, full) == {(PassId("p"), Breach.HALL_CAPACITY)}


def test_a_hall_that_was_at_no_moment_too_full_is_not_reported() -> None:
    alone = out("p", MAYA, back=NOON + HOUR)
    before = out("q", OMAR, back=NOON + MINUTE, granted=NOON, offline=False)
    after = out(
        "r",
        IVY,
        start=NOON + 5 * MINUTE,
        heard=NOON + 5 * MINUTE,
        granted=NOON + 5 * MINUTE,
        offline=False,
    )
    assert breaches(alone, [before, after], school(hall=2)) == set()
    assert breaches(alone, [before, after], school(hall=1)) == {(PassId("q"), Breach.HALL_CAPACITY)}


def test_a_forgotten_pass_takes_no_room_once_it_is_ended() -> None:
    later = NOON + 2 * HOUR
    one = out("q", OMAR, start=later, heard=later, granted=later, offline=False)
    assert breaches(one, [forgotten("p", MAYA)], school(hall=1)) == set()
    early = granted("r", IVY)
    assert breaches(early, [forgotten("p", MAYA)], school(hall=1)) == {
        (PassId("p"), Breach.HALL_CAPACITY)
    }


def test_two_granted_passes_are_never_reported() -> None:
    assert only(granted("p", MAYA), granted("q", MAYA), school(hall=1)) == set()


def gapped(gap: timedelta, mode: GroupMode = GroupMode.ANYWHERE) -> School:
    return school(replace(apart(MAYA, OMAR, mode=mode), gap=gap))


@pytest.mark.parametrize("first_alone", [True, False])
def test_two_with_too_short_a_gap_between_are_reported(*, first_alone: bool) -> None:
    given = None if first_alone else NOON
    first = out("p", MAYA, back=NOON + MINUTE, granted=given, offline=first_alone)
    later = out("q", OMAR, BOOTH, start=NOON + 9 * MINUTE, heard=NOON + HOUR)
    # Clocks may be off by half a minute, so surely 7.5 min were between.
    assert only(first, later, gapped(8 * MINUTE)) == {Breach.ENCOUNTER_GAP}
    assert only(first, later, gapped(7 * MINUTE)) == set()


def test_who_may_have_met_is_reported_as_that_and_not_for_the_gap_too() -> None:
    assert only(out("p", MAYA), granted("q", OMAR), gapped(MINUTE)) == {Breach.ENCOUNTER}


def test_a_gap_of_a_same_destination_group_is_between_passes_to_it() -> None:
    first = out("p", MAYA, back=NOON + MINUTE)
    there = gapped(9 * MINUTE, GroupMode.SAME_DESTINATION)
    for to, expected in ((RESTROOM, {Breach.ENCOUNTER_GAP}), (BOOTH, set())):
        later = out("q", OMAR, to, start=NOON + 5 * MINUTE, heard=NOON + HOUR)
        assert only(first, later, there) == expected


def test_a_gap_is_between_two_students_and_fills_no_place() -> None:
    group = replace(apart(MAYA, OMAR), gap=9 * MINUTE)
    first = out("p", MAYA, BOOTH, back=NOON + MINUTE)
    again = out("q", MAYA, BOOTH, start=NOON + 5 * MINUTE, heard=NOON + HOUR)
    assert only(first, again, school(group, booth=1, hall=1)) == set()


def test_two_granted_passes_are_not_reported_for_a_gap() -> None:
    first = out("p", MAYA, back=NOON + MINUTE, granted=NOON, offline=False)
    soon = NOON + 2 * MINUTE
    later = out("q", OMAR, start=soon, heard=soon, granted=soon, offline=False)
    assert only(first, later, gapped(HOUR)) == set()


# --- when ----------------------------------------------------------------------------------------


def test_passes_surely_apart_are_not_reported() -> None:
    first = out("p", MAYA, back=NOON + MINUTE)
    later = out("q", MAYA, start=NOON + 5 * MINUTE, heard=NOON + 5 * MINUTE)
    assert only(first, later, school()) == set()


def test_clocks_may_be_off_by_a_margin() -> None:
    first = out("p", MAYA, back=NOON + MINUTE)
    soon = NOON + MINUTE + timedelta(seconds=20)
    assert only(first, out("q", MAYA, start=soon, heard=soon), school()) == {Breach.SAME_STUDENT}


def test_a_start_by_an_unknown_clock_may_have_been_at_any_time_before_it_was_heard_of() -> None:
    long_over = out("p", MAYA, granted=NOON - 9 * HOUR, start=NOON - 9 * HOUR, offline=False)
    long_over = long_over.with_event(ended(asked("p", MAYA), 2, NOON - 8 * HOUR), NOON - 8 * HOUR)
    unknown = out("q", MAYA, start=None, heard=NOON)
    assert only(long_over, unknown, school()) == {Breach.SAME_STUDENT}


def test_a_clock_that_runs_ahead_hides_nothing() -> None:
    ahead = out("p", MAYA, start=NOON + HOUR, heard=NOON)
    other = out("q", MAYA, start=NOON - MINUTE, heard=NOON, back=NOON + MINUTE)
    assert only(ahead, other, school()) == {Breach.SAME_STUDENT}


def test_a_clock_that_runs_far_ahead_does_not_say_when_it_began() -> None:
    ahead = out("p", MAYA, start=NOON + HOUR, heard=NOON)
    long_before = out("q", MAYA, start=NOON - 9 * MINUTE, back=NOON - 5 * MINUTE, heard=NOON - HOUR)
    assert only(ahead, long_before, school()) == {Breach.SAME_STUDENT}


def test_an_end_counts_from_when_it_was_heard_of() -> None:
    ask = asked("p", MAYA)
    first = record(ask, (started(ask, 1, NOON, offline=True), NOON + HOUR))
    first = first.with_event(ended(ask, 2, NOON + MINUTE), NOON + HOUR)
    second = out("q", MAYA, start=NOON + 30 * MINUTE, heard=NOON + 30 * MINUTE)
    assert only(first, second, school()) == {Breach.SAME_STUDENT}


def test_an_unproved_return_ends_nothing() -> None:
    ask = asked("p", MAYA)
    first = record(ask, (started(ask, 1, NOON, offline=True), NOON))
    first = first.with_event(arrived(ask, DOOR_118, 1, None), NOON + MINUTE)
    second = out("q", MAYA, start=NOON + HOUR, heard=NOON + HOUR)
    assert only(first, second, school()) == {Breach.SAME_STUDENT}


# --- what counts as unasked ----------------------------------------------------------------------


def test_a_grant_that_came_too_late_hides_nothing_before_it() -> None:
    late = out("p", MAYA, start=NOON, granted=NOON + 10 * MINUTE, offline=True)
    meanwhile = out(
        "q",
        OMAR,
        start=NOON + MINUTE,
        heard=NOON + MINUTE,
        back=NOON + 2 * MINUTE,
        granted=NOON + MINUTE,
        offline=False,
    )
    assert started_unasked(late)
    assert only(late, meanwhile, school(apart(MAYA, OMAR))) == {Breach.ENCOUNTER}


def test_an_urgent_pass_was_not_asked_for() -> None:
    ask = asked("p", MAYA)
    assert started_unasked(record(ask, (started(ask, 1, NOON, urgent=True), NOON)))


def test_a_grant_used_in_time_was_asked_for() -> None:
    assert not started_unasked(granted("p", MAYA))


# --- what never took place -----------------------------------------------------------------------


def test_a_request_given_up_is_no_pass() -> None:
    ask = asked("p", MAYA)
    given_up = record(ask, (abandoned(ask, 1), NOON))
    assert only(given_up, out("q", MAYA, start=NOON + HOUR, heard=NOON + HOUR), school()) == set()


def test_nor_is_a_grant_given_back() -> None:
    ask = asked("p", MAYA)
    given_back = record(ask, (abandoned(ask, 1), NOON)).with_grant(Granted(ask, 1, 5, NOON))
    assert only(given_back, out("q", MAYA), school()) == set()


def test_nor_is_a_go_that_was_never_shown() -> None:
    ask = asked("p", MAYA)
    void = record(ask, (started(ask, 1, NOON, offline=True), NOON))
    void = void.with_event(ended(ask, 2, NOON, EndedHow.VOID), NOON)
    assert only(void, out("q", MAYA), school()) == set()


def test_a_go_that_was_shown_and_undone_may_have_overlapped() -> None:
    ask = asked("p", MAYA)
    undone = record(ask, (started(ask, 1, NOON, offline=True), NOON))
    undone = undone.with_event(replace(ended(ask, 2, NOON, EndedHow.VOID), undone=True), NOON)
    assert only(undone, out("q", MAYA), school()) == {Breach.SAME_STUDENT}


@pytest.mark.parametrize("doubt", [True, False])
def test_a_pass_in_doubt_may_be_out(*, doubt: bool) -> None:
    ask = asked("p", MAYA)
    unsure = record(ask, (abandoned(ask, 1, doubt=doubt), NOON))
    expected = {Breach.SAME_STUDENT} if doubt else set()
    assert only(unsure, out("q", MAYA), school()) == expected


def test_a_group_that_is_switched_off_keeps_nobody_apart() -> None:
    off = school(replace(apart(MAYA, OMAR), enabled=False))
    assert only(out("p", MAYA), out("q", OMAR), off) == set()


def test_only_what_may_have_met_an_unasked_pass_is_looked_at() -> None:
    unasked = out("p", MAYA, back=NOON + MINUTE)
    later = out(
        "q",
        OMAR,
        start=NOON + HOUR,
        heard=NOON + HOUR,
        granted=NOON + HOUR,
        offline=False,
    )
    assert conflicts_possible(unasked, [], school())
    assert not conflicts_possible(later, [unasked], school())
    assert conflicts_possible(granted("r", IVY), [unasked], school())
    assert conflicts_possible(later, [unasked], gapped(2 * HOUR))


# --- forgotten passes ----------------------------------------------------------------------------


@pytest.mark.parametrize(("after", "found"), [(HOUR, {Breach.ENCOUNTER}), (9 * HOUR, set())])
def test_who_was_not_seen_back_may_have_been_out_until_the_end_of_a_school_day(
    after: timedelta, found: set[Breach]
) -> None:
    later = out("q", OMAR, start=NOON + after, heard=NOON + after)
    assert only(forgotten("p", MAYA), later, school(apart(MAYA, OMAR))) == found


def test_a_student_who_asks_again_was_seen() -> None:
    later = out("q", MAYA, start=NOON + HOUR, heard=NOON + HOUR)
    assert only(forgotten("p", MAYA), later, school()) == set()
