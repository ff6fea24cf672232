from pathlib import Path

from kiosk.door.machine import machine_boot


def test_the_machine_names_its_start_the_same_way_each_time() -> None:
    assert machine_boot() == machine_boot()


def test_where_the_kernel_does_not_say_nothing_is_claimed(tmp_path: Path) -> None:
    empty = tmp_path / "boot_id"
    empty.write_text("\n")
    assert machine_boot(empty) is None
    assert machine_boot(tmp_path / "absent") is None
