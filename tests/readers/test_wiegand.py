import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.readers.wiegand import (
    H10301,
    bits_of_pacs,
    bits_of_prox,
    pacs_of_bits,
    parse_h10301,
)


@pytest.mark.parametrize(
    ("raw", "badge"),
    [("2006EC0C86", H10301(118, 1603)), ("2006F623AE", H10301(123, 4567))],
)
def test_a_prox_raw_number_holds_facility_and_number(raw: str, badge: H10301) -> None:
    bits = bits_of_prox(bytes.fromhex(raw))
    assert bits is not None
    assert parse_h10301(bits) == badge


def test_a_pacs_number_holds_the_same_bits() -> None:
    bits = bits_of_pacs(bytes.fromhex("06BD88EB80"))
    assert bits is not None
    assert parse_h10301(bits) == H10301(123, 4567)
    assert bits == bits_of_prox(bytes.fromhex("2006F623AE"))


def test_omnikey_writes_26_bits_as_hex_and_decimal() -> None:
    pacs = pacs_of_bits("00000101000000100101001001")
    assert pacs.hex().upper() == "0605025240"
    assert int.from_bytes(pacs, "big") == 25853841984


@given(st.integers(0, 255), st.integers(0, 65_535), st.integers(0, 25))
def test_one_wrong_bit_is_no_badge(facility: int, number: int, place: int) -> None:
    data = f"{facility:08b}{number:016b}"
    even, odd = data[:12].count("1") % 2, 1 - data[12:].count("1") % 2
    bits = f"{even}{data}{odd}"
    assert parse_h10301(bits) == H10301(facility, number)
    flipped = "10"[int(bits[place])]
    assert parse_h10301(bits[:place] + flipped + bits[place + 1 :]) is None


@pytest.mark.parametrize("bits", ["", "1" * 25, "1" * 27, "1" * 25 + "2"])
def test_another_count_or_character_is_no_badge(bits: str) -> None:
    assert parse_h10301(bits) is None


@pytest.mark.parametrize("raw", ["", "06", "08BD88EB80", "FFBD88EB80", "06BD88EB81"])
def test_a_broken_pacs_number_has_no_bits(raw: str) -> None:
    assert bits_of_pacs(bytes.fromhex(raw)) is None


@pytest.mark.parametrize("raw", ["", "0006EC0C86", "2000000000", "3F06EC0C86"])
def test_a_prox_number_of_another_length_has_no_bits(raw: str) -> None:
    assert bits_of_prox(bytes.fromhex(raw)) is None


@given(st.text("01", min_size=1, max_size=64))
def test_bits_survive_the_way_through_pacs(bits: str) -> None:
    assert bits_of_pacs(pacs_of_bits(bits)) == bits
