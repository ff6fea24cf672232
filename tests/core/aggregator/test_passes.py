from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.aggregator.passes import (
    ARRIVAL_MARGIN,
    Granted,
    PassRecord,
)
from kiosk.core.events import (
    Arrived,
    EndedHow,
    IdentifiedBy,
    PassEvent,
    Started,
)
from kiosk.core.halls import Outing
from kiosk.core.ids import BootId, DoorId, MoreMinutes, OccurrenceId
from tests.core.examples import LIBRARY, MAYA, NOW, RESTROOM, ROOM_214
from tests.core.pass_facts import (
    BOOT,
    HERE,
    MINUTE,
    NEXT_BOOT,
    OWN,
    PASS,
    SECOND,
    THERE,
    arrival,
    check_in,
    correction,
    end,
    expiry,
    extension,
    gone,
    grant,
    record,
    start,
)
from tests.core.strategies import MANY

# --- held (A3) -----------------------------------------------------------------------------------


def test_a_request_that_nobody_granted_is_not_held() -> None:
    assert not record().held


def test_a_grant_is_held_until_it_is_given_back() -> None:
    assert record(granted=grant()).held
    assert not record(gone(doubt=False), granted=grant()).held


def test_a_start_is_held_with_and_without_a_grant() -> None:
    assert record(start()).held
    assert record(start(), granted=grant()).held


def test_a_request_given_up_in_doubt_is_held_until_somebody_knows() -> None:
    assert record(gone(doubt=True)).held
    assert record(gone(doubt=True), granted=grant()).held
    assert not record(gone(doubt=True), end(how=EndedHow.STAFF)).held


def test_a_start_outweighs_word_that_the_request_was_given_up() -> None:
    assert record(start(), gone(doubt=False), granted=grant()).held


def test_an_end_frees_even_if_it_comes_before_the_start() -> None:
    assert not record(end(), granted=grant()).held
    assert not record(end(), start(), granted=grant()).held


# --- arrivals (A4) -------------------------------------------------------------------------------


def proved(came: Arrived, started: Started | None) -> bool:
    known = record(came) if started is None else record(started, came)
    assert known.held == (known.ended is None and started is not None)
    assert known.unproved_arrivals == (() if known.ended else known_arrivals(known))
    return known.ended is not None


def known_arrivals(known: PassRecord) -> tuple[object, ...]:
    return tuple(t for t in known.taken.values() if isinstance(t.event, Arrived))


def test_an_arrival_without_a_known_start_proves_nothing() -> None:
    assert not proved(arrival(), None)


@pytest.mark.parametrize(("mono_ms", "proof"), [(1001, True), (1000, False), (999, False)])
def test_within_one_life_of_a_door_its_own_count_of_time_proves(
    mono_ms: int,
    proof: bool,  # noqa: FBT001  pytest passes a parameter by name
) -> None:
    # The wall clock says the opposite each time, and is not asked.
    at = NOW - MINUTE if proof else NOW + MINUTE
    assert proved(arrival(door=HERE, mono_ms=mono_ms, at=at), start(mono_ms=1000)) is proof


@pytest.mark.parametrize(
    ("after_start", "proof"),
    [
        (ARRIVAL_MARGIN + timedelta(milliseconds=1), True),
        (ARRIVAL_MARGIN, False),
        (-MINUTE, False),
    ],
)
@pytest.mark.parametrize(("door", "boot"), [(THERE, BOOT), (THERE, NEXT_BOOT), (HERE, NEXT_BOOT)])
def test_between_doors_and_lives_wall_clocks_prove_beyond_a_margin(
    after_start: timedelta,
    proof: bool,  # noqa: FBT001  pytest passes a parameter by name
    door: DoorId,
    boot: BootId,
) -> None:
    # A door's count of time means nothing in another life of a door.
    came = arrival(door=door, boot=boot, mono_ms=999_999, at=NOW + after_start)
    assert proved(came, start()) is proof


@pytest.mark.parametrize(
    ("started", "came"),
    [(start(at=None), arrival()), (start(), arrival(at=None))],
    ids=["start", "arrival"],
)
def test_a_clock_that_is_not_known_to_be_right_proves_nothing(
    started: Started, came: Arrived
) -> None:
    assert not proved(came, started)


def test_an_arrival_is_proved_by_the_start_that_comes_in_later() -> None:
    came_first = record(arrival())
    assert len(came_first.unproved_arrivals) == 1
    known = came_first.with_event(start(), NOW + 6 * MINUTE)
    assert (known.ended, known.held, known.unproved_arrivals) == (NOW + MINUTE, False, ())


# --- what the record says ------------------------------------------------------------------------


def test_the_first_proof_of_return_is_the_time_of_return() -> None:
    both = record(start(), end(at=NOW + 3 * MINUTE), arrival(at=NOW + 2 * MINUTE))
    assert both.ended == NOW + 2 * MINUTE


def test_a_time_that_is_not_known_is_the_time_of_taking_in() -> None:
    assert record(start(at=None)).since == NOW + 5 * MINUTE


def test_a_door_whose_clock_runs_ahead_puts_nothing_into_the_future() -> None:
    ahead = record(start(), end(at=NOW + 60 * MINUTE))
    assert ahead.ended == NOW + 5 * MINUTE


def test_the_start_is_believed_before_the_grant() -> None:
    granted = record(granted=grant())
    assert (granted.since, granted.minutes, granted.door) == (NOW - SECOND, 5, HERE)
    started = granted.with_event(start(), NOW)
    assert (started.since, started.minutes, started.door) == (NOW, 10, HERE)


def test_minutes_taken_back_before_those_given_are_heard_of_shorten_nothing() -> None:
    taken_back = replace(extension(seq=5), minutes=MoreMinutes(-5))
    assert record(start(), taken_back).minutes == 10
    assert record(start(), taken_back, extension(), extension(seq=6)).minutes == 15


def test_a_request_given_up_in_doubt_tells_who_and_where() -> None:
    assert record(gone(doubt=True)).who == (MAYA, LIBRARY, ROOM_214)


def test_of_a_grant_joined_twice_the_first_stands() -> None:
    first = record(granted=grant())
    assert first.with_grant(replace(grant(), fence=9)) == first


def test_rules_see_a_pass_out_and_then_back() -> None:
    assert record(start()).outing() == Outing(PASS, MAYA, RESTROOM, ROOM_214, NOW)
    back = Outing(PASS, MAYA, RESTROOM, ROOM_214, NOW, NOW + MINUTE)
    known = record(start(), end())
    heard_at = max(taken.at for taken in known.taken.values())
    assert known.outing() == replace(back, heard_back=heard_at)


@pytest.mark.parametrize(
    "made",
    [{"identified_by": IdentifiedBy.STAFF}, {"appointment": OccurrenceId("a1_20260304")}],
    ids=["at the door", "an appointment"],
)
def test_rules_see_who_made_it_from_its_grant_on(made: dict[str, object]) -> None:
    whole = grant()
    granted = replace(whole, request=replace(whole.request, **made))  # type: ignore[arg-type] # by name
    begun = replace(start(), **made)  # type: ignore[arg-type] # by name
    seen = [known.outing() for known in (record(granted=granted), record(begun))]
    assert [outing is not None and outing.counts for outing in seen] == [False, False]
    own = record(start()).outing()
    assert own is not None
    assert own.counts


@pytest.mark.parametrize("how", [EndedHow.TAP, EndedHow.STAFF])
def test_rules_see_a_return_from_a_grant_whose_start_is_still_under_way(how: EndedHow) -> None:
    known = record(end(how=how), granted=grant())
    outing = known.outing()
    assert outing is not None
    assert (outing.ended, outing.heard_back) == (NOW + MINUTE, NOW + 5 * MINUTE)
    assert outing.since == NOW - SECOND


def test_rules_see_an_urgent_pass_as_urgent_from_its_grant_on() -> None:
    for known in (record(granted=grant(urgent=True)), record(start(urgent=True))):
        outing = known.outing()
        assert outing is not None
        assert outing.urgent


@pytest.mark.parametrize(
    "known",
    [
        record(),
        record(gone(doubt=False), granted=grant()),
        record(gone(doubt=True), replace(end(how=EndedHow.STAFF), door=OWN)),
        record(replace(end(how=EndedHow.STAFF), door=OWN), granted=grant()),
        record(start(), end(how=EndedHow.VOID), granted=grant()),
        record(end(how=EndedHow.VOID), granted=grant()),
        record(end()),
    ],
    ids=[
        "nothing known",
        "given back",
        "doubt lifted",
        "grant lifted",
        "go never shown",
        "go never shown, without its start",
        "end without a start",
    ],
)
def test_rules_do_not_see_what_never_took_place(known: PassRecord) -> None:
    assert known.outing() is None


# --- at the destination ---------------------------------------------------------------------------


def test_a_check_in_ends_nothing_and_the_first_one_counts() -> None:
    known = record(start(), check_in(seq=10, at=NOW + MINUTE), check_in())
    assert (known.held, known.ended, known.checked_in) == (True, None, NOW + SECOND)


def test_a_one_way_pass_is_one_by_its_start_else_by_its_grant() -> None:
    one_way = replace(grant(), request=replace(grant().request, round_trip=False))
    assert record().round_trip
    assert not record(granted=one_way).round_trip
    assert record(start(), granted=one_way).round_trip
    assert not record(replace(start(), round_trip=False)).round_trip


# --- neither order nor duplicates matter ---------------------------------------------------------

FACTS: list[PassEvent] = [
    start(1),
    start(1, boot=NEXT_BOOT, mono_ms=500, at=None),
    end(2),
    end(9, at=None),
    end(10, how=EndedHow.VOID),
    gone(doubt=False, seq=3),
    gone(doubt=True, seq=5),
    extension(),
    extension(11),
    check_in(),
    check_in(seq=10, at=NOW + MINUTE),
    correction(),
    correction(21, back=NOW + MINUTE),
    expiry(),
    arrival(at=NOW + SECOND),
    arrival(seq=8, at=NOW + 2 * MINUTE),
    arrival(door=HERE, seq=6, mono_ms=90_000, at=None),
    arrival(boot=NEXT_BOOT, at=NOW - MINUTE),
]


def computed(known: PassRecord) -> tuple[object, ...]:
    return (
        known.start,
        known.ended,
        known.unproved_arrivals,
        known.abandoned,
        known.in_doubt,
        known.held,
        known.who,
        known.door,
        known.since,
        known.minutes,
        known.due_at,
        known.expired,
        known.checked_in,
        known.round_trip,
        known.corrected_return,
        known.outing(),
    )


def joined(
    deliveries: list[tuple[PassEvent, datetime]], granted: Granted | None, grant_after: int
) -> PassRecord:
    known = PassRecord(PASS)
    for number, (event, at) in enumerate(deliveries):
        if granted is not None and number == grant_after:
            known = known.with_grant(granted)
        known = known.with_event(event, at)
    return known if granted is None else known.with_grant(granted)


@MANY
@given(
    facts=st.sets(st.sampled_from(range(len(FACTS)))),
    granted=st.none() | st.just(grant()),
    random=st.randoms(use_true_random=True),
)
def test_the_same_facts_make_the_same_record_in_any_order_and_however_often(
    facts: set[int], granted: Granted | None, random: Random
) -> None:
    deliveries = [
        (FACTS[number], NOW + MINUTE * random.randint(0, 9))
        for number in facts
        for _ in range(random.randint(1, 3))
    ]
    shuffled = random.sample(deliveries, len(deliveries))
    again = [*shuffled, *random.sample(deliveries, len(deliveries) // 2)]
    one = joined(deliveries, granted, random.randint(0, 9))
    other = joined(again, granted, random.randint(0, 9))
    assert one == other
    assert computed(one) == computed(other)
