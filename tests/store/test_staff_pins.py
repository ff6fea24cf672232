from pathlib import Path

import pytest

from kiosk.core.ids import StaffId
from kiosk.store.staff_pins import (
    PINS_FILE,
    StaffPinsError,
    draw_code,
    fresh_pin,
    pin_digest,
    read_pins,
    set_pin,
)

KEY = bytes(16)
ONE, TWO = StaffId("t-1"), StaffId("t-2")


def test_a_pin_is_found_by_its_digest(tmp_path: Path) -> None:
    assert read_pins(tmp_path) == {}
    pin = set_pin(tmp_path, KEY, ONE)
    assert read_pins(tmp_path) == {pin_digest(KEY, pin): ONE}


def test_a_new_pin_takes_the_place_of_the_old(tmp_path: Path) -> None:
    set_pin(tmp_path, KEY, TWO, "000001")
    set_pin(tmp_path, KEY, ONE, "000002")
    set_pin(tmp_path, KEY, ONE, "000003")
    pins = read_pins(tmp_path)
    assert sorted(pins.values()) == [ONE, TWO]
    assert pins[pin_digest(KEY, "000003")] == ONE


def test_two_never_have_one_pin(tmp_path: Path) -> None:
    set_pin(tmp_path, KEY, ONE, "000001")
    with pytest.raises(StaffPinsError, match="somebody else"):
        set_pin(tmp_path, KEY, TWO, "000001")


def test_the_file_is_for_its_owner_and_holds_no_pin(tmp_path: Path) -> None:
    pin = set_pin(tmp_path, KEY, ONE)
    path = tmp_path / PINS_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert pin not in path.read_text()


def test_without_the_buildings_key_a_digest_fits_no_pin(tmp_path: Path) -> None:
    pin = set_pin(tmp_path, KEY, ONE)
    assert pin_digest(bytes(15) + b"1", pin) not in read_pins(tmp_path)


@pytest.mark.parametrize("text", ["t-1 abc\n", "t 1\n", f"t/1 {'a' * 64}\n", "\u00fc"])
def test_a_damaged_file_is_told_with_its_line(tmp_path: Path, text: str) -> None:
    (tmp_path / PINS_FILE).write_text(text)
    with pytest.raises(StaffPinsError, match=PINS_FILE):
        read_pins(tmp_path)


def test_a_drawn_code_has_six_digits_and_its_digest() -> None:
    code, digest = draw_code(KEY)
    assert len(code) == 6
    assert code.isdigit()
    assert digest == pin_digest(KEY, code)
    assert len({fresh_pin() for _ in range(50)}) > 40
