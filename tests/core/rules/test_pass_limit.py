from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from kiosk.core.halls import Outing
from kiosk.core.ids import StudentId
from kiosk.core.limits import Limit, Span, UsedUp
from kiosk.core.rule import Facts, Finding, Reach, Ruling
from kiosk.core.rules.pass_limit import PassLimit
from kiosk.core.school import Student
from tests.core.examples import (
    LIBRARY,
    MAYA,
    NOW,
    OMAR,
    RESTROOM,
    SCHEDULE,
    ask,
    at,
    facts,
    out,
    school,
    student,
)


def ask_teacher(span: Span = Span.DAY, *, to_destination: bool = False) -> Finding:
    """Return the finding in which the student is told this much."""
    return Finding(Ruling.APPROVE, PassLimit.reason, used_up=UsedUp(span, to_destination))


ASK_TEACHER = ask_teacher()
DAY = timedelta(days=1)


def used(since: datetime, *, to: str = "", who: StudentId = MAYA, urgent: bool = False) -> Outing:
    place = LIBRARY if to == "library" else RESTROOM
    back = since + timedelta(minutes=5)
    return out(who, place, named=f"p-{since}", since=since, back=back, urgent=urgent)


def one(span: Span, **limited: str) -> PassLimit:
    return PassLimit((Limit(1, span, **limited),))  # type: ignore[arg-type] # by name


def in_groups(*groups: str, grade: str = "") -> Student:
    return replace(student(MAYA), grade=grade, groups=frozenset(groups))


# NOW is half past nine on Wednesday, in the second lesson, which began at nine.
@pytest.mark.parametrize(
    ("span", "within", "before"),
    [
        (Span.PERIOD, at(9), at(8, 59)),
        (Span.DAY, at(0), at(0) - timedelta(minutes=1)),
        (Span.WEEK, at(0) - 2 * DAY, at(0) - 2 * DAY - timedelta(minutes=1)),
        (Span.TERM, at(0) - 44 * DAY, at(0) - 45 * DAY),
    ],
)
def test_passes_of_the_span_count_and_no_others(
    span: Span, within: datetime, before: datetime
) -> None:
    schedule = replace(SCHEDULE, terms=(date(2025, 9, 1), date(2026, 1, 19), date(2026, 6, 1)))

    def moment(since: datetime) -> Facts:
        return facts(used(since), schedule=schedule)

    assert one(span).check(ask(), moment(within)) == ask_teacher(span)
    assert one(span).check(ask(), moment(before)) is None


def test_between_lessons_no_period_is_used_up() -> None:
    assert one(Span.PERIOD).check(ask(), facts(used(at(8, 15)), now=at(8, 55))) is None


def test_a_limit_for_one_destination_counts_and_judges_only_passes_to_it() -> None:
    limit = one(Span.DAY, destination=LIBRARY)
    at_the_library = facts(used(at(8, 15), to="library"))
    assert limit.check(ask(MAYA, LIBRARY), at_the_library) == ask_teacher(to_destination=True)
    assert limit.check(ask(MAYA, RESTROOM), at_the_library) is None
    assert limit.check(ask(MAYA, LIBRARY), facts(used(at(8, 15)))) is None


def test_urgent_passes_do_not_count() -> None:
    assert one(Span.DAY).check(ask(), facts(used(at(8, 15), urgent=True))) is None


def test_a_pass_that_was_ended_as_forgotten_does_not_count() -> None:
    forgotten = replace(used(at(8, 15)), expired=True)
    assert one(Span.DAY).check(ask(), facts(forgotten)) is None


def test_other_students_passes_do_not_count() -> None:
    assert one(Span.DAY).check(ask(MAYA), facts(used(at(8, 15), who=OMAR))) is None


def test_a_limit_of_a_group_is_for_each_of_its_students() -> None:
    limit = one(Span.DAY, group="band")
    for roster, expected in (
        (school(students=[in_groups("band")]), ASK_TEACHER),
        (school(students=[in_groups("choir")]), None),
    ):
        assert limit.check(ask(), facts(used(at(8, 15)), roster=roster)) == expected


def test_a_grade_is_a_group_too() -> None:
    roster = school(students=[in_groups(grade="10")])
    limit = one(Span.DAY, group="10")
    assert limit.check(ask(), facts(used(at(8, 15)), roster=roster)) == ASK_TEACHER


def test_of_one_kind_the_students_own_limit_counts_before_a_groups_and_that_before_everybodys() -> (
    None
):
    everybody, band = Limit(0, Span.DAY), Limit(1, Span.DAY, group="band")
    own = Limit(2, Span.DAY, student=MAYA)
    roster = school(students=[in_groups("band")])
    passes = [used(at(8, 11)), used(at(8, 22))]

    def ruling(rule: PassLimit, count: int) -> Finding | None:
        return rule.check(ask(), facts(*passes[:count], roster=roster))

    assert ruling(PassLimit((everybody,)), 0) == ASK_TEACHER
    assert ruling(PassLimit((band, everybody)), 0) is None
    assert ruling(PassLimit((everybody, band)), 1) == ASK_TEACHER
    assert ruling(PassLimit((own, everybody, band)), 1) is None
    assert ruling(PassLimit((everybody, band, own)), 2) == ASK_TEACHER


def test_of_two_groups_limits_the_higher_counts() -> None:
    limits = (Limit(1, Span.DAY, group="10"), Limit(2, Span.DAY, group="band"))
    roster = school(students=[in_groups("band", grade="10")])
    moment = facts(used(at(8, 15)), roster=roster)
    assert PassLimit(limits).check(ask(), moment) is None
    assert PassLimit(limits[::-1]).check(ask(), moment) is None


def test_limits_of_different_kinds_all_count() -> None:
    limits = (Limit(5, Span.DAY, student=MAYA), Limit(1, Span.WEEK))
    assert PassLimit(limits).check(ask(), facts(used(NOW - DAY))) == ask_teacher(Span.WEEK)


def test_of_several_limits_the_student_is_told_the_one_that_lasts_longest() -> None:
    of_week, of_place = Limit(1, Span.WEEK), Limit(1, Span.WEEK, destination=RESTROOM)
    limits = (Limit(1, Span.PERIOD), of_place, of_week, Limit(1, Span.DAY))
    moment = facts(used(at(9)))
    for order in (limits, limits[::-1]):
        assert PassLimit(order).check(ask(), moment) == ask_teacher(Span.WEEK)
    assert PassLimit((*limits, Limit(1, Span.TERM))).check(ask(), moment) == ask_teacher(Span.TERM)


def test_a_request_sent_again_does_not_use_up_its_own_limit() -> None:
    assert one(Span.DAY).check(ask(), facts(out(MAYA, named="p-asked"))) is None


def test_an_accommodation_lifts_every_limit_silently() -> None:
    free = school(students=[student(MAYA, limit_exempt=True)])
    for reach in Reach:
        assert one(Span.DAY).check(ask(), facts(used(NOW), roster=free, reach=reach)) is None


@pytest.mark.parametrize("limits", [(), (Limit(1, Span.DAY),)], ids=["none known", "one known"])
def test_a_room_asks_the_building_whatever_it_knows(limits: tuple[Limit, ...]) -> None:
    finding = PassLimit(limits).check(ask(), facts(reach=Reach.ROOM))
    assert finding == Finding(Ruling.DEFER, PassLimit.reason)


def test_a_pass_that_goes_on_after_a_slip_is_within_it_and_counts_once() -> None:
    last = used(at(9))
    goes_on = replace(ask(MAYA), resumes=last.id)
    assert one(Span.DAY).check(goes_on, facts(last)) is None
    assert one(Span.DAY).check(goes_on, facts(last, reach=Reach.ROOM)) is None
    assert one(Span.DAY).check(ask(MAYA), facts(replace(last, resumed=True))) is None
