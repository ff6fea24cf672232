from collections.abc import Iterator

import pytest

from kiosk.aggregator.web.app import make_app
from kiosk.aggregator.web.audience import Audience
from kiosk.aggregator.web.server import WebServer
from tests.aggregator.web.boards import CHICAGO


@pytest.fixture
def audience() -> Audience:
    return Audience()


@pytest.fixture
def server(audience: Audience) -> Iterator[WebServer]:
    serving = WebServer(make_app(audience, "Lincoln High School", CHICAGO), "127.0.0.1", 0)
    serving.start()
    yield serving
    serving.close()
