"""Everybody who waits, in a line or for a yes: both are replayed from what is kept anyway."""

from collections.abc import Callable, Iterable
from datetime import datetime

from kiosk.core.aggregator.approvals import Approvals
from kiosk.core.aggregator.buildingbook import Answered
from kiosk.core.aggregator.line import Line
from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.events import Abandoned, Approved, Declined, LeftLine, PassEvent, Started
from kiosk.core.ids import DoorId, StaffId
from kiosk.core.protocol import Request
from kiosk.core.school import School


class Waits:
    """The lines and the requests that wait for a yes; a student is in one of them at most."""

    def __init__(self, school: School, knows_staff: Callable[[StaffId], bool]) -> None:
        self.line = Line(school.schedule)
        self.approvals = Approvals(school, knows_staff)

    @classmethod
    def replayed(
        cls,
        school: School,
        knows_staff: Callable[[StaffId], bool],
        answers: Iterable[Answered],
        records: Iterable[PassRecord],
    ) -> "Waits":
        """Return what stood after all of this; calls are made anew."""
        waits = cls(school, knows_staff)
        history: list[tuple[datetime, Answered | PassEvent]] = [(a.at, a) for a in answers]
        history += [
            (taken.at, taken.event)
            for record in records
            for taken in record.taken.values()
            if isinstance(taken.event, LeftLine | Abandoned | Started | Approved | Declined)
        ]
        for at, what in sorted(history, key=lambda dated: dated[0]):
            if isinstance(what, Answered):
                waits.line.answered(what.request, what.answer, at)
                waits.approvals.answered(what.request, what.answer, at)
            else:
                waits.take(what, at)
        return waits

    def granted(self, asked: Request) -> None:
        """Let who was granted a pass wait no more."""
        self.line.drop(asked.student)
        self.approvals.drop(asked.student)

    def take(self, event: PassEvent, at: datetime) -> DoorId | None:
        """Take in an event; return the door to tell of a yes or a no, if it brings one."""
        self.line.take(event)
        return self.approvals.take(event, at, self.line)
