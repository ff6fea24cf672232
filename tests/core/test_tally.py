from datetime import datetime, timedelta

import pytest

from kiosk.core.ids import PassId
from kiosk.core.tally import Counted, Tally, TallyMemory, TallySpans
from tests.core.examples import LIBRARY, MAYA, NOW, NURSE, OMAR, RESTROOM, SCHEDULE, out

DAY = timedelta(days=1)
SPANS = TallySpans.at(SCHEDULE, NOW)
NONE = PassId("none")


def visit(ago: timedelta, *, to: str = RESTROOM, named: str = "") -> object:
    since = NOW - ago
    return out(MAYA, to, named=named or f"p-{to}-{ago}", since=since, back=since)  # type: ignore[arg-type] # a token


def tally(*visits: object) -> Tally:
    return Tally.of(visits)  # type: ignore[arg-type] # made above


def term_count(counted: Tally, **asked: object) -> int:
    return counted.count(MAYA, SPANS.term_from, but_for=NONE, **asked)  # type: ignore[arg-type] # by name


def test_the_week_begins_on_monday_and_the_term_with_its_first_day() -> None:
    assert SPANS.week_from == datetime.fromisoformat("2026-03-02T05:00:00+00:00")
    assert SPANS.term_from == datetime.fromisoformat("2026-01-01T05:00:00+00:00")


def test_a_new_day_keeps_the_number_of_passes_before_this_week() -> None:
    counted = tally(visit(DAY), visit(3 * DAY), visit(30 * DAY, to=LIBRARY))
    counted.settle(SPANS, remembered=())
    assert term_count(counted) == 3
    assert term_count(counted, destination=LIBRARY) == 1
    assert counted.count(MAYA, SPANS.week_from, but_for=NONE) == 1


def test_settling_twice_counts_nothing_twice() -> None:
    counted = tally(visit(30 * DAY))
    counted.settle(SPANS, remembered=())
    counted.settle(SPANS, remembered=())
    assert term_count(counted) == 1


def test_a_pass_that_is_remembered_may_still_be_taken_back() -> None:
    counted = tally(visit(30 * DAY, named="p-old"))
    counted.settle(SPANS, remembered={PassId("p-old")})
    assert term_count(counted) == 1
    counted.forget(PassId("p-old"), MAYA)
    assert term_count(counted) == 0


def test_the_tally_of_a_past_term_goes() -> None:
    counted = tally(visit(30 * DAY), visit(DAY))
    counted.settle(SPANS, remembered=())
    counted.settle(TallySpans(NOW - 2 * DAY, SPANS.week_from), remembered=())
    assert counted.count(MAYA, NOW - 2 * DAY, but_for=NONE) == 1
    assert counted.count(MAYA, NOW - 2 * DAY, RESTROOM, but_for=NONE) == 1


def test_what_a_start_finds_on_disk_counts_once_though_its_record_comes_too() -> None:
    lately = (Counted(PassId("p-1"), MAYA, RESTROOM, NOW - DAY),)
    counted = Tally(TallyMemory(SPANS, lately, {(MAYA, LIBRARY): 4, (OMAR, LIBRARY): 1}))
    counted.put(visit(DAY, named="p-1"))  # type: ignore[arg-type] # made above
    assert term_count(counted) == 5
    assert counted.count(MAYA, SPANS.week_from, but_for=NONE) == 1


@pytest.mark.parametrize("urgent", [True, False])
def test_a_pass_that_counts_no_more_is_taken_out(*, urgent: bool) -> None:
    counted = tally(visit(DAY, named="p-1"))
    counted.put(out(MAYA, named="p-1", since=NOW - DAY, urgent=urgent))
    assert term_count(counted) == (0 if urgent else 1)


def test_what_staff_made_counts_neither_for_limits_nor_for_favourites() -> None:
    sent = [
        out(MAYA, LIBRARY, named=f"p-{n}", since=NOW - n * DAY, back=NOW, by_staff=True)
        for n in (1, 2, 3)
    ]
    counted = tally(*sent)
    assert term_count(counted) == 0
    assert counted.favourites(MAYA, NOW) == ()


def test_favourites_are_the_places_most_often_gone_to_before_today() -> None:
    counted = tally(
        *(visit(DAY * n, to=LIBRARY) for n in (1, 2, 30, 31)),
        *(visit(DAY * n, to=RESTROOM) for n in (1, 2, 3)),
        *(visit(timedelta(minutes=n), to=NURSE) for n in range(9)),
        visit(DAY, to="d-gym"),
    )
    counted.settle(SPANS, remembered=())
    start_of_day = SCHEDULE.day_start(SCHEDULE.date_at(NOW))
    assert counted.favourites(MAYA, start_of_day) == (LIBRARY, RESTROOM)
    assert counted.favourites(OMAR, start_of_day) == ()


def test_favourites_gone_to_equally_often_stand_in_a_fixed_order() -> None:
    places = ["d-d", "d-c", "d-b", "d-a"]
    counted = tally(*(visit(DAY * n, to=place) for place in places for n in (1, 2)))
    assert counted.favourites(MAYA, NOW) == ("d-a", "d-b", "d-c", "d-d")
