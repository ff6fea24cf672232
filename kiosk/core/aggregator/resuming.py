"""How the aggregator judges a request that goes on with a pass which has just ended by mistake."""

from datetime import datetime, timedelta

from kiosk.core.aggregator.building import Building
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.events import Ended, EndedHow
from kiosk.core.protocol import Request

RESUMES_WITHIN = timedelta(seconds=60)
"""A return is undone while its page stands there; the rest is the way here, and an adult's yes."""


def resumed(building: Building, asked: Request, now: datetime) -> PassRecord | None:
    """Return the pass that `asked` goes on with; None if it names none, or one not to be believed.

    Only the same student, to the same place, from the room where a tap ended it a moment ago.
    """
    record = building.records.get(asked.resumes) if asked.resumes is not None else None
    if record is None or record.ended is None:
        return None
    same = record.who == (asked.student, asked.destination, asked.origin)
    recent = now - record.ended <= RESUMES_WITHIN
    return record if same and recent and _tapped_back_at(record, asked) else None


def _tapped_back_at(record: PassRecord, asked: Request) -> bool:
    ends = (t.event for t in record.taken.values() if isinstance(t.event, Ended))
    return any(end.door == asked.door and end.how is EndedHow.TAP for end in ends)
