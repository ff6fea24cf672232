from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.aggregator.foresight import AHEAD, OBJECTIONS_MAX, WORDS, Objection, objections
from kiosk.core.appointments import Appointment, occurrences
from kiosk.core.ids import DestinationId, GroupId, StudentId
from kiosk.core.policy import Policy
from kiosk.core.school import Destination, EncounterGroup, GroupMode, Hours, School
from tests.core.appointment_facts import WEDNESDAY, appointment, weekly
from tests.core.examples import (
    IVY,
    LIBRARY,
    MAYA,
    NURSE,
    OMAR,
    RESTROOM,
    SCHEDULE,
    at,
    place,
    school,
)
from tests.core.strategies import MANY

NEXT_WEEK = date(2026, 3, 11)
EARLY = at(7)
POLICY = Policy(hall_capacity=None)


def building(
    *places: Destination, groups: tuple[EncounterGroup, ...] = (), policy: Policy = POLICY
) -> School:
    return School("Example", school(places=places, groups=groups), SCHEDULE, policy)


def group(mode: GroupMode = GroupMode.ANYWHERE) -> EncounterGroup:
    return EncounterGroup(GroupId("g-1"), frozenset({MAYA, OMAR}), mode)


def check(
    *asked: Appointment, kept: Sequence[Appointment] = (), of: School | None = None
) -> tuple[Objection, ...]:
    return objections(asked, kept, of or building(), EARLY)


def codes(found: Sequence[Objection]) -> list[tuple[StudentId, tuple[str, ...]]]:
    return [(objection.student, objection.codes) for objection in found]


# --- what can stand in the way -------------------------------------------------------------------


def test_a_time_that_is_free_meets_no_objection() -> None:
    assert check(appointment()) == ()


def test_a_student_is_not_in_two_places_at_once() -> None:
    kept = appointment(MAYA, NURSE, at=time(9, 25))
    (found,) = check(appointment(MAYA, LIBRARY), kept=[kept])
    assert (found.student, found.day, found.codes) == (MAYA, WEDNESDAY, ("already_out",))
    assert not found.passable


def test_nor_when_the_other_one_starts_later() -> None:
    kept = appointment(MAYA, NURSE, at=time(9, 35))
    assert codes(check(appointment(MAYA, LIBRARY), kept=[kept])) == [(MAYA, ("already_out",))]


def test_one_after_the_other_is_fine() -> None:
    kept = [appointment(MAYA, NURSE, at=time(9, 20)), appointment(MAYA, NURSE, at=time(9, 40))]
    assert check(appointment(MAYA, LIBRARY, minutes=10), kept=kept) == ()


def test_a_place_takes_only_so_many() -> None:
    small = building(place(LIBRARY, capacity=1))
    (found,) = check(appointment(MAYA), kept=[appointment(OMAR)], of=small)
    assert found.codes == ("destination_capacity",)
    assert found.passable


def test_a_place_is_as_full_as_at_its_fullest_moment_not_as_all_who_come() -> None:
    small = building(place(LIBRARY, capacity=2))
    kept = [
        appointment(OMAR, at=time(9, 30), minutes=5),
        appointment(IVY, at=time(9, 35), minutes=5),
    ]
    assert check(appointment(MAYA), kept=kept, of=small) == ()


def test_a_place_that_would_fill_for_somebody_later_is_full() -> None:
    small = building(place(LIBRARY, capacity=1))
    later = appointment(OMAR, at=time(9, 35))
    assert codes(check(appointment(MAYA), kept=[later], of=small)) == [
        (MAYA, ("destination_capacity",))
    ]


def test_those_made_together_are_checked_beside_each_other() -> None:
    small = building(place(LIBRARY, capacity=2))
    found = check(appointment(MAYA), appointment(OMAR), appointment(IVY), of=small)
    assert codes(found) == [(IVY, ("destination_capacity",))]


def test_a_place_has_hours() -> None:
    morning = building(place(LIBRARY, hours=(Hours(time(8), time(9)),)))
    (found,) = check(appointment(), of=morning)
    assert found.codes == ("destination_hours",)
    assert found.passable


def test_the_first_and_last_minutes_of_a_lesson_are_told() -> None:
    (found,) = check(appointment(at=time(9, 5)))
    assert found.codes == ("no_fly_time",)
    assert found.passable
    assert found.nearest_free == at(9, 10)


def test_a_date_without_school_is_told() -> None:
    saturday = date(2026, 3, 7)
    (found,) = check(appointment(day=saturday))
    assert found.codes == ("no_school",)
    assert found.nearest_free is None


def test_today_needs_no_school_bell() -> None:
    holiday = replace(building(), schedule=replace(SCHEDULE, exceptions={WEDNESDAY: None}))
    assert check(appointment(), of=holiday) == ()


def test_a_time_that_is_over_is_told_and_can_not_be_passed_by() -> None:
    (found,) = check(appointment(at=time(6)))
    assert found.codes == ("past",)
    assert not found.passable


def test_a_place_that_is_not_on_the_roster_is_told() -> None:
    (found,) = check(appointment(to=DestinationId("d-roof")))
    assert found.codes == ("unknown_destination",)


def test_urgent_is_never_blocked() -> None:
    small = building(place(LIBRARY, capacity=1), groups=(group(),))
    assert check(appointment(MAYA, urgent=True), kept=[appointment(OMAR)], of=small) == ()


def test_every_date_of_the_next_weeks_is_checked() -> None:
    kept = appointment(MAYA, NURSE, day=NEXT_WEEK)
    asked = replace(appointment(MAYA), repetition=weekly(2))
    (found,) = check(asked, kept=[kept])
    assert found.day == NEXT_WEEK


def test_what_is_too_far_to_foresee_is_not_checked() -> None:
    kept = appointment(MAYA, NURSE, day=WEDNESDAY + AHEAD + timedelta(weeks=1))
    assert check(replace(appointment(MAYA), repetition=weekly(2)), kept=[kept]) == ()


def test_one_that_is_cancelled_is_in_nobodys_way() -> None:
    whole = replace(appointment(MAYA, NURSE), cancelled_at=EARLY)
    one_date = replace(appointment(MAYA, NURSE), called_off=frozenset({WEDNESDAY}))
    assert check(appointment(MAYA), kept=[whole, one_date]) == ()


def test_one_that_is_moved_is_not_in_its_own_way() -> None:
    kept = appointment(MAYA)
    assert check(replace(kept, at=time(9, 35)), kept=[kept]) == ()


def test_objections_have_a_bound() -> None:
    asked = [replace(appointment(MAYA), repetition=weekly(0, 1, 2, 3, 4)) for _ in range(4)]
    assert len(check(*asked)) == OBJECTIONS_MAX


# --- encounter groups ----------------------------------------------------------------------------


def test_an_encounter_reads_exactly_as_a_hall_that_would_be_full() -> None:
    kept = [appointment(OMAR, NURSE)]
    private = check(appointment(MAYA), kept=kept, of=building(groups=(group(),)))
    full = replace(POLICY, hall_capacity=1)
    public = check(appointment(MAYA), kept=kept, of=building(policy=full))
    assert private == public
    assert private[0].words == ("the hallway would be full",)
    assert not private[0].passable


def test_an_encounter_is_foreseen_when_the_other_starts_later() -> None:
    kept = [appointment(OMAR, NURSE, at=time(9, 35))]
    found = check(appointment(MAYA), kept=kept, of=building(groups=(group(),)))
    assert codes(found) == [(MAYA, ("hall_full",))]


def test_a_group_keeps_its_gap_after_the_return_of_the_other() -> None:
    before = appointment(OMAR, at=time(9, 15), minutes=10)
    for gap, free in ((timedelta(minutes=15), False), (timedelta(minutes=5), True)):
        apart = building(groups=(replace(group(), gap=gap),))
        found = check(appointment(MAYA), kept=[before], of=apart)
        assert (found == ()) is free


def test_students_who_meet_only_at_one_place_may_go_to_two() -> None:
    of = building(groups=(group(GroupMode.SAME_DESTINATION),))
    assert check(appointment(MAYA), kept=[appointment(OMAR, NURSE)], of=of) == ()
    there = check(appointment(MAYA), kept=[appointment(OMAR)], of=of)
    assert codes(there) == [(MAYA, ("hall_full",))]


def test_a_groups_gap_after_a_return_is_foreseen_on_either_side() -> None:
    rests = replace(group(), gap=timedelta(minutes=10))
    for at_time in (time(9, 15), time(9, 45)):
        kept = [appointment(OMAR, NURSE, at=at_time, minutes=10)]
        found = check(appointment(MAYA, minutes=10), kept=kept, of=building(groups=(rests,)))
        assert codes(found) == [(MAYA, ("hall_full",))]
        assert check(appointment(MAYA, minutes=10), kept=kept, of=building(groups=(group(),))) == ()


def test_a_group_that_has_expired_by_then_counts_no_more() -> None:
    expired = replace(group(), expires=date(2026, 3, 3))
    assert check(appointment(MAYA), kept=[appointment(OMAR)], of=building(groups=(expired,))) == ()


# --- the nearest free time -----------------------------------------------------------------------


def test_the_nearest_free_time_is_the_nearest_on_either_side() -> None:
    kept = appointment(MAYA, NURSE, at=time(9, 25), minutes=10)
    (found,) = check(appointment(MAYA), kept=[kept])
    assert found.nearest_free == at(9, 35)


def test_where_a_day_has_no_free_time_none_is_named() -> None:
    kept = appointment(MAYA, NURSE, at=time(8, 5), minutes=120)
    (found,) = check(appointment(MAYA), kept=[kept])
    assert found.nearest_free is None


# --- over anything -------------------------------------------------------------------------------

STUDENTS, PLACES = (MAYA, OMAR, IVY), (RESTROOM, LIBRARY, NURSE)


def any_appointment(random: Random) -> Appointment:
    again = random.choice([None, None, weekly(*random.sample(range(7), 2))])
    made = appointment(
        random.choice(STUDENTS),
        random.choice(PLACES),
        day=WEDNESDAY + timedelta(days=random.choice([0, 0, 1, 7])),
        at=time(random.choice([8, 9]), random.randrange(0, 60, 5)),
        minutes=random.choice([None, 5, 10, 20]),
    )
    return replace(made, repetition=again)


def any_building(random: Random) -> School:
    groups = tuple(
        EncounterGroup(GroupId(f"g-{n}"), frozenset(random.sample(STUDENTS, 2)), mode)
        for n, mode in enumerate(random.sample(list(GroupMode), random.randint(0, 2)))
    )
    capacity = random.choice([None, 1, 2])
    policy = replace(POLICY, hall_capacity=random.choice([None, 1, 2]))
    return building(place(LIBRARY, capacity=capacity), groups=groups, policy=policy)


@MANY
@given(st.randoms(use_true_random=True))
def test_at_the_free_time_it_names_nothing_objects_on_that_date(random: Random) -> None:
    of = any_building(random)
    kept = [any_appointment(random) for _ in range(4)]
    asked = replace(any_appointment(random), repetition=None)
    for found in check(asked, kept=kept, of=of):
        assert set(found.codes) <= set(WORDS)
        if found.nearest_free is not None:
            local = found.nearest_free.astimezone(SCHEDULE.time_zone)
            assert check(replace(asked, at=local.time()), kept=kept, of=of) == ()


@MANY
@given(st.randoms(use_true_random=True))
def test_whoever_is_asked_about_first_two_that_clash_are_found(random: Random) -> None:
    """Every pair of appointments that a rule keeps apart is found, in either order."""
    of = any_building(random)
    one, two = any_appointment(random), any_appointment(random)
    forth, back = check(two, kept=[one], of=of), check(one, kept=[two], of=of)
    crowding = {"already_out", "hall_full", "destination_capacity"}
    alone_one, alone_two = check(one, of=of), check(two, of=of)

    def clashes(found: Sequence[Objection], alone: Sequence[Objection]) -> set[tuple[date, str]]:
        own = {(o.day, code) for o in alone for code in o.codes}
        both = {(o.day, code) for o in found for code in o.codes if code in crowding}
        return both - own

    last = min(max(one.day, EARLY.date()), max(two.day, EARLY.date())) + AHEAD
    foreseen = {o.day for o in occurrences(one, WEDNESDAY, last, SCHEDULE)}
    found_forth = {clash for clash in clashes(forth, alone_two) if clash[0] in foreseen}
    assert found_forth == {clash for clash in clashes(back, alone_one) if clash[0] in foreseen}
