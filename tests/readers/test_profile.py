from pathlib import Path

import pytest

from kiosk.readers.decoder import ByteDecoder, KeyDecoder
from kiosk.readers.number_forms import NumberForm
from kiosk.readers.profile import (
    Framing,
    Profile,
    ProfileError,
    parse_profile,
)
from kiosk.readers.profile_file import read_profile
from tests.readers.strokes import feed, numbers, typed

SHIPPED = Path(__file__).parents[2] / "firmware_config" / "readers"


def faults_of(**keys: object) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        parse_profile("mine", keys)
    return [str(fault) for fault in caught.value.faults]


def shipped(name: str) -> Profile:
    return read_profile(SHIPPED / f"{name}.toml")


def test_every_fault_is_told_at_once_with_key_value_and_what_is_allowed() -> None:
    faults = faults_of(
        framing="usb", baud=9601, aim_id="yes", length_min=0, length_max=True, before="é", colour=1
    )
    assert faults[:6] == [
        "framing is 'usb'; allowed: one of keyboard, line, rdm6300, length_prefixed",
        "baud is 9601; allowed: one of 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200",
        "aim_id is 'yes'; allowed: true or false",
        "length_min is 0; allowed: a whole number from 1 to 64",
        "length_max is True; allowed: a whole number from 1 to 64",
        "before is 'é'; allowed: ASCII text of at most 16 characters",
    ]
    assert faults[6].startswith("colour is 1; allowed: no such key; there are framing, reads, ")
    assert len(faults) == 7


def test_the_error_names_the_profile_on_every_line() -> None:
    with pytest.raises(ProfileError) as caught:
        parse_profile("mine", {"baud": 1, "aim_id": 2})
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert all(line.startswith("reader profile mine: ") for line in lines)


def test_framing_must_be_there() -> None:
    assert faults_of() == [
        "framing is missing; allowed: one of keyboard, line, rdm6300, length_prefixed"
    ]


def test_keys_that_mean_nothing_with_the_framing_are_faults() -> None:
    faults = faults_of(framing="rdm6300", number="dez10", aim_id=True, ends_by_gap=True)
    assert faults == [
        "aim_id is True; allowed: left out: it means nothing with framing rdm6300",
        "ends_by_gap is True; allowed: left out: it means nothing with framing rdm6300",
    ]


def test_a_number_form_that_cannot_be_written_is_a_fault_that_names_those_that_can() -> None:
    (fault,) = faults_of(framing="keyboard", reads="decimal", card_bytes=4, number="dez14")
    assert fault == (
        "number is 'dez14'; allowed: with these keys one of dez8, dez10, dez5.5, dez3.5b, "
        "dez3.5c, uid_hex, uid_hex_reversed, uid_decimal, uid_decimal_reversed"
    )
    (fault,) = faults_of(framing="rdm6300")
    assert fault.startswith("number is 'as_read'; allowed: with these keys one of dez8, ")


def test_lengths_that_leave_no_card_are_a_fault() -> None:
    assert faults_of(framing="keyboard", length_min=9, length_max=8) == [
        "length_min is 9; allowed: at most length_max, 8"
    ]


def test_a_file_that_is_no_toml_is_a_fault_of_the_profile(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("framing = ")
    with pytest.raises(ProfileError, match=r"reader profile broken: file is .*readable TOML"):
        read_profile(path)
    with pytest.raises(ProfileError, match=r"reader profile absent: file is .*readable TOML"):
        read_profile(tmp_path / "absent.toml")


def test_a_profile_for_another_kind_of_port_is_refused() -> None:
    with pytest.raises(ValueError, match="keyboard-type"):
        ByteDecoder(shipped("generic-keyboard"))
    with pytest.raises(ValueError, match="rdm6300"):
        KeyDecoder(shipped("rdm6300"))


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_profile_shipped_is_sound_and_begins_with_why(path: Path) -> None:
    profile = read_profile(path)
    assert profile.name == path.stem
    assert path.read_text().startswith("# For ")


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        ("generic-keyboard", "S0042117", "S0042117"),
        ("keyboard-track2", ";0006547886=9912?", "0006547886"),
        ("omnikey-keyboard", "06bd88eb80", "123/4567"),
    ],
)
def test_a_shipped_keyboard_profile_reads_its_readers_card(
    name: str, text: str, number: str
) -> None:
    assert numbers(feed(KeyDecoder(shipped(name)), typed(text))) == [number]


@pytest.mark.parametrize(
    ("name", "data", "number"),
    [
        ("rdm6300", b"\x02010063E9AE25\x03", "0006547886"),
        ("generic-serial-line", b"]A0S0042117\r\n", "S0042117"),
        ("length-prefixed-serial", bytes.fromhex("020A0206008E6D5DB003"), "0009334109"),
    ],
)
def test_a_shipped_serial_profile_reads_its_readers_card(
    name: str, data: bytes, number: str
) -> None:
    assert numbers(ByteDecoder(shipped(name)).feed(data, 5_000)) == [number]


def test_every_framing_has_a_shipped_profile() -> None:
    assert {read_profile(path).framing for path in SHIPPED.glob("*.toml")} == set(Framing)


def test_text_as_read_is_the_form_of_text_readers() -> None:
    assert parse_profile("mine", {"framing": "line"}).number is NumberForm.AS_READ
