import pytest

from kiosk.readers.code39 import mod43, without_mod43


@pytest.mark.parametrize(("text", "check"), [("123XYZ", "M"), ("258-416", "J"), ("21", "3")])
def test_the_check_digit_is_the_sum_of_values_mod_43(text: str, check: str) -> None:
    assert mod43(text) == check
    assert without_mod43(text + check) == text


@pytest.mark.parametrize("text", ["123XYZN", "", "M", "123xyzM", "12é3"])
def test_a_wrong_check_digit_or_nothing_before_it_is_no_card(text: str) -> None:
    assert without_mod43(text) is None
