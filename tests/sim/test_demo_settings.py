from dataclasses import replace
from pathlib import Path

from kiosk.settings import DoorSettings, load_door_settings
from kiosk.sim.card_reader import CardFraming
from kiosk.sim.demo_settings import PANEL, DoorPlan, door_settings


def loaded(folder: Path, plan: DoorPlan) -> DoorSettings:
    path = folder / "door.toml"
    path.write_text(door_settings(plan))
    return load_door_settings(path)


def plan_in(folder: Path) -> DoorPlan:
    return DoorPlan(
        building="demo",
        room="214",
        broker_port=1883,
        data=folder / 'data "and" more',
        card_key="00" * 32,
        device=folder / "devices" / "214",
        framing=CardFraming.RDM6300,
        keyboard=None,
        window=None,
    )


def test_a_door_without_a_display_draws_a_panel_and_makes_no_sound(tmp_path: Path) -> None:
    settings = loaded(tmp_path, plan_in(tmp_path))
    assert (settings.screen.width, settings.screen.height) == PANEL
    assert not settings.screen.fullscreen
    assert not settings.sound


def test_paths_with_quotes_in_them_are_kept(tmp_path: Path) -> None:
    plan = plan_in(tmp_path)
    assert loaded(tmp_path, plan).data_dir == plan.data


def test_a_keyboard_reader_stands_beside_the_serial_one(tmp_path: Path) -> None:
    plan = replace(plan_in(tmp_path), keyboard="/dev/input/event7", window=(640, 384))
    settings = loaded(tmp_path, plan)
    assert [reader.kind for reader in settings.readers] == ["serial", "keyboard"]
    assert settings.screen.width == 640
