"""A real aggregator at work in this process, with its board, to be asked for acts of staff."""

import base64
import http.client
import json
import threading
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kiosk.aggregator.program import AggregatorProgram
from kiosk.cli.bench.building import Building
from kiosk.cli.bench.headless_door import HeadlessDoor
from kiosk.cli.bench.school_folder import CARD_KEY, Pupil, SchoolPlan, pupils_of, rooms_named
from kiosk.core.ids import StaffId
from kiosk.settings import load_aggregator_settings
from kiosk.store.school_files import load_school
from kiosk.store.staff_pins import set_pin
from tests.broker import Broker

PIN = "271828"
STONE = "t-1"
PATIENCE_S = 20
Answer = tuple[int, dict[str, Any]]


class WorkingAggregator:
    """A context: inside it the aggregator serves; `t-1` has the PIN."""

    def __init__(self, folder: Path, broker: Broker, *, restroom: int | None = None) -> None:
        self.folder = folder
        rooms = rooms_named(2)
        self.pupils: list[Pupil] = pupils_of(rooms[0], 3)
        plan = SchoolPlan(rooms, [*self.pupils, *pupils_of(rooms[1], 3)], restroom)
        self.building = Building(folder, broker.port, plan)
        self.building.write()
        self.rooms = rooms
        set_pin(folder / "school", CARD_KEY, StaffId(STONE), PIN)
        self.doors: list[HeadlessDoor] = []

    def __enter__(self) -> Self:
        settings = load_aggregator_settings(self.building.settings)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        self.program = AggregatorProgram(settings, load_school(settings.school, CARD_KEY))
        self._ready = threading.Event()
        self._serving = threading.Thread(target=self._serve, name="serve", daemon=True)
        self._serving.start()
        assert self._ready.wait(PATIENCE_S)
        return self

    def _serve(self) -> None:
        # A journal is for the thread that opened it.
        try:
            self.program.open()
            self._ready.set()
            self.program.serve()
        finally:
            self.program.close()

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        for door in self.doors:
            door.close()
        self.program.end()
        self._serving.join(PATIENCE_S)

    def open_doors(self, count: int = 1) -> list[HeadlessDoor]:
        self.doors = self.building.open_doors(self.rooms[:count])
        return self.doors

    def post(
        self,
        act: str,
        body: object,
        *,
        staff: str = STONE,
        pin: str = PIN,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Ask for an act as `./run staff` does; return status and answer."""
        basic = base64.b64encode(f"{staff}:{pin}".encode()).decode()
        sent = {"Content-Type": "application/json", "Authorization": f"Basic {basic}"}
        sent.update(headers or {})
        return self.send(act, json.dumps(body).encode(), {k: v for k, v in sent.items() if v})

    def send(self, act: str, body: bytes, headers: dict[str, str]) -> Answer:
        where = ("127.0.0.1", self.program.web.port)
        with closing(http.client.HTTPConnection(*where, timeout=PATIENCE_S)) as connection:
            connection.request("POST", f"/acts/{act}", body, headers)
            with connection.getresponse() as answer:
                assert answer.getheader("Cache-Control") == "no-store"
                assert answer.getheader("Access-Control-Allow-Origin") is None
                return answer.status, json.loads(answer.read())
