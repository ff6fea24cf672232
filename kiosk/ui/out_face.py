"""What the idle page says of the students who are out, and of those with an appointment now."""

from dataclasses import dataclass, replace

from kiosk.core.door.scene import Banner, OutRow, Scene
from kiosk.ui.phrases.table import Phrases
from kiosk.ui.reading import Reading, whole_minutes


@dataclass(frozen=True, slots=True)
class OutFace:
    """One student who is out; `flag` is the word for overtime, empty while there is time."""

    name: str
    place: str
    minutes: str
    flag: str
    coming: bool = False
    """Not out yet: `minutes` is the time of the appointment."""
    calledBack: bool = False
    """A hold calls the student back, as the words above the list say."""


def out_faces(scene: Scene, words: Phrases, reading: Reading) -> list[OutFace]:
    """Return those in overtime first, then appointments by time, then who has been out longest."""
    rows = sorted(scene.out_now, key=lambda row: (not reading.is_over(row.due_at), row.started_at))
    faces = [_face(row, words, reading) for row in rows]
    if Banner.HOLD in scene.banners:
        faces = [replace(face, flag="", calledBack=True) for face in faces]
    coming = [
        OutFace(row.label, row.destination, reading.time_of_day(row.at), "", coming=True)
        for row in scene.coming
    ]
    first = [face for face in faces if face.flag or face.calledBack]
    return [*first, *coming, *(face for face in faces if face not in first)]


def _face(row: OutRow, words: Phrases, reading: Reading) -> OutFace:
    idle = words.idle
    if row.due_at is not None and reading.now >= row.due_at:
        # Nobody is over by no minutes.
        minutes = max(1, whole_minutes(row.due_at, reading.now))
        over = idle.minutes_over.of(minutes)
        return OutFace(row.label, row.destination, over, idle.overtime)
    out = idle.minutes_out.of(whole_minutes(row.started_at, reading.now))
    return OutFace(row.label, row.destination, out, "")
