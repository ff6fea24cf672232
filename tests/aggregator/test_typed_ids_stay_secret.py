"""An ID that is typed at a door is in no file, no log and no topic but the door's own question."""

import logging
from pathlib import Path

import pytest

from kiosk.cli.bench.headless_door import HeadlessDoor
from kiosk.cli.bench.school_folder import BUILDING
from kiosk.core.door.inputs import Chose, ForgotCardPressed, IdTyped, KeyPressed, KeysSwitched
from kiosk.core.door.scene import Screen
from kiosk.core.ids import DestinationId
from tests.aggregator.test_pins_stay_secret import files_under
from tests.aggregator.working import WorkingAggregator
from tests.broker import Broker
from tests.cli.docs.sniffer import Sniffer

WRONG = "48151623"


def type_id(door: HeadlessDoor, text: str) -> None:
    for key in text:
        door.take(KeyPressed(key))
    door.take(IdTyped())


def test_a_typed_id_asks_for_an_adult_and_a_wrong_one_is_kept_nowhere(
    tmp_path: Path, broker: Broker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with Sniffer(broker, f"spk/v1/{BUILDING}/#") as sniffer:
        with WorkingAggregator(tmp_path, broker) as working:
            (door,) = working.open_doors()
            door.take(ForgotCardPressed())
            door.await_screen(Screen.TYPE_ID)
            type_id(door, WRONG)
            door.await_scene(
                lambda scene: scene.notice is not None and scene.notice.code == "id_unknown",
                "an unknown ID",
            )
            door.take(KeysSwitched())
            type_id(door, "".join(c for c in working.pupils[0].id.upper() if c.isalnum()))
            shown = door.await_screen(Screen.CHOOSE)
            door.take(Chose(DestinationId(shown.scene.tiles[0].destination)))
            door.await_screen(Screen.ASK_TEACHER)
        heard = sniffer.all_heard()
    typed = WRONG.encode()
    assert any(typed in message.payload for message in heard)
    for message in heard:
        assert typed not in message.topic.encode()
        assert typed not in message.payload or message.topic.endswith("/req")
    kept = files_under(tmp_path)
    assert kept
    assert [path for path, data in kept.items() if typed in data] == []
    assert WRONG not in caplog.text
