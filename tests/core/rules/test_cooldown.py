from dataclasses import replace
from datetime import timedelta

from kiosk.core.ids import PassId, StudentId
from kiosk.core.rule import Finding, Reach, Ruling
from kiosk.core.rules.cooldown import Cooldown
from tests.core.examples import MAYA, NOW, OMAR, ROOM_118, ask, facts, out, school, student

MINUTE = timedelta(minutes=1)
QUARTER = Cooldown(rest=timedelta(minutes=15))


def test_a_student_just_back_is_refused_until_the_rest_is_over() -> None:
    lately = facts(out(MAYA, since=NOW - 9 * MINUTE, back=NOW - 5 * MINUTE, origin=ROOM_118))
    finding = QUARTER.check(ask(MAYA), lately)
    assert finding == Finding(Ruling.REFUSE, Cooldown.reason, retry_at=NOW + 10 * MINUTE)


def test_the_last_return_counts_whenever_its_pass_began() -> None:
    long_pass = out(MAYA, named="p1", since=NOW - 60 * MINUTE, back=NOW - MINUTE)
    short_pass = out(MAYA, named="p2", since=NOW - 30 * MINUTE, back=NOW - 20 * MINUTE)
    finding = QUARTER.check(ask(MAYA), facts(long_pass, short_pass))
    assert finding is not None
    assert finding.retry_at == NOW + 14 * MINUTE


def test_after_the_rest_there_is_no_objection() -> None:
    assert QUARTER.check(ask(MAYA), facts(out(MAYA, back=NOW - 15 * MINUTE))) is None


def test_another_students_return_is_no_objection() -> None:
    assert QUARTER.check(ask(MAYA), facts(out(OMAR, back=NOW))) is None


def test_an_urgent_pass_starts_no_cooldown() -> None:
    assert QUARTER.check(ask(MAYA), facts(out(MAYA, back=NOW, urgent=True))) is None


def test_a_pass_that_goes_on_after_a_slip_needs_no_rest() -> None:
    goes_on = replace(ask(MAYA), resumes=PassId("p-s-maya"))
    lately = out(MAYA, back=NOW)
    assert QUARTER.check(goes_on, facts(lately)) is None
    assert QUARTER.check(goes_on, facts(lately, reach=Reach.ROOM)) is None


def test_an_accommodation_lifts_it_silently() -> None:
    free = school(students=[student(MAYA, limit_exempt=True)])
    assert QUARTER.check(ask(MAYA), facts(out(MAYA, back=NOW), roster=free)) is None
    assert QUARTER.check(ask(MAYA), facts(reach=Reach.ROOM, roster=free)) is None


def test_a_student_that_the_roster_does_not_name_is_held_to_it() -> None:
    stranger = StudentId("s-new")
    assert QUARTER.check(ask(stranger), facts(out(stranger, back=NOW))) is not None


def test_a_room_asks_the_building() -> None:
    finding = QUARTER.check(ask(), facts(reach=Reach.ROOM))
    assert finding == Finding(Ruling.DEFER, Cooldown.reason)


def test_without_a_rest_it_never_objects() -> None:
    assert Cooldown(rest=timedelta()).check(ask(MAYA), facts(out(MAYA, back=NOW))) is None
