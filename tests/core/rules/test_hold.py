from kiosk.core.rule import Finding, Holds, Reach, Ruling
from kiosk.core.rules.hold import Hold
from tests.core.examples import ask, facts

HELD = Holds(hold=True)


def test_no_pass_starts_during_a_hold() -> None:
    assert Hold().check(ask(), facts(holds=HELD)) == Finding(Ruling.REFUSE, Hold.reason)


def test_a_room_keeps_the_hold_by_itself() -> None:
    here = facts(holds=HELD, reach=Reach.ROOM)
    assert Hold().check(ask(), here) == Finding(Ruling.REFUSE, Hold.reason)


def test_without_a_hold_there_is_no_objection() -> None:
    assert Hold().check(ask(), facts()) is None
