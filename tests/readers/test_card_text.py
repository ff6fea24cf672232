import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.readers.card_text import number_of_text
from kiosk.readers.profile import Profile, parse_profile
from kiosk.readers.scan import GarbledReason


def profile(**keys: object) -> Profile:
    return parse_profile("test", {"framing": "keyboard", **keys})


def test_letters_are_capitals_whatever_the_reader_sends() -> None:
    assert number_of_text("ab12cd", profile()) == "AB12CD"


def test_a_decimal_reader_and_a_hex_reader_name_one_card_alike() -> None:
    decimal = profile(reads="decimal", characters="digits", card_bytes=4, number="dez10")
    hexed = profile(reads="hex", characters="hex", card_bytes=5, number="dez10")
    assert number_of_text("6547886", decimal) == "0006547886"
    assert number_of_text("010063e9ae", hexed) == "0006547886"


def test_a_reversed_decimal_uid_is_turned_round() -> None:
    turned = profile(
        reads="decimal", characters="digits", card_bytes=4, number="uid_decimal_reversed"
    )
    assert number_of_text("3829098359", turned) == "2003254244"


@pytest.mark.parametrize(
    ("reads", "text"),
    [
        ("hex", "06BD88EB80"),
        ("decimal", str(0x06BD88EB80)),
        ("bits", "10111101100010001110101110"),
    ],
)
def test_omnikeys_hex_decimal_and_binary_name_one_badge_alike(reads: str, text: str) -> None:
    badge = profile(reads=reads, characters="hex", number="pacs_h10301")
    assert number_of_text(text, badge) == "123/4567"


def test_a_badge_with_wrong_parity_is_no_card() -> None:
    badge = profile(reads="bits", characters="digits", number="pacs_h10301")
    assert number_of_text("00111101100010001110101110", badge) is GarbledReason.CHECK


def test_a_number_too_big_for_the_card_is_no_card() -> None:
    four = profile(reads="decimal", characters="digits", card_bytes=4, number="dez10")
    assert number_of_text(str(2**32), four) is GarbledReason.NUMBER


def test_a_check_digit_is_proven_and_taken_off() -> None:
    checked = profile(check_digit="mod43", characters="code39")
    assert number_of_text("258-416J", checked) == "258-416"
    assert number_of_text("258-461J", checked) == "258-461"  # a swap, which mod 43 cannot see
    assert number_of_text("258-417J", checked) is GarbledReason.CHECK


@given(st.text(max_size=80))
def test_any_text_is_a_number_of_allowed_characters_or_garbled(text: str) -> None:
    number = number_of_text(text, profile())
    if not isinstance(number, GarbledReason):
        assert number.isascii()
        assert number.isalnum()
        assert 4 <= len(number) <= 32
