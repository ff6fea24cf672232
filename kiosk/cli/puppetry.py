"""Ties a puppet to a door's window: the door program itself knows of no simulation."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtQuick import QQuickWindow

from kiosk.sim.puppet import Puppet


def at_window(socket: Path) -> Callable[[QQuickWindow], Puppet]:
    """Return what a door calls with its window; the puppet goes when the door does."""

    def attach(window: QQuickWindow) -> Puppet:
        puppet = Puppet(window, socket)
        puppet.open()
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(puppet.close)
        return puppet

    return attach
