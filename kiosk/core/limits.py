"""Limits: how many passes a student may start within a span of time, before a teacher decides."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import assert_never

from kiosk.core.ids import DestinationId, StudentId
from kiosk.core.schedule import Schedule


@unique
class Span(StrEnum):
    """What a limit counts passes within, shortest first; weeks begin on Monday."""

    PERIOD = "period"
    DAY = "day"
    WEEK = "week"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class UsedUp:
    """What a student is told of a limit: never its number, which may be one student's own."""

    span: Span
    to_destination: bool = False
    """Only passes to the place asked for are used up."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `passes_max` passes in a span: of one student, of each of a group, or of everybody.

    With a destination only passes to it count, and only requests for it are judged.
    """

    passes_max: int
    span: Span
    student: StudentId | None = None
    group: str | None = None
    destination: DestinationId | None = None

    @property
    def told(self) -> UsedUp:
        """Return what a student is told once it is used up."""
        return UsedUp(self.span, self.destination is not None)

    @property
    def rank(self) -> int:
        """Return how narrow the limit is: of one kind, the narrowest counts."""
        if self.student is not None:
            return 2
        return 1 if self.group is not None else 0

    def is_for(self, student: StudentId, groups: AbstractSet[str]) -> bool:
        """Say whether it is a limit for this student, who is in these groups."""
        if self.student is not None:
            return self.student == student
        return self.group is None or self.group in groups


def standing(
    limits: Iterable[Limit], student: StudentId, groups: AbstractSet[str], to: DestinationId
) -> tuple[Limit, ...]:
    """Return the limits that count for a request: of each kind the student's own, else a group's.

    Of two groups' limits of one kind the higher counts.
    """
    found: dict[tuple[Span, DestinationId | None], Limit] = {}
    for limit in limits:
        if limit.destination not in {None, to} or not limit.is_for(student, groups):
            continue
        kind = (limit.span, limit.destination)
        other = found.get(kind, limit)
        found[kind] = max(other, limit, key=lambda one: (one.rank, one.passes_max))
    return tuple(found.values())


def began(span: Span, schedule: Schedule, now: datetime) -> datetime | None:
    """Return when the span that `now` is in began; None for a period between two lessons."""
    today = schedule.date_at(now)
    match span:
        case Span.PERIOD:
            lesson = schedule.lesson_at(now)
            return lesson.starts if lesson else None
        case Span.DAY:
            return schedule.day_start(today)
        case Span.WEEK:
            return schedule.day_start(today - timedelta(days=today.weekday()))
        case Span.TERM:
            return schedule.day_start(schedule.term_start(today))
        case _:
            assert_never(span)
