from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication

from tests.ui.screen import DoorScreen


@pytest.fixture
def screen(qapp: QCoreApplication) -> Iterator[DoorScreen]:  # noqa: ARG001 - Qt must be there first
    """A door's window of the smallest size, open."""
    opened = DoorScreen()
    opened.open()
    yield opened
    opened.door.close()
