"""A student without the card types an ID at a door."""

import pytest

from kiosk.core.door.inputs import (
    Cancelled,
    Chose,
    DigitPressed,
    ErasePressed,
    ForgotCardPressed,
    IdTyped,
    KeyPressed,
    KeysSwitched,
    LinkChanged,
    OverrideChosen,
    PinPressed,
    UrgentPressed,
)
from kiosk.core.door.scene import Notice, Screen, TileState
from kiosk.core.door.typedid import ANSWER_MS, TYPED_MAX
from kiosk.core.events import Ended, EndedHow, IdentifiedBy, OverrideReason, Started
from kiosk.core.ids import PassId, RoomId
from kiosk.core.protocol import (
    Identify,
    Identity,
    OpenElsewhere,
    Pin,
    PinResult,
    WireRuling,
)
from tests.core.door_bench import (
    BADGE,
    IVY,
    MAYA,
    MAYAS_CARD,
    NOON,
    OMARS_CARD,
    RESTROOM,
    TEACHER,
    DoorBench,
    grant,
    refusal,
)

ELSEWHERE = OpenElsewhere(id=PassId("p-118"), origin=RoomId("r-118"), destination=RESTROOM)


def type_id(bench: DoorBench, text: str = "4711") -> Identify:
    """Open the keys, type an ID, and return what the building is asked."""
    bench.give(ForgotCardPressed())
    bench.must_show(Screen.TYPE_ID)
    for key in text:
        bench.give(KeyPressed(key))
    bench.give(IdTyped())
    return asked(bench)[-1]


def asked(bench: DoorBench) -> list[Identify]:
    return [m for m in bench.sent if isinstance(m, Identify)]


def is_maya(bench: DoorBench, out: OpenElsewhere | None = None) -> None:
    """Let somebody type Maya's ID and the building say so."""
    identify = type_id(bench)
    bench.hear(Identity(id=identify.id, student=MAYA, label="Maya L.", out=out))


def choose(bench: DoorBench) -> None:
    """Let Maya, known by a typed ID, ask for the restroom and be told that an adult is needed."""
    is_maya(bench)
    bench.give(Chose(RESTROOM))
    bench.hear(refusal(bench.requests[-1], WireRuling.APPROVE, "needs_approval"))
    bench.must_show(Screen.ASK_TEACHER)


def shown(bench: DoorBench) -> str | None:
    return bench.scene.typing.typed if bench.scene.typing else None


def test_the_building_is_asked_whose_id_it_is() -> None:
    bench = DoorBench()
    identify = type_id(bench, "47a1")
    assert (identify.typed, identify.card) == ("47a1", None)
    assert bench.scene.typing is not None
    assert not bench.scene.typing.serves


def test_a_pass_asked_for_so_says_how_the_student_was_known_and_every_tile_asks_an_adult() -> None:
    bench = DoorBench()
    is_maya(bench)
    bench.must_show(Screen.CHOOSE)
    assert bench.scene.student == "Maya L."
    assert {tile.state for tile in bench.scene.tiles} == {TileState.ASK_TEACHER}
    bench.give(Chose(RESTROOM))
    assert bench.requests[-1].identified_by is IdentifiedBy.TYPED


def test_with_an_adults_yes_it_starts_and_is_recorded_as_typed() -> None:
    bench = DoorBench()
    choose(bench)
    bench.tap(BADGE)
    approved = bench.requests[-1]
    assert (approved.identified_by, approved.approved_by) == (IdentifiedBy.TYPED, TEACHER)
    bench.hear(grant(approved))
    bench.must_show(Screen.OUT)
    started = bench.events[-1]
    assert isinstance(started, Started)
    assert started.identified_by is IdentifiedBy.TYPED


def test_when_the_link_goes_meanwhile_it_still_takes_an_adult() -> None:
    bench = DoorBench()
    is_maya(bench)
    bench.give(LinkChanged(up=False))
    bench.give(Chose(RESTROOM))
    bench.must_show(Screen.ASK_TEACHER)
    bench.tap(BADGE)
    started = bench.events[-1]
    assert isinstance(started, Started)
    assert (started.identified_by, started.approved_by) == (IdentifiedBy.TYPED, TEACHER)


def test_an_override_and_an_urgent_pass_say_so_too() -> None:
    bench = DoorBench()
    is_maya(bench)
    bench.give(Chose(RESTROOM))
    bench.hear(refusal(bench.requests[-1], WireRuling.REFUSE, "daily_limit"))
    bench.tap(BADGE)
    bench.give(OverrideChosen(OverrideReason.ERRAND))
    assert bench.requests[-1].identified_by is IdentifiedBy.TYPED

    bench = DoorBench()
    choose(bench)
    bench.give(UrgentPressed())
    bench.give(Chose(RESTROOM))
    started = bench.events[-1]
    assert isinstance(started, Started)
    assert (started.identified_by, started.urgent) == (IdentifiedBy.TYPED, True)


# --- who is out -----------------------------------------------------------------------------------


def test_a_typed_id_ends_no_pass_until_an_adult_says_who_it_is() -> None:
    bench = DoorBench()
    pass_id = bench.go()
    bench.wait(10_000)
    is_maya(bench)
    bench.must_show(Screen.VOUCH)
    assert pass_id in bench.keeper.state.open
    bench.tap(BADGE)
    bench.must_show(Screen.WELCOME_BACK)
    ended = bench.events[-1]
    assert isinstance(ended, Ended)
    assert (ended.id, ended.how, ended.staff) == (pass_id, EndedHow.STAFF, TEACHER)


def test_nor_does_it_without_one() -> None:
    bench = DoorBench()
    bench.go()
    bench.wait(10_000)
    is_maya(bench)
    bench.give(Cancelled())
    bench.must_show(Screen.IDLE)
    assert bench.kinds == ["started"]


def test_a_pin_vouches_as_a_badge_does() -> None:
    bench = DoorBench()
    bench.go()
    bench.wait(10_000)
    is_maya(bench)
    bench.give(PinPressed())
    for digit in "271828":
        bench.give(DigitPressed(int(digit)))
    (pin,) = [m for m in bench.sent if isinstance(m, Pin)]
    bench.hear(PinResult(id=pin.id, staff=TEACHER, label="Ms. Case"))
    bench.must_show(Screen.WELCOME_BACK)


def test_the_card_found_after_all_ends_the_pass_by_itself() -> None:
    bench = DoorBench()
    bench.go()
    bench.wait(10_000)
    is_maya(bench)
    bench.tap(MAYAS_CARD)
    bench.must_show(Screen.WELCOME_BACK)
    ended = bench.events[-1]
    assert isinstance(ended, Ended)
    assert ended.how is EndedHow.TAP


def test_a_pass_from_another_room_is_offered_to_be_ended_only_after_an_adult() -> None:
    bench = DoorBench()
    is_maya(bench, ELSEWHERE)
    bench.must_show(Screen.VOUCH)
    assert bench.events == []
    bench.tap(BADGE)
    bench.must_show(Screen.OUT_ELSEWHERE)


# --- the keys -------------------------------------------------------------------------------------


def test_keys_are_erased_one_by_one_and_letters_stand_in_place_of_digits() -> None:
    bench = DoorBench()
    bench.give(ForgotCardPressed())
    for key in "471":
        bench.give(KeyPressed(key))
    bench.give(ErasePressed())
    bench.give(KeysSwitched())
    bench.give(KeyPressed("B"))
    assert shown(bench) == "47B"
    assert bench.scene.typing is not None
    assert bench.scene.typing.letters


@pytest.mark.parametrize("key", ["", "12", "\n", "'", "\u202e"])
def test_nothing_but_one_letter_or_digit_is_a_key(key: str) -> None:
    bench = DoorBench()
    bench.give(ForgotCardPressed())
    bench.give(KeyPressed(key))
    assert shown(bench) == ""


def test_an_id_has_a_greatest_length_and_an_empty_one_asks_nobody() -> None:
    bench = DoorBench()
    bench.give(ForgotCardPressed())
    bench.give(IdTyped())
    assert asked(bench) == []
    for _ in range(TYPED_MAX + 5):
        bench.give(KeyPressed("1"))
    assert shown(bench) == "1" * TYPED_MAX


def test_an_unknown_id_says_so_and_leaves_nothing_typed() -> None:
    bench = DoorBench()
    identify = type_id(bench)
    bench.hear(Identity(id=identify.id, unknown=True))
    assert (bench.scene.notice, shown(bench)) == (Notice("id_unknown"), "")


def test_who_has_to_wait_is_told_until_when() -> None:
    bench = DoorBench()
    identify = type_id(bench)
    bench.hear(Identity(id=identify.id, unknown=True, wait_until=NOON))
    assert bench.scene.notice == Notice("id_wait", NOON)


def test_it_is_asked_once_more_and_then_given_up() -> None:
    bench = DoorBench()
    first = type_id(bench)
    bench.wait(1_100)
    assert asked(bench) == [first, first]
    bench.wait(ANSWER_MS)
    assert (bench.scene.notice, shown(bench)) == (Notice("id_silent"), "")
    bench.hear(Identity(id=first.id, student=MAYA, label="Maya L."))
    bench.must_show(Screen.TYPE_ID)


def test_without_the_building_the_keys_say_to_ask_the_teacher() -> None:
    bench = DoorBench()
    bench.give(LinkChanged(up=False))
    bench.give(ForgotCardPressed())
    assert bench.scene.notice == Notice("id_alone")
    bench.give(KeyPressed("1"))
    bench.give(IdTyped())
    assert asked(bench) == []


def test_the_keys_close_by_themselves_and_another_card_waits_meanwhile() -> None:
    bench = DoorBench()
    bench.give(ForgotCardPressed())
    bench.tap(OMARS_CARD)
    bench.must_show(Screen.TYPE_ID)
    assert bench.scene.toast is not None
    bench.wait(31_000)
    bench.must_show(Screen.IDLE)


def test_a_badge_on_the_keys_opens_the_panel() -> None:
    bench = DoorBench()
    bench.give(ForgotCardPressed())
    bench.wait(10)
    bench.tap(BADGE)
    bench.must_show(Screen.PANEL)


def test_nothing_of_what_was_typed_is_recorded_or_stands_in_what_is_written_about_it() -> None:
    bench = DoorBench()
    identify = type_id(bench, "48151623")
    told = repr([bench.scenes, bench.records, bench.keeper.session.turn, identify])
    bench.hear(Identity(id=identify.id, student=IVY, label="Ivy S."))
    told += repr([bench.scenes, bench.records, bench.keeper.session.turn])
    assert "48151623" not in told
    assert bench.keeper.state.visitors == {}
