"""Prevented encounters as administrators read of them: one entry a wait, and how it ended.

It is for the aggregator's machine only: nothing on the wire or on a screen is made from it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique

from kiosk.core.ids import DestinationId, GroupId, PassId, StudentId

ENDS_WITHIN = timedelta(hours=8)
"""What a student does later than this after the last refusal belongs to another day."""


@unique
class HowItEnded(StrEnum):
    """What followed after a student was held back."""

    WENT = "went"
    WITH_YES = "went with an adult's yes"
    URGENT = "went as urgent"
    ELSEWHERE = "went elsewhere"
    LEFT = "left the line"
    MISSED = "did not come when called"
    NOT_GONE = "did not go"


@dataclass(frozen=True, slots=True)
class Prevented:
    """One refusal, as the journal keeps it; older ones lack where to and since when."""

    id: PassId
    student: StudentId
    groups: tuple[GroupId, ...]
    at: datetime
    destination: DestinationId | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Departure:
    """A pass that a student went with."""

    student: StudentId
    destination: DestinationId
    since: datetime
    approved: bool
    urgent: bool


@dataclass(frozen=True, slots=True)
class LineLeft:
    """The end of a place in line, by the id of the request that had it."""

    id: PassId
    at: datetime
    missed: bool


@dataclass(frozen=True, slots=True)
class HeldBack:
    """One wait of one student that encounter groups caused."""

    student: StudentId
    destination: DestinationId | None
    groups: tuple[GroupId, ...]
    since: datetime
    until: datetime | None
    """None where nothing shows when it ended."""
    how: HowItEnded


def held_back(
    refusals: Iterable[Prevented], departures: Iterable[Departure], left: Iterable[LineLeft]
) -> tuple[HeldBack, ...]:
    """Return the waits that these refusals belong to, oldest first."""
    waits: dict[tuple[StudentId, datetime], list[Prevented]] = {}
    for refusal in sorted(refusals, key=lambda one: one.at):
        waits.setdefault((refusal.student, refusal.since or refusal.at), []).append(refusal)
    gone: dict[StudentId, list[Departure]] = {}
    for departure in sorted(departures, key=lambda one: one.since):
        gone.setdefault(departure.student, []).append(departure)
    left_by_id = {one.id: one for one in left}
    return tuple(
        _wait(since, of_wait, gone.get(student, ()), left_by_id)
        for (student, since), of_wait in sorted(waits.items(), key=lambda item: item[0][1])
    )


def _wait(
    since: datetime,
    refusals: Sequence[Prevented],
    departures: Sequence[Departure],
    left: Mapping[PassId, LineLeft],
) -> HeldBack:
    last = refusals[-1]
    groups = dict.fromkeys(group for refusal in refusals for group in refusal.groups)
    until, how = _end(last, [left[r.id] for r in refusals if r.id in left], departures)
    return HeldBack(last.student, last.destination, tuple(groups), since, until, how)


def _end(
    last: Prevented, left: Sequence[LineLeft], departures: Sequence[Departure]
) -> tuple[datetime | None, HowItEnded]:
    ends: list[tuple[datetime, HowItEnded]] = [
        (one.at, HowItEnded.MISSED if one.missed else HowItEnded.LEFT) for one in left
    ]
    later = (d for d in departures if last.at <= d.since < last.at + ENDS_WITHIN)
    ends += [(departure.since, _how(last, departure)) for departure in later]
    return min(ends, default=(None, HowItEnded.NOT_GONE), key=lambda end: end[0])


def _how(last: Prevented, departure: Departure) -> HowItEnded:
    if departure.urgent:
        return HowItEnded.URGENT
    if last.destination not in {None, departure.destination}:
        return HowItEnded.ELSEWHERE
    return HowItEnded.WITH_YES if departure.approved else HowItEnded.WENT
