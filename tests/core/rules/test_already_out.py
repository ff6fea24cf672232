from kiosk.core.rule import Finding, Reach, Ruling
from kiosk.core.rules.already_out import AlreadyOut
from tests.core.examples import IVY, MAYA, NOW, ROOM_118, ask, facts, out


def test_a_student_out_from_another_room_is_refused() -> None:
    elsewhere = facts(out(MAYA, origin=ROOM_118))
    assert AlreadyOut().check(ask(MAYA), elsewhere) == Finding(Ruling.REFUSE, AlreadyOut.reason)


def test_a_student_who_is_back_may_go_again() -> None:
    assert AlreadyOut().check(ask(MAYA), facts(out(MAYA, back=NOW))) is None


def test_another_students_pass_is_no_objection() -> None:
    assert AlreadyOut().check(ask(MAYA), facts(out(IVY))) is None


def test_a_request_sent_again_does_not_meet_its_own_grant() -> None:
    assert AlreadyOut().check(ask(MAYA), facts(out(MAYA, named="p-asked"))) is None


def test_a_room_asks_the_building() -> None:
    here = facts(reach=Reach.ROOM)
    assert AlreadyOut().check(ask(), here) == Finding(Ruling.DEFER, AlreadyOut.reason)
