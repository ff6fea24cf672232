"""What limits and favourites count, read from the aggregator's journal at a start."""

from datetime import datetime
from typing import Final

from kiosk.core.ids import DestinationId, PassId, StudentId
from kiosk.core.tally import Counted, TallyMemory, TallySpans
from kiosk.store.building_memory import KEPT_IN_MIND
from kiosk.store.database import Database
from kiosk.store.instants import from_micros, to_micros

_LATELY: Final = """
    SELECT id, student, destination, since FROM passes WHERE counts = 1 AND since >= ?
"""
# What is remembered pass by pass is counted from there: it may still change.
_EARLIER: Final = """
    SELECT student, destination, count(*) FROM passes
    WHERE counts = 1 AND since >= ? AND since < ? AND held = 0 AND changed_at < ?
    GROUP BY student, destination
"""


def read_tally(db: Database, spans: TallySpans, now: datetime) -> TallyMemory:
    """Return the passes of this week that count, and how many there were in the term before it."""
    term, week = to_micros(spans.term_from), to_micros(spans.week_from)
    lately = tuple(
        Counted(PassId(pass_id), StudentId(student), DestinationId(place), from_micros(since))
        for pass_id, student, place, since in db.execute(_LATELY, (week,))
    )
    recent = to_micros(now - KEPT_IN_MIND)
    earlier = {
        (StudentId(student), DestinationId(place)): count
        for student, place, count in db.execute(_EARLIER, (term, week, recent))
    }
    return TallyMemory(spans, lately, earlier)
