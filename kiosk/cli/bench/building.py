"""One building to measure or to race in: a school, a real aggregator and doors on one broker."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from kiosk.cli.bench.child_program import ChildProgram
from kiosk.cli.bench.headless_door import HeadlessDoor
from kiosk.cli.bench.school_folder import BUILDING, CARD_KEY, SchoolPlan, write_school
from kiosk.core.ids import RoomId
from kiosk.feed.walk import Broker
from kiosk.sim.demo_settings import aggregator_settings


class Building:
    """A context: inside it the aggregator runs and the doors that were opened are online."""

    def __init__(
        self,
        folder: Path,
        broker_port: int,
        school: SchoolPlan,
        program: Sequence[str] = ("-m", "kiosk.cli", "aggregator"),
    ) -> None:
        """`program` is what follows the Python interpreter, before the settings file."""
        self.folder = folder
        self.journal = folder / "aggregator" / "building.sqlite3"
        self.broker = Broker("127.0.0.1", broker_port)
        self.settings = folder / "aggregator.toml"
        self._school = school
        self._doors: list[HeadlessDoor] = []
        self._aggregator = ChildProgram(
            "aggregator", [*program, str(self.settings)], folder / "aggregator.log"
        )

    def write(self) -> None:
        """Write school and settings."""
        write_school(self.folder / "school", self._school)
        text = aggregator_settings(
            building=BUILDING,
            broker_port=self.broker.port,
            data=self.journal.parent,
            school=self.folder / "school",
            card_key=CARD_KEY.hex(),
            web_port=0,
        )
        self.settings.write_text(text, encoding="utf-8")

    def open_doors(self, rooms: Sequence[RoomId]) -> list[HeadlessDoor]:
        """Return a door for each room, online."""
        doors = [
            HeadlessDoor(BUILDING, room, CARD_KEY, self.folder / f"door-{room}", self.broker)
            for room in rooms
        ]
        self._doors += doors
        for door in doors:
            door.open()
        for door in doors:
            door.await_online()
        return doors

    def start(self) -> None:
        """Start the aggregator; it is ready when this returns."""
        self.journal.parent.mkdir(parents=True, exist_ok=True)
        self._aggregator.start()
        self._aggregator.line()

    def close(self) -> None:
        """End the doors, then the aggregator."""
        while self._doors:
            self._doors.pop().close()
        self._aggregator.end()

    def __enter__(self) -> Self:
        self.write()
        self.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()
