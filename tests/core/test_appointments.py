from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.appointments import (
    MINUTES_UNSAID,
    NEAR_AFTER,
    NEAR_BEFORE,
    Appointment,
    Mark,
    OccurrenceState,
    Repetition,
    next_occurrence,
    occurrence_on,
    occurrences,
    state_of,
)
from kiosk.core.ids import is_token
from kiosk.core.schedule import Period, Schedule
from tests.core.appointment_facts import WEDNESDAY, appointment, days_of, weekly
from tests.core.examples import NOW, PERIODS, SCHEDULE, at
from tests.core.strategies import DATES, MANY, ZONES, schedule, time_of_day

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)
NOBODY_CAME: frozenset[Mark] = frozenset()


def state(made: Appointment, now: datetime, *marks: Mark) -> OccurrenceState:
    found = occurrence_on(made, WEDNESDAY, SCHEDULE)
    assert found is not None
    return state_of(found, frozenset(marks), now)


# --- on which dates it comes ---------------------------------------------------------------------


def test_one_that_does_not_repeat_comes_on_its_date_alone() -> None:
    found = list(occurrences(appointment(), MONDAY, date(2026, 4, 30), SCHEDULE))
    assert days_of(found) == [WEDNESDAY]
    assert found[0].at == at(9, 30)


def test_one_that_repeats_comes_on_its_weekdays_from_its_first_date_on() -> None:
    made = replace(appointment(), repetition=weekly(0, 4))
    found = occurrences(made, date(2026, 2, 1), date(2026, 3, 14), SCHEDULE)
    assert days_of(found) == [FRIDAY, date(2026, 3, 9), date(2026, 3, 13)]


def test_one_that_repeats_ends_with_its_last_date() -> None:
    made = replace(appointment(), repetition=weekly(2, until=date(2026, 3, 11)))
    found = occurrences(made, MONDAY, date(2026, 12, 31), SCHEDULE)
    assert days_of(found) == [WEDNESDAY, date(2026, 3, 11)]


def test_a_single_date_is_meant_even_without_school() -> None:
    holiday = replace(SCHEDULE, exceptions={WEDNESDAY: None})
    assert days_of(occurrences(appointment(), MONDAY, FRIDAY, holiday)) == [WEDNESDAY]


def test_a_repetition_skips_days_without_school() -> None:
    holiday = replace(SCHEDULE, exceptions={date(2026, 3, 11): None})
    made = replace(appointment(), repetition=weekly(2, 5))
    found = occurrences(made, MONDAY, date(2026, 3, 18), holiday)
    assert days_of(found) == [WEDNESDAY, date(2026, 3, 18)]


def test_it_stays_at_its_wall_clock_time_when_clocks_change() -> None:
    made = replace(appointment(), repetition=weekly(2))
    before, after = occurrences(made, WEDNESDAY, date(2026, 3, 11), SCHEDULE)
    assert after.at - before.at == timedelta(days=7, hours=-1)
    assert after.at.astimezone(SCHEDULE.time_zone).time() == time(9, 30)


def test_a_time_that_a_change_of_clocks_skips_falls_just_after_the_gap() -> None:
    sunday = date(2026, 3, 8)
    school_on_sunday = Schedule(SCHEDULE.time_zone, {"regular": PERIODS}, {6: "regular"})
    found = occurrence_on(appointment(day=sunday, at=time(2, 30)), sunday, school_on_sunday)
    assert found is not None
    assert found.at.astimezone(SCHEDULE.time_zone).time() == time(3, 30)


def test_the_next_one_is_the_first_that_can_still_be_kept() -> None:
    made = replace(appointment(), repetition=weekly(2))
    just_missed = at(9, 30) + NEAR_AFTER
    late = next_occurrence(made, just_missed, SCHEDULE)
    assert late is not None
    assert late.day == date(2026, 3, 11)
    early = next_occurrence(made, just_missed - timedelta(seconds=1), SCHEDULE)
    assert early is not None
    assert early.day == WEDNESDAY


def test_a_date_that_was_called_off_is_not_the_next_one() -> None:
    made = replace(appointment(), repetition=weekly(2), called_off=frozenset({WEDNESDAY}))
    found = next_occurrence(made, at(8), SCHEDULE)
    assert found is not None
    assert found.day == date(2026, 3, 11)


def test_nothing_is_next_of_one_that_is_past() -> None:
    assert next_occurrence(appointment(), at(12), SCHEDULE) is None


def test_without_an_allowance_the_student_is_taken_to_be_out_for_an_hour() -> None:
    found = occurrence_on(appointment(minutes=None), WEDNESDAY, SCHEDULE)
    assert found is not None
    assert found.ends - found.at == MINUTES_UNSAID


def test_each_date_has_a_token_of_its_own() -> None:
    made = replace(appointment(), repetition=weekly(0, 2, 4))
    names = [o.id for o in occurrences(made, MONDAY, date(2026, 3, 31), SCHEDULE)]
    assert len(set(names)) == len(names) > 3
    assert all(is_token(name) for name in names)


def any_repetition(random: Random) -> tuple[Appointment, Schedule]:
    kind = [Period("1", time(0), time(23, 59))]
    plain = Schedule(random.choice(ZONES), {"all": tuple(kind)}, dict.fromkeys(range(7), "all"))
    weekdays = frozenset(random.sample(range(7), random.randint(1, 7)))
    until = random.choice([None, random.choice(DATES)])
    made = replace(
        appointment(day=random.choice(DATES) - timedelta(days=3), at=time_of_day(random)),
        repetition=Repetition(weekdays, until),
    )
    return made, random.choice([plain, schedule(random)])


@MANY
@given(st.randoms(use_true_random=True))
def test_repetitions_come_once_a_date_at_their_own_time_whatever_the_clocks_do(
    random: Random,
) -> None:
    made, days = any_repetition(random)
    last = made.day + timedelta(days=21)
    found = list(occurrences(made, made.day - timedelta(days=9), last, days))
    assert made.repetition is not None
    expected = [
        day
        for n in range(22)
        if (day := made.day + timedelta(days=n)).weekday() in made.repetition.weekdays
        and (made.repetition.until is None or day <= made.repetition.until)
        and days.lessons(day)
    ]
    assert days_of(found) == expected
    assert [o.at for o in found] == sorted({o.at for o in found})
    for occurrence in found:
        local = occurrence.at.astimezone(days.time_zone)
        # Only a time that the date does not have is another one, and then it is later.
        assert local.time() == made.at or (local.time() > made.at and is_gap(local, made.at))
        assert local.date() == occurrence.day


def is_gap(local: datetime, asked: time) -> bool:
    """Say whether the zone's clocks never showed `asked` on that date."""
    zone = local.tzinfo
    assert isinstance(zone, ZoneInfo)
    wall = datetime.combine(local.date(), asked, zone)
    return wall.astimezone(ZoneInfo("UTC")).astimezone(zone).time() != asked


# --- what becomes of one -------------------------------------------------------------------------


def test_it_is_due_then_near_then_missed() -> None:
    made, half_past = appointment(), at(9, 30)
    a_moment = timedelta(seconds=1)
    assert state(made, half_past - NEAR_BEFORE - a_moment) is OccurrenceState.DUE
    assert state(made, half_past - NEAR_BEFORE) is OccurrenceState.REMINDED
    assert state(made, half_past + NEAR_AFTER - a_moment) is OccurrenceState.REMINDED
    assert state(made, half_past + NEAR_AFTER) is OccurrenceState.MISSED


def test_a_pass_that_names_it_makes_it_taken_for_good() -> None:
    cancelled = replace(appointment(), cancelled_at=NOW)
    for made in (appointment(), cancelled):
        assert state(made, at(12), Mark.TAKEN) is OccurrenceState.TAKEN


def test_who_goes_after_all_has_not_declined() -> None:
    assert state(appointment(), NOW, Mark.TAKEN, Mark.DECLINED) is OccurrenceState.TAKEN


def test_declined_is_not_missed_later() -> None:
    assert state(appointment(), at(12), Mark.DECLINED) is OccurrenceState.DECLINED


def test_cancelled_in_time_it_is_cancelled_and_later_it_stays_missed() -> None:
    in_time = replace(appointment(), cancelled_at=at(9, 40))
    too_late = replace(appointment(), cancelled_at=at(9, 30) + NEAR_AFTER)
    assert state(in_time, at(12)) is OccurrenceState.CANCELLED
    assert state(too_late, at(12)) is OccurrenceState.MISSED


def test_a_date_called_off_leaves_the_others() -> None:
    made = replace(appointment(), repetition=weekly(2), called_off=frozenset({date(2026, 3, 11)}))
    first, second = occurrences(made, WEDNESDAY, date(2026, 3, 11), SCHEDULE)
    assert state_of(first, NOBODY_CAME, at(8)) is OccurrenceState.DUE
    assert state_of(second, NOBODY_CAME, at(8)) is OccurrenceState.CANCELLED
