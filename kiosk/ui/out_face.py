"""What the idle page says of the students who are out."""

from dataclasses import dataclass

from kiosk.core.scene import OutRow, Scene
from kiosk.ui.phrases.table import Phrases
from kiosk.ui.reading import Reading, whole_minutes


@dataclass(frozen=True, slots=True)
class OutFace:
    """One student who is out; `flag` is the word for overtime, empty while there is time."""

    name: str
    place: str
    minutes: str
    flag: str


def out_faces(scene: Scene, words: Phrases, reading: Reading) -> list[OutFace]:
    """Return those in overtime first, then those who have been out longest."""
    rows = sorted(scene.out_now, key=lambda row: (not reading.is_over(row.due_at), row.started_at))
    return [_face(row, words, reading) for row in rows]


def _face(row: OutRow, words: Phrases, reading: Reading) -> OutFace:
    idle = words.idle
    if row.due_at is not None and reading.now >= row.due_at:
        # Nobody is over by no minutes.
        minutes = max(1, whole_minutes(row.due_at, reading.now))
        over = idle.minutes_over.of(minutes)
        return OutFace(row.label, row.destination, over, idle.overtime)
    out = idle.minutes_out.of(whole_minutes(row.started_at, reading.now))
    return OutFace(row.label, row.destination, out, "")
