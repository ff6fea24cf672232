"""What the page with a student's own passes shows, a row for each."""

from dataclasses import dataclass

from kiosk.core.door.scene import OwnRow, OwnRowsPage
from kiosk.ui.phrases.table import Phrases
from kiosk.ui.reading import Reading


@dataclass(frozen=True, slots=True)
class RecordRowFace:
    """One pass."""

    when: str
    place: str
    took: str
    state_: str
    over: bool


def record_row_faces(page: OwnRowsPage, words: Phrases, reading: Reading) -> list[RecordRowFace]:
    """Return the rows."""
    return [_row(row, words, reading) for row in page.rows]


def _row(row: OwnRow, words: Phrases, reading: Reading) -> RecordRowFace:
    said = words.record
    weekday = said.weekdays[row.at.astimezone(reading.time_zone).weekday()]
    state = words.idle.overtime if row.over else ""
    return RecordRowFace(
        when=f"{weekday} {reading.time_of_day(row.at)}",
        place=row.place,
        took="" if row.minutes is None else words.idle.minutes_out.of(row.minutes),
        state_=said.out_now if row.out else state,
        over=row.over > 0,
    )
