"""A student asks to see the own passes at a door."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.core.cardmessages import AskPasses, OwnPasses, PastPass
from kiosk.core.door.inputs import (
    Cancelled,
    DigitPressed,
    ForgotCardPressed,
    IdTyped,
    KeyPressed,
    LinkChanged,
    MyPassesPressed,
    PinPressed,
    Touched,
)
from kiosk.core.door.ownrecord import ANSWER_MS, ROWS_SHOWN, SHOWN_MS
from kiosk.core.door.scene import OwnRow, OwnRowsPage, Screen
from kiosk.core.ids import CardHash, DestinationId
from kiosk.core.protocol import Identify, Identity, Pin, PinResult
from tests.core.door_bench import (
    BADGE,
    LIBRARY,
    MAYA,
    MAYAS_CARD,
    NOON,
    OMARS_CARD,
    RESTROOM,
    TEACHER,
    DoorBench,
)

PAST = PastPass(started_at=NOON - timedelta(days=1), destination=LIBRARY, minutes=9, over=4)


def asked(bench: DoorBench) -> list[AskPasses]:
    return [m for m in bench.sent if isinstance(m, AskPasses)]


def waits(bench: DoorBench) -> None:
    """Let Maya tap and ask for her passes."""
    bench.tap(MAYAS_CARD)
    assert bench.scene.own_offered
    bench.wait(100)
    bench.give(MyPassesPressed())
    bench.must_show(Screen.OWN_ASK)
    bench.wait(100)


def shown(bench: DoorBench, *passes: PastPass, more: int = 0) -> None:
    """Let Maya see her passes."""
    waits(bench)
    bench.tap(BADGE)
    bench.hear(OwnPasses(id=asked(bench)[-1].id, passes=passes or (PAST,), more=more))
    bench.must_show(Screen.OWN_RECORD)


def test_nothing_is_asked_of_the_building_before_an_adult_says_yes() -> None:
    bench = DoorBench()
    waits(bench)
    assert asked(bench) == []
    bench.tap(BADGE)
    (question,) = asked(bench)
    look_up = next(m for m in bench.sent if isinstance(m, Identify))
    assert (question.identified, question.staff) == (look_up.id, TEACHER)
    bench.must_show(Screen.CHECKING)


def test_the_page_shows_when_where_to_how_long_and_whether_that_was_too_long() -> None:
    bench = DoorBench()
    shown(bench)
    row = OwnRow(PAST.started_at, LIBRARY, 9, 4)
    assert bench.scene.own == OwnRowsPage((row,))
    assert bench.scene.student == "Maya L."


def test_more_than_the_screen_holds_are_counted() -> None:
    bench = DoorBench()
    shown(bench, *[PAST] * (ROWS_SHOWN + 2), more=3)
    assert bench.scene.own is not None
    assert (len(bench.scene.own.rows), bench.scene.own.more) == (ROWS_SHOWN, 5)


def test_it_closes_after_half_a_minute_however_often_it_is_touched() -> None:
    bench = DoorBench()
    shown(bench)
    bench.wait(SHOWN_MS - 1)
    bench.give(Touched())
    bench.must_show(Screen.OWN_RECORD)
    bench.wait(1)
    bench.must_show(Screen.IDLE)


@pytest.mark.parametrize("card", [OMARS_CARD, MAYAS_CARD, BADGE, CardHash("c-nobody")])
def test_any_other_tap_closes_it(card: CardHash) -> None:
    bench = DoorBench()
    shown(bench)
    bench.wait(4_000)
    bench.tap(card)
    assert bench.screen is not Screen.OWN_RECORD
    assert bench.scene.own is None


def test_nothing_of_it_stays_at_the_door() -> None:
    bench = DoorBench()
    shown(bench, replace(PAST, destination=DestinationId("cellar")))
    bench.give(Cancelled())
    bench.must_show(Screen.IDLE)
    assert bench.events == []
    assert "PastPass" not in repr(vars(bench.keeper.state)) + repr(bench.records)
    assert "cellar" not in repr(bench.scenes) + repr(bench.keeper.session.turn)


def test_a_pin_is_a_yes_too() -> None:
    bench = DoorBench()
    waits(bench)
    bench.give(PinPressed())
    for digit in "271828":
        bench.give(DigitPressed(int(digit)))
    (pin,) = [m for m in bench.sent if isinstance(m, Pin)]
    bench.hear(PinResult(id=pin.id, staff=TEACHER, label="Ms. Case"))
    assert len(asked(bench)) == 1


def test_it_is_asked_once_more_and_then_given_up() -> None:
    bench = DoorBench()
    waits(bench)
    bench.tap(BADGE)
    bench.wait(1_100)
    first, again = asked(bench)
    assert first == again
    bench.wait(ANSWER_MS)
    bench.must_show(Screen.OWN_FAULT)
    bench.hear(OwnPasses(id=first.id, passes=(PAST,)))
    bench.must_show(Screen.OWN_FAULT)


def test_a_no_of_the_building_and_a_building_that_cannot_be_asked_say_so() -> None:
    bench = DoorBench()
    waits(bench)
    bench.tap(BADGE)
    bench.hear(OwnPasses(id=asked(bench)[0].id, refused=True))
    bench.must_show(Screen.OWN_FAULT)

    bench = DoorBench()
    bench.tap(MAYAS_CARD)
    bench.give(LinkChanged(up=False))
    bench.give(MyPassesPressed())
    bench.must_show(Screen.OWN_FAULT)


def test_a_typed_id_or_a_lent_card_shows_nobodys_passes() -> None:
    bench = DoorBench()
    bench.give(ForgotCardPressed())
    bench.give(KeyPressed("1"))
    bench.give(IdTyped())
    look_up = next(m for m in bench.sent if isinstance(m, Identify))
    bench.hear(Identity(id=look_up.id, student=MAYA, label="Maya L."))
    bench.must_show(Screen.CHOOSE)
    bench.give(MyPassesPressed())
    bench.must_show(Screen.CHOOSE)
    assert not bench.scene.own_offered

    bench = DoorBench()
    bench.tap(CardHash("c-lent"))
    look_up = next(m for m in bench.sent if isinstance(m, Identify))
    bench.hear(Identity(id=look_up.id, student=MAYA, label="Maya L.", lent=True))
    bench.give(MyPassesPressed())
    bench.must_show(Screen.CHOOSE)


def test_a_pass_that_is_not_over_and_one_whose_end_nobody_saw_have_no_minutes() -> None:
    bench = DoorBench()
    out = PastPass(started_at=NOON, destination=RESTROOM, minutes=None, out=True)
    shown(bench, out, PastPass(started_at=NOON, destination=RESTROOM, minutes=None))
    assert bench.scene.own is not None
    assert [(row.minutes, row.out) for row in bench.scene.own.rows] == [(None, True), (None, False)]
