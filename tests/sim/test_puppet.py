import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickView
from pytestqt.qtbot import QtBot

from kiosk.sim.puppet import Puppet, PuppetError
from kiosk.sim.puppet_strings import DoorMuteError, Sight, ask, grab, look, touch

PAGE = """
import QtQuick
Item {
    Text { objectName: "word"; y: 5; text: tile.word }
    Repeater {
        model: 1
        Rectangle {
            objectName: "tile-water"; x: 100; y: 100; width: 100; height: 100; color: "red"
            TapHandler {
                acceptedDevices: PointerDevice.TouchScreen
                onTapped: tile.word = "touched"
            }
        }
    }
    Item { id: tile; property string word: "untouched" }
    Item { visible: false; Text { objectName: "cancel"; text: "hidden" } }
}
"""


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[QQuickView]:
    page = tmp_path / "Page.qml"
    page.write_text(PAGE)
    view = QQuickView()
    view.setSource(QUrl.fromLocalFile(str(page)))
    view.resize(320, 240)
    view.show()
    qtbot.waitUntil(view.isExposed)
    yield view
    view.close()
    view.deleteLater()


@pytest.fixture
def puppet(tmp_path: Path, window: QQuickView) -> Iterator[Puppet]:
    opened = Puppet(window, tmp_path / "socket", lambda: "green")
    opened.open()
    yield opened
    opened.close()


def elsewhere(qtbot: QtBot, work: Callable[[], object]) -> object:
    """Does the work as another process would, while the window's own loop runs."""
    outcome: list[object] = []

    def run() -> None:
        try:
            outcome.append(work())
        except DoorMuteError as error:
            outcome.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    qtbot.waitUntil(lambda: bool(outcome), timeout=20_000)
    thread.join()
    return outcome[0]


@pytest.mark.usefixtures("puppet")
def test_a_touch_from_another_process_reaches_the_item(tmp_path: Path, qtbot: QtBot) -> None:
    socket = tmp_path / "socket"
    assert elsewhere(qtbot, lambda: look(socket).texts) == ("untouched",)
    elsewhere(qtbot, lambda: touch(socket, "tile-water"))
    assert elsewhere(qtbot, lambda: look(socket).texts) == ("touched",)


@pytest.mark.usefixtures("puppet")
def test_light_and_names_are_seen_too(tmp_path: Path, qtbot: QtBot) -> None:
    seen = elsewhere(qtbot, lambda: look(tmp_path / "socket"))
    assert isinstance(seen, Sight)
    assert (seen.light, seen.items) == ("green", ("tile-water", "word"))


@pytest.mark.usefixtures("puppet")
def test_a_picture_is_saved_as_the_window_shows_it(tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "door.png"
    elsewhere(qtbot, lambda: grab(tmp_path / "socket", file))
    picture = QImage(str(file))
    assert picture.pixelColor(150, 150).name() == "#ff0000"


@pytest.mark.usefixtures("puppet")
def test_what_can_not_be_saved_is_told(tmp_path: Path, qtbot: QtBot) -> None:
    error = elsewhere(qtbot, lambda: grab(tmp_path / "socket", tmp_path / "no" / "door.png"))
    assert "can't be written" in str(error)


def test_what_is_not_on_the_screen_can_not_be_touched(puppet: Puppet) -> None:
    answer = puppet.answer(b'{"do": "touch", "item": "cancel"}')
    assert not answer["ok"]
    assert answer["why"] == "cancel is not on the screen; there is: tile-water"


@pytest.mark.parametrize("line", [b"", b"[]", b'{"do": "dance"}', b"\xff"])
def test_a_request_that_means_nothing_is_answered(puppet: Puppet, line: bytes) -> None:
    answer = puppet.answer(line)
    assert not answer["ok"]
    json.dumps(answer)


def test_no_socket_is_left_when_it_is_closed(tmp_path: Path, puppet: Puppet) -> None:
    puppet.close()
    assert not (tmp_path / "socket").exists()


def test_a_path_that_can_be_no_socket_is_told(tmp_path: Path, window: QQuickView) -> None:
    with pytest.raises(PuppetError):
        Puppet(window, tmp_path / "nowhere" / "socket", lambda: "dark").open()


def test_a_door_that_does_not_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(DoorMuteError, match="does the demo run"):
        ask(tmp_path / "socket", do="look")
