from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kiosk.core.halls import Outing
from kiosk.core.ids import PassId, StudentId
from kiosk.core.limits import Limit, Span
from kiosk.core.rule import Finding, Reach, Ruling
from kiosk.core.rules.daily_limit import DailyLimit
from kiosk.core.school import Roster
from tests.core.examples import MAYA, NOW, OMAR, ask, at, facts, out, school, student

EARLIER = at(8, 15)
TWO = DailyLimit(passes_max=2)
ASK_TEACHER = Finding(Ruling.APPROVE, DailyLimit.reason)


def used(pass_id: str, since: datetime = EARLIER, *, urgent: bool = False) -> Outing:
    back = since + timedelta(minutes=5)
    return out(MAYA, named=pass_id, since=since, back=back, urgent=urgent)


def exempt(student_id: StudentId) -> Roster:
    return school(students=[student(student_id, limit_exempt=True)])


def test_after_the_days_passes_the_teacher_is_asked() -> None:
    assert TWO.check(ask(MAYA), facts(used("p1"), used("p2"))) == ASK_TEACHER


def test_below_the_limit_there_is_no_objection() -> None:
    assert TWO.check(ask(MAYA), facts(used("p1"))) is None


def test_a_pass_that_is_still_open_counts() -> None:
    assert TWO.check(ask(MAYA), facts(used("p1"), out(MAYA, named="p2"))) == ASK_TEACHER


def test_urgent_passes_do_not_count() -> None:
    assert TWO.check(ask(MAYA), facts(used("p1"), used("p2", urgent=True))) is None


def test_a_pass_that_goes_on_after_a_slip_is_within_it_and_counts_once() -> None:
    goes_on = replace(ask(MAYA), resumes=PassId("p2"))
    full = (used("p1"), used("p2"))
    assert TWO.check(goes_on, facts(*full)) is None
    assert TWO.check(goes_on, facts(*full, reach=Reach.ROOM)) is None
    assert TWO.check(ask(MAYA), facts(used("p1"), replace(used("p2"), resumed=True))) is None


def test_other_students_passes_do_not_count() -> None:
    others = (out(OMAR, named="p2", back=NOW), out(OMAR, named="p3"))
    assert TWO.check(ask(MAYA), facts(used("p1"), *others)) is None


def test_a_request_sent_again_does_not_use_up_its_own_limit() -> None:
    assert TWO.check(ask(MAYA), facts(used("p1"), out(MAYA, named="p-asked"))) is None


def test_the_day_is_the_schools_and_not_utcs() -> None:
    # 23:30 UTC on 4 March is still the 4th in New York; so is 3:00 UTC on the 5th, at 22:00.
    evening = datetime(2026, 3, 5, 3, tzinfo=UTC)
    today = (used("p1"), used("p2", datetime(2026, 3, 4, 23, 30, tzinfo=UTC)))
    assert TWO.check(ask(MAYA), facts(*today, now=evening)) == ASK_TEACHER
    midnight = datetime(2026, 3, 5, 5, tzinfo=UTC)
    assert TWO.check(ask(MAYA), facts(*today, now=midnight)) is None


def test_an_accommodation_lifts_the_limit_silently() -> None:
    free = exempt(MAYA)
    assert TWO.check(ask(MAYA), facts(used("p1"), used("p2"), roster=free)) is None
    assert TWO.check(ask(MAYA), facts(reach=Reach.ROOM, roster=free)) is None


def test_a_student_that_the_roster_does_not_name_is_held_to_it() -> None:
    stranger = StudentId("s-new")
    passes = (out(stranger, named="p1"), out(stranger, named="p2"))
    assert TWO.check(ask(stranger), facts(*passes)) == ASK_TEACHER


def test_a_room_asks_the_building() -> None:
    finding = TWO.check(ask(), facts(reach=Reach.ROOM))
    assert finding == Finding(Ruling.DEFER, DailyLimit.reason)


def test_without_a_limit_it_never_objects() -> None:
    assert DailyLimit(passes_max=None).check(ask(MAYA), facts(used("p1"), used("p2"))) is None


def test_a_student_and_a_group_may_have_a_limit_by_day_in_place_of_everybodys() -> None:
    own = Limit(3, Span.DAY, student=MAYA)
    none_left = Limit(0, Span.DAY, group="club")
    two_used = (used("p1"), used("p2"))
    assert DailyLimit(2, (own,)).check(ask(MAYA), facts(*two_used)) is None
    assert DailyLimit(2, (own,)).check(ask(MAYA), facts(*two_used, used("p3"))) == ASK_TEACHER
    member = school(students=[replace(student(MAYA), groups=frozenset({"club"}))])
    assert DailyLimit(None, (none_left,)).check(ask(MAYA), facts(roster=member)) == ASK_TEACHER
    assert DailyLimit(None, (none_left,)).check(ask(OMAR), facts(roster=member)) is None


def test_a_pass_that_was_ended_as_forgotten_does_not_count() -> None:
    forgotten = replace(used("p2"), expired=True)
    assert TWO.check(ask(MAYA), facts(used("p1"), forgotten)) is None
