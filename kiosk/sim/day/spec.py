"""What one simulated day is asked to be; the same for every process that plays a part in it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

ACCEPT_S_MIN: Final = 30
ACCEPT_REAL_S: Final = 0.5
"""A place in line is kept for so much real time at least: a program's finger needs some too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySpec:
    """How large the school is, how long its day, and how fast its clock."""

    students: int = 3000
    doors: int = 100
    periods: int = 7
    speed: float = 60.0
    burst_speed: float = 1.0
    seed: int = 1
    calm: bool = False
    """No broker is restarted and no aggregator killed."""

    @property
    def accept_s(self) -> int:
        """Return for how many seconds of the day a place in line is kept."""
        return max(ACCEPT_S_MIN, round(self.speed * ACCEPT_REAL_S))

    def write(self, path: Path) -> None:
        """Leave it for other processes."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "DaySpec":
        """Return what `write` left."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))
