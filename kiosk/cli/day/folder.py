"""Where the processes of one day find what they share."""

from dataclasses import dataclass
from pathlib import Path

from kiosk.core.ids import RoomId
from kiosk.sim.day.bells import Period, periods
from kiosk.sim.day.clock import Beginning, DayClock, stretches
from kiosk.sim.day.spec import DaySpec


@dataclass(frozen=True, slots=True)
class DayFolder:
    """One day's files."""

    path: Path

    @property
    def spec(self) -> Path:
        """Return what the day is asked to be."""
        return self.path / "day.json"

    @property
    def school(self) -> Path:
        """Return the school that the aggregator reads."""
        return self.path / "school"

    @property
    def settings(self) -> Path:
        """Return the aggregator's settings file."""
        return self.path / "aggregator.toml"

    @property
    def aggregator(self) -> Path:
        """Return the aggregator's data."""
        return self.path / "aggregator"

    def door(self, room: RoomId) -> Path:
        """Return one door's data."""
        return self.path / f"door-{room}"

    def diary(self, number: int) -> Path:
        """Return what one process of doors has written down."""
        return self.path / f"diary-{number}.json"

    @property
    def beginning(self) -> Beginning:
        """Return when the day begins; the same for every process."""
        return Beginning(self.path / "beginning")

    def clock(self, spec: DaySpec) -> DayClock:
        """Return the day's clock."""
        return DayClock(stretches(lessons(spec), spec.speed, spec.burst_speed), self.beginning.ns)


def lessons(spec: DaySpec) -> list[Period]:
    """Return the day's lessons."""
    return periods(spec.periods)
