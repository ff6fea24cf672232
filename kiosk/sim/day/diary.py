"""What the students of a day did and saw, written down at the doors and nowhere else.

Times are the day's; `*_ns` are readings of CLOCK_MONOTONIC, which all processes of a machine share.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.core.ids import DestinationId, RoomId, StudentId

TIMES: Final = (
    *("chosen", "shown", "returned", "tapped", "welcomed"),
    *("undone", "checked_in", "greeted"),
)
"""Fields of an outing that are written as text."""


@dataclass(slots=True, kw_only=True)
class Outing:
    """One pass as its student lived it."""

    student: StudentId
    origin: RoomId
    destination: DestinationId
    urgent: bool
    chosen: datetime
    """When the last touch or badge before the go was made."""
    shown: datetime
    """When the go stood on the screen."""
    returned: datetime
    """When the student was back in fact."""
    tapped: datetime | None = None
    """When the card was held to a door on the way back; None for a pass that is forgotten."""
    welcomed: datetime | None = None
    elsewhere: bool = False
    """The tap on the way back was at another door."""
    undone: datetime | None = None
    """When the student took the go back, while it stood on the screen: nobody went."""
    checked_in: datetime | None = None
    """When the card was held to the destination's own kiosk."""
    greeted: datetime | None = None
    """When that kiosk said that the pass goes on."""
    override: bool = False
    """The teacher let the student go in spite of a refusal."""
    appointed: bool = False
    """The door had offered an appointment, and the student went to it."""
    tapped_ns: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """How long the building took to answer one request, as the student saw it."""

    at: datetime
    ms: float


@dataclass(slots=True)
class Diary:
    """Everything that happened at some doors."""

    outings: list[Outing] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    unanswered: list[datetime] = field(default_factory=list)
    """When the building was asked and said nothing within 2 s."""
    refusals: Counter[str] = field(default_factory=Counter)
    """By reason, as shown."""
    happened: Counter[str] = field(default_factory=Counter)
    """Everything else that is worth a count: lines joined, calls missed, decided alone..."""

    def write(self, path: Path) -> None:
        """Leave it for the one who reckons up the day."""
        keys = {
            "outings": [asdict(outing) for outing in self.outings],
            "answers": [asdict(answer) for answer in self.answers],
            "unanswered": self.unanswered,
            "refusals": self.refusals,
            "happened": self.happened,
        }
        path.write_text(json.dumps(keys, default=datetime.isoformat), encoding="utf-8")

    @classmethod
    def read(cls, paths: Iterable[Path]) -> "Diary":
        """Return what was written down at all doors, as one."""
        whole = cls()
        for path in paths:
            keys = json.loads(path.read_text(encoding="utf-8"))
            whole.outings += [_outing(each) for each in keys["outings"]]
            answers = keys["answers"]
            whole.answers += [Answer(datetime.fromisoformat(a["at"]), a["ms"]) for a in answers]
            whole.unanswered += [datetime.fromisoformat(at) for at in keys["unanswered"]]
            whole.refusals += Counter(keys["refusals"])
            whole.happened += Counter(keys["happened"])
        return whole


def _outing(keys: dict[str, object]) -> Outing:
    times = {
        name: datetime.fromisoformat(str(keys[name])) if keys[name] is not None else None
        for name in TIMES
    }
    return Outing(**{**keys, **times})  # type: ignore[arg-type] # as `write` has left it
