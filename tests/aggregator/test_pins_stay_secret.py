"""A PIN that is typed at a door is in no file, no log and no topic but the door's own question."""

import logging
from pathlib import Path

import pytest

from kiosk.cli.bench.headless_door import HeadlessDoor
from kiosk.cli.bench.school_folder import BUILDING, CARD_KEY
from kiosk.core.door.inputs import DigitPressed, PinPressed
from kiosk.core.door.scene import Screen
from kiosk.store.staff_pins import pin_digest
from tests.aggregator.working import PIN, STONE, WorkingAggregator
from tests.broker import Broker
from tests.cli.docs.sniffer import Sniffer

WRONG = "314159"


def type_pin(door: HeadlessDoor, pin: str) -> None:
    for digit in pin:
        door.take(DigitPressed(int(digit)))


def files_under(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_typed_pin_opens_the_panel_and_is_kept_nowhere(
    tmp_path: Path, broker: Broker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with Sniffer(broker, f"spk/v1/{BUILDING}/#") as sniffer:
        with WorkingAggregator(tmp_path, broker) as working:
            (door,) = working.open_doors()
            door.take(PinPressed())
            door.await_screen(Screen.PIN)
            type_pin(door, WRONG)
            door.await_scene(
                lambda scene: scene.notice is not None and scene.notice.code == "pin_wrong",
                "a wrong PIN",
            )
            type_pin(door, PIN)
            shown = door.await_screen(Screen.PANEL).scene.panel
            assert shown is not None
            assert shown.staff == "Ms. Stone"
        heard = sniffer.all_heard()
    digests = [pin_digest(CARD_KEY, pin) for pin in (PIN, WRONG)]
    secrets = [secret.encode() for secret in (PIN, WRONG, *digests)]
    for message in heard:
        own_question = message.topic.endswith("/req")
        assert not any(s in message.topic.encode() for s in secrets)
        assert own_question or not any(s in message.payload for s in secrets)
        assert not any(digest.encode() in message.payload for digest in digests)
    kept = {path: data for path, data in files_under(tmp_path).items() if path.name != "staff_pins"}
    assert kept
    assert [path for path, data in kept.items() if any(s in data for s in secrets)] == []
    assert not any(secret.decode() in caplog.text for secret in secrets)
    names = [b"Ms. Stone"]
    assert not any(name in message.topic.encode() for message in heard for name in names)
    assert STONE
