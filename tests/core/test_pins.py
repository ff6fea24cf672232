from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.pins import TRIES_A_DAY_MAX, TRIES_FREE, CheckPin, PinAsked, PinTries

NOW = datetime(2026, 3, 2, 17, tzinfo=UTC)
TODAY = date(2026, 3, 2)
MIDNIGHT = datetime(2026, 3, 3, tzinfo=UTC)


def wrong(count: int, of: PinTries | None = None) -> PinTries:
    tries = of or PinTries("door:d", day=TODAY)
    for _ in range(count):
        tries = tries.tried(NOW)
    return tries


def test_the_first_wrong_tries_cost_no_wait() -> None:
    assert wrong(TRIES_FREE - 1).wait_until(MIDNIGHT) is None


def test_after_them_each_one_doubles_the_wait() -> None:
    waits = [wrong(TRIES_FREE + n).wait_until(MIDNIGHT) for n in range(3)]
    assert waits == [NOW + timedelta(seconds=s) for s in (30, 60, 120)]


def test_a_right_one_begins_a_new_row_and_was_no_try() -> None:
    tries = wrong(TRIES_FREE - 1).tried(NOW).right()
    assert (tries.in_a_row, tries.today) == (0, TRIES_FREE - 1)


def test_after_a_days_worth_none_is_taken_before_the_next() -> None:
    tries = PinTries("door:d", day=TODAY)
    for _ in range(TRIES_A_DAY_MAX):
        tries = tries.tried(NOW)
        assert tries.today == TRIES_A_DAY_MAX or tries.wait_until(MIDNIGHT) != MIDNIGHT
    assert tries.wait_until(MIDNIGHT) == MIDNIGHT
    assert tries.on(date(2026, 3, 3)).wait_until(MIDNIGHT + timedelta(days=1)) is None


@given(st.lists(st.booleans(), max_size=200))
def test_no_order_of_right_and_wrong_gets_more_wrong_ones_a_day(rights: list[bool]) -> None:
    tries, now, taken = PinTries("door:d", day=TODAY), NOW, 0
    for right in rights:
        wait = tries.wait_until(MIDNIGHT)
        if wait is not None and wait >= MIDNIGHT:
            break
        now = max(now, wait or now)
        tries = tries.tried(now)
        if right:
            tries = tries.right()
        else:
            taken += 1
    assert taken <= TRIES_A_DAY_MAX


def test_a_pin_stands_in_no_text_about_it() -> None:
    assert "314159" not in repr(PinAsked("1", "314159")) + repr(CheckPin("1", "314159"))
