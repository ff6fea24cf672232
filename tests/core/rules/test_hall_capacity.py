from kiosk.core.rule import Finding, Reach, Ruling
from kiosk.core.rules.hall_capacity import HallCapacity
from kiosk.core.words import HALL_FULL
from tests.core.examples import IVY, LIBRARY, MAYA, NOW, OMAR, ROOM_118, ask, facts, out

TWO = HallCapacity(out_max=2)


def test_a_student_waits_while_the_hall_is_full() -> None:
    full = facts(out(OMAR, origin=ROOM_118), out(IVY, LIBRARY))
    assert TWO.check(ask(MAYA), full) == Finding(Ruling.WAIT, HALL_FULL)


def test_below_the_capacity_there_is_no_objection() -> None:
    assert TWO.check(ask(MAYA), facts(out(OMAR), out(IVY, back=NOW))) is None


def test_a_request_sent_again_does_not_fill_the_hall_itself() -> None:
    granted = facts(out(OMAR), out(MAYA, named="p-asked"))
    assert TWO.check(ask(MAYA), granted) is None


def test_a_room_asks_the_building() -> None:
    assert TWO.check(ask(), facts(reach=Reach.ROOM)) == Finding(Ruling.DEFER, HALL_FULL)


def test_without_a_capacity_it_never_objects() -> None:
    assert HallCapacity(out_max=None).check(ask(MAYA), facts(out(OMAR), out(IVY))) is None
