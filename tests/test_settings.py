from pathlib import Path

import pytest

from kiosk.settings import SettingsError, load_aggregator_settings, load_door_settings

KEY = "00112233445566778899aabbccddeeff"
DOOR = f"""
building = "demo"
room = 214
card_key = "{KEY}"
data_dir = "data"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "smartpass.toml"
    path.write_text(text)
    return path


def report(folder: Path, text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_door_settings(write(folder, text))
    return [line.strip() for line in str(caught.value).splitlines()[1:]]


def test_a_room_number_without_quotes_is_that_room(tmp_path: Path) -> None:
    settings = load_door_settings(write(tmp_path, DOOR))
    assert (settings.room_id, settings.door_id) == ("214", "door-214")


def test_what_is_left_out_is_as_most_doors_have_it(tmp_path: Path) -> None:
    settings = load_door_settings(write(tmp_path, DOOR))
    assert [(b.host, b.port) for b in settings.brokers] == [("127.0.0.1", 1883)]
    assert settings.light.kind == "none"
    assert not settings.clock_trusted
    assert settings.screen.fullscreen


def test_paths_are_taken_from_beside_the_file(tmp_path: Path) -> None:
    assert load_door_settings(write(tmp_path, DOOR)).data_dir == tmp_path / "data"


def test_the_card_key_can_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "card.key").write_text(KEY + "\n")
    settings = load_door_settings(write(tmp_path, DOOR.replace(KEY, "card.key")))
    assert settings.card_key == bytes.fromhex(KEY)


@pytest.mark.parametrize("value", ["beef", "nowhere.key", KEY + "0"])
def test_a_wrong_card_key_is_a_fault_that_does_not_repeat_it(tmp_path: Path, value: str) -> None:
    (line,) = report(tmp_path, DOOR.replace(KEY, value))
    assert line.startswith("smartpass.toml:4: card_key (value not shown): ")
    assert value not in line


def test_the_card_key_is_not_in_the_settings_own_words(tmp_path: Path) -> None:
    settings = load_door_settings(write(tmp_path, DOOR))
    assert repr(settings.card_key) not in repr(settings)


def test_every_fault_is_told_at_once_with_line_key_value_and_cure(tmp_path: Path) -> None:
    lines = report(
        tmp_path,
        """bilding = "x"
room = "Room 214"
brokers = [{ host = "broker.example", port = "1883" }]
data_dir = 5

[light]
kind = "led"
red = 99

[[readers]]
kind = "serial"
path = "/dev/smartpass-reader"
profile = "rdm6301"

[[readers]]
kind = "usb"
""",
    )
    assert [line.split(": ")[1] for line in lines] == [
        "building is missing",
        "card_key is missing",
        'bilding = "x"',
        'room = "Room 214"',
        'brokers[1].port = "1883"',
        "data_dir = 5",
        'light.kind = "led"',
        "light.red = 99",
        'readers[1].profile = "rdm6301"',
        "readers[2].path is missing",
        "readers[2].profile is missing",
        'readers[2].kind = "usb"',
    ]
    numbers = [line.split(": ")[0].partition(":")[2] for line in lines]
    assert numbers == ["", "", "1", "2", "3", "4", "7", "8", "13", "15", "15", "16"]
    assert 'allowed is "gpio", "mock" or "none"' in "\n".join(lines)


def test_an_unknown_key_gets_the_nearest_known_one(tmp_path: Path) -> None:
    (line,) = report(tmp_path, DOOR + "\n[screen]\nwidht = 640\n")
    assert "smartpass.toml:8: screen.widht = 640: no such name; did you mean width?" in line


def test_an_unknown_reader_profile_is_told_with_those_there_are(tmp_path: Path) -> None:
    reader = '[[readers]]\nkind = "serial"\npath = "/dev/x"\nprofile = "rfid"\n'
    (line,) = report(tmp_path, DOOR + reader)
    assert "there are" in line
    assert "rdm6300" in line


def test_no_brokers_at_all_is_a_fault(tmp_path: Path) -> None:
    (line,) = report(tmp_path, DOOR + "brokers = []\n")
    assert "one or more addresses" in line


def test_a_file_that_is_no_toml_names_the_line(tmp_path: Path) -> None:
    (line,) = report(tmp_path, 'building = "demo"\nroom = = 4\n')
    assert line.startswith("smartpass.toml:2: file: not TOML")


def test_a_missing_file_is_told_as_a_fault(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no such file"):
        load_door_settings(tmp_path / "smartpass.toml")


def test_an_aggregator_listens_on_loopback_unless_told_otherwise(tmp_path: Path) -> None:
    text = f'building = "b"\nname = "B"\ncard_key = "{KEY}"\ndata_dir = "d"\nschool = "s"\n'
    settings = load_aggregator_settings(write(tmp_path, text))
    assert settings.web.host == "127.0.0.1"
    assert settings.school == tmp_path / "s"
