import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.readers.number_forms import NumberForm, number_of, sizes_of
from kiosk.readers.scan import GarbledReason


@pytest.mark.parametrize(
    ("form", "number"),
    [
        (NumberForm.DEZ8, "06547886"),
        (NumberForm.DEZ10, "0006547886"),
        (NumberForm.DEZ5_5, "00099.59822"),
        (NumberForm.DEZ3_5A, "001.59822"),
        (NumberForm.DEZ3_5B, "000.59822"),
        (NumberForm.DEZ3_5C, "099.59822"),
        (NumberForm.DEZ14, "00004301515182"),
        (NumberForm.DEZ15_REVERSED, "000549768828789"),
    ],
)
def test_one_em4100_card_has_many_numbers(form: NumberForm, number: str) -> None:
    assert number_of(bytes.fromhex("010063E9AE"), form) == number


@pytest.mark.parametrize(
    ("form", "number"),
    [
        (NumberForm.DEZ8, "06547886"),
        (NumberForm.DEZ10, "0006547886"),
        (NumberForm.DEZ5_5, "00099.59822"),
        (NumberForm.DEZ3_5B, "000.59822"),
        (NumberForm.DEZ3_5C, "099.59822"),
    ],
)
def test_forms_without_the_version_byte_can_do_without_it(form: NumberForm, number: str) -> None:
    assert number_of(bytes.fromhex("0063E9AE"), form) == number


@pytest.mark.parametrize(
    ("uid", "form", "number"),
    [
        ("E43AC9D2", NumberForm.UID_DECIMAL_REVERSED, "3536403172"),
        ("1C78F2BF", NumberForm.UID_DECIMAL_REVERSED, "3220338716"),
        ("E43AC9D2", NumberForm.UID_DECIMAL, str(0xE43AC9D2)),
        ("E43AC9D2", NumberForm.UID_HEX, "E43AC9D2"),
        ("E43AC9D2", NumberForm.UID_HEX_REVERSED, "D2C93AE4"),
        ("04A1B2C3D4E5F6", NumberForm.UID_HEX, "04A1B2C3D4E5F6"),
        ("04A1B2C3D4E5F6", NumberForm.UID_HEX_REVERSED, "F6E5D4C3B2A104"),
    ],
)
def test_a_mifare_uid_is_read_in_the_profiles_order(
    uid: str, form: NumberForm, number: str
) -> None:
    assert number_of(bytes.fromhex(uid), form) == number


def test_a_reversed_uid_is_the_same_card_seen_from_the_other_end() -> None:
    uid = (3829098359).to_bytes(4, "big")
    assert number_of(uid, NumberForm.UID_DECIMAL_REVERSED) == "2003254244"
    uid = (2003254244).to_bytes(4, "big")
    assert number_of(uid, NumberForm.UID_DECIMAL_REVERSED) == "3829098359"


@pytest.mark.parametrize("form", [NumberForm.UID_HEX, NumberForm.UID_DECIMAL_REVERSED])
def test_a_random_uid_is_told_as_such(form: NumberForm) -> None:
    assert number_of(bytes.fromhex("08A1B2C3"), form) is GarbledReason.RANDOM_ID


def test_a_longer_uid_that_begins_08_is_not_random() -> None:
    assert number_of(bytes.fromhex("08A1B2C3D4E5F6"), NumberForm.UID_HEX) == "08A1B2C3D4E5F6"


@pytest.mark.parametrize(
    ("raw", "form", "number"),
    [
        ("2006EC0C86", NumberForm.PROX_H10301, "118/1603"),
        ("2006F623AE", NumberForm.PROX_H10301, "123/4567"),
        ("06BD88EB80", NumberForm.PACS_H10301, "123/4567"),
    ],
)
def test_an_hid_badge_gives_facility_and_number(raw: str, form: NumberForm, number: str) -> None:
    assert number_of(bytes.fromhex(raw), form) == number


def test_the_same_number_in_two_facilities_is_two_cards() -> None:
    first = number_of(bytes.fromhex("2006EC0C86"), NumberForm.PROX_H10301)
    other = number_of(bytes.fromhex("2004000C86"), NumberForm.PROX_H10301)
    assert (first, other) == ("118/1603", "0/1603")


@pytest.mark.parametrize("form", sorted(set(NumberForm) - {NumberForm.AS_READ}))
@given(card=st.binary(max_size=12))
def test_every_form_writes_any_card_or_says_why_not(form: NumberForm, card: bytes) -> None:
    number = number_of(card, form)
    if len(card) not in sizes_of(form):
        assert number is GarbledReason.NUMBER
    elif not isinstance(number, GarbledReason):
        assert number
        assert number.isascii()


@given(st.binary(min_size=5, max_size=5), st.binary(min_size=5, max_size=5))
def test_forms_that_keep_every_bit_never_name_two_cards_alike(one: bytes, other: bytes) -> None:
    for form in (NumberForm.DEZ14, NumberForm.DEZ15_REVERSED):
        assert (number_of(one, form) == number_of(other, form)) == (one == other)
