"""Ties a puppet to a door's window: the door program itself knows of no simulation."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from kiosk.door.program import DoorProgram
from kiosk.sim.puppet import Puppet


def at_window(socket: Path) -> Callable[[DoorProgram], Puppet]:
    """Return what a door program is to call once it is open; the puppet goes when the door does."""

    def attach(program: DoorProgram) -> Puppet:
        puppet = Puppet(program.window.window, socket, lambda: program.lamp.colour)
        puppet.open()
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(puppet.close)
        return puppet

    return attach
