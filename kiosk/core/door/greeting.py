"""The pages with which a student's turn begins and ends."""

from kiosk.core.door import asking, turns
from kiosk.core.door.doorbook import OpenPass
from kiosk.core.door.inputs import Moment
from kiosk.core.events import IdentifiedBy
from kiosk.core.school import Student

BACK_MS = 6_000


def offer(
    who: Student, asked_as: str, moment: Moment, known_by: IdentifiedBy = IdentifiedBy.CARD
) -> turns.Choosing:
    """Return the tiles for a student."""
    now = moment.mono_ms
    return turns.Choosing(who, asked_as, now, now + asking.CHOICE_MS, known_by=known_by)


def welcome(who: Student, moment: Moment, ended: OpenPass | None = None) -> turns.WelcomeBack:
    """Return the page of a student whose pass has just ended here."""
    return turns.WelcomeBack(who, moment.mono_ms + BACK_MS, ended)
