"""Hands and eyes at a door's window, for machines without a display and for tests.

Takes one JSON object a line on a local socket and answers each with one:
`{"do": "touch", "item": NAME}`, `{"do": "grab", "file": PATH}`, `{"do": "look"}`.
A touch is a real one: it goes through the window, to whatever stands at that point.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QPoint, QPointF
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from kiosk.sim.puppet_strings import CONTROLS, TILE_PREFIX

REQUEST_BYTES_MAX: Final = 64 * 1024
"""Far above any request; more without a line's end is nobody we know, and is cut off."""


class PuppetError(RuntimeError):
    """What was asked can't be done; the text says why."""


class Puppet(QObject):
    """Plays a person at one window, as told on one socket."""

    def __init__(self, window: QQuickWindow, socket: Path, light: Callable[[], str]) -> None:
        """`light` says what colour the door's light is."""
        super().__init__(window)
        self._light = light
        self._window = window
        self._socket = socket
        self._finger = QTest.createTouchDevice()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def open(self) -> None:
        """Listen; raises PuppetError if that path can't be a socket."""
        QLocalServer.removeServer(str(self._socket))
        if not self._server.listen(str(self._socket)):
            raise PuppetError(f"{self._socket}: {self._server.errorString()}")

    def close(self) -> None:
        """Stop listening and remove the socket."""
        self._server.close()

    def answer(self, line: bytes) -> dict[str, Any]:
        """Do what one line asks and say how it went, with what there is to see then."""
        try:
            asked = json.loads(line)
            self._do(asked if isinstance(asked, dict) else {})
        except (PuppetError, ValueError) as error:
            return {"ok": False, "why": str(error)}
        return {
            "ok": True,
            "texts": self.texts(),
            "items": sorted(self._items()),
            "light": self._light(),
        }

    def texts(self) -> list[str]:
        """Return every text on the screen, in reading order."""
        found = []
        for item in _shown(self._window.contentItem()):
            text = item.property("text")
            if isinstance(text, str) and text.strip():
                at = item.mapToScene(QPointF(0, 0))
                found.append((round(at.y()), round(at.x()), text.strip()))
        return [text for _, _, text in sorted(found)]

    def _do(self, asked: dict[str, Any]) -> None:
        match asked:
            case {"do": "touch", "item": str(name)}:
                self._touch(name)
            case {"do": "grab", "file": str(file)}:
                if not self._window.grabWindow().save(file):
                    raise PuppetError(f"{file} can't be written: name a .png in a folder of yours")
            case {"do": "look"}:
                pass
            case _:
                raise PuppetError("not understood: touch an item, grab a file, or look")

    def _touch(self, name: str) -> None:
        items = self._items()
        if name not in items:
            controls = [i for i in sorted(items) if i.startswith(TILE_PREFIX) or i in CONTROLS]
            there_are = ", ".join(controls) or "nothing to touch"
            raise PuppetError(f"{name} is not on the screen; there is: {there_are}")
        item = items[name]
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        at = QPoint(round(middle.x()), round(middle.y()))
        QTest.touchEvent(self._window, self._finger).press(0, at, self._window).commit()
        QTest.touchEvent(self._window, self._finger).release(0, at, self._window).commit()

    def _items(self) -> dict[str, QQuickItem]:
        """Return what can be touched now, by object name."""
        shown = _shown(self._window.contentItem())
        return {i.objectName(): i for i in shown if i.objectName() and i.isEnabled()}

    def _greet(self) -> None:
        connection = self._server.nextPendingConnection()
        connection.readyRead.connect(self._listen)
        connection.disconnected.connect(connection.deleteLater)

    def _listen(self) -> None:
        connection = self.sender()
        if not isinstance(connection, QLocalSocket):
            return
        while connection.canReadLine():
            reply = self.answer(bytes(connection.readLine().data()))
            connection.write(json.dumps(reply).encode() + b"\n")
            connection.flush()
        if connection.bytesAvailable() > REQUEST_BYTES_MAX:
            connection.abort()


def _shown(item: QQuickItem) -> Iterator[QQuickItem]:
    """Walk the items that are really on the screen; delegates too, which findChild misses."""
    for child in item.childItems():
        if child.isVisible() and child.opacity() > 0:
            yield child
            yield from _shown(child)
