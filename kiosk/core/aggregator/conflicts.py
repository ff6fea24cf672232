"""Which passes may have broken a rule because one of them started without the aggregator (A7).

False alarms are allowed, misses are not: an interval is taken as long as it can have been.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum, unique

from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.events import Arrived, Ended
from kiosk.core.ids import PassId, StudentId
from kiosk.core.school import GroupMode, School

CLOCK_MARGIN = timedelta(seconds=30)
"""How far a clock that is held to be right may be off: doors take their time from the aggregator's
own answers, so this covers the way of one answer and the drift until the next."""
UNSEEN_MAX = timedelta(hours=8)
"""How long a student whose forgotten pass was ended may still have been out: a school day."""
TOGETHER = timedelta()
"""Nothing between two passes: they may have overlapped."""
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

Span = tuple[datetime, datetime | None]
"""From when to when, both included; None: to the end of time."""


@unique
class Breach(StrEnum):
    """Which promise may have been broken."""

    SAME_STUDENT = "same_student"
    ENCOUNTER = "encounter"
    ENCOUNTER_GAP = "encounter_gap"
    """One after the other, and within the gap that the group wants between."""
    DESTINATION_CAPACITY = "destination_capacity"
    HALL_CAPACITY = "hall_capacity"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two passes that may have overlapped, or followed each other, against a rule."""

    first: PassId
    second: PassId
    breach: Breach


def started_unasked(record: PassRecord) -> bool:
    """Say whether the pass started without the aggregator's word.

    A grant that came to a door too late changes nothing: the pass was out before it was given.
    """
    started = record.started
    return started is not None and (record.granted is None or started.offline)


def longest(record: PassRecord) -> Span:
    """Return the longest that the pass can have lasted; an end of None: it may last still."""
    if record.start is None:
        begins = record.since or BEGINNING
    elif record.start.event.at is None or record.start.event.at - record.start.at > CLOCK_MARGIN:
        # No clock, or one that is ahead of ours by more than it may be: neither says when.
        begins = BEGINNING
    else:
        begins = min(record.start.event.at, record.start.at) - CLOCK_MARGIN
    if record.granted is not None and not started_unasked(record):
        begins = max(begins, record.granted.at)
    if record.ended is None:
        return begins, None
    if record.expired:
        return begins, record.ended + UNSEEN_MAX
    over = [t.at for t in record.taken.values() if isinstance(t.event, Ended | Arrived)]
    return begins, max(over)


SpanOf = Callable[[PassRecord], Span]
"""`longest`, or a memory of it: the records of a whole day are looked through again and again."""


def conflicts(
    record: PassRecord,
    others: Iterable[PassRecord],
    school: School,
    span_of: SpanOf = longest,
) -> tuple[Conflict, ...]:
    """Return what `record` may have broken together with `others`, one of each pair unasked."""
    if not _took_place(record):
        return ()
    span, gap_max = span_of(record), _gap_max(record, school)
    near = [
        (other, apart)
        for other in others
        if (apart := _apart(span, span_of(other))) <= gap_max
        and other.id != record.id
        and _took_place(other)
    ]
    found = [
        Conflict(record.id, other.id, breach)
        for other, apart in near
        if started_unasked(record) or started_unasked(other)
        for breach in _between(record, other, apart, school)
    ]
    meets = [other for other, apart in near if apart == TOGETHER]
    return (*found, *_crowded(record, meets, school, span_of))


def conflicts_possible(
    record: PassRecord, unasked: Iterable[PassRecord], school: School, span_of: SpanOf = longest
) -> bool:
    """Say whether `record` is unasked itself or may have been too near to one that is."""
    if started_unasked(record):
        return True
    span, gap_max = span_of(record), _gap_max(record, school)
    return any(_apart(span, span_of(other)) <= gap_max for other in unasked)


def _took_place(record: PassRecord) -> bool:
    """Say whether a student was, or may yet be, out with it: not for a request given up.

    Nobody saw that a student whose go was undone had not left yet.
    """
    if record.who is None or (record.void and not record.undone):
        return False
    return record.start is not None or record.held


def _between(
    first: PassRecord, second: PassRecord, apart: timedelta, school: School
) -> Iterable[Breach]:
    if first.who is None or second.who is None:
        return
    one, to_one, _ = first.who
    two, to_two, _ = second.who
    if one == two:
        # Who asks for another pass is seen, so a forgotten one was over by then.
        if apart == TOGETHER and not (first.expired or second.expired):
            yield Breach.SAME_STUDENT
        return
    gaps = _gaps(one, two, school, same_destination=to_one == to_two)
    if gaps and apart == TOGETHER:
        yield Breach.ENCOUNTER
    elif any(apart < gap for gap in gaps):
        yield Breach.ENCOUNTER_GAP


def _gaps(
    one: StudentId, two: StudentId, school: School, *, same_destination: bool
) -> tuple[timedelta, ...]:
    """Return the gaps of all groups for which these two must not meet."""
    return tuple(
        group.gap
        for group in school.roster.groups_by_student.get(one, ())
        if group.enabled and two in group.members and (same_destination or _anywhere(group.mode))
    )


def _gap_max(record: PassRecord, school: School) -> timedelta:
    """Return the longest gap that any group of the student wants."""
    groups = school.roster.groups_by_student.get(record.who[0], ()) if record.who else ()
    return max((group.gap for group in groups), default=TOGETHER)


def _anywhere(mode: GroupMode) -> bool:
    return mode is GroupMode.ANYWHERE


def _crowded(
    record: PassRecord, meets: list[PassRecord], school: School, span_of: SpanOf
) -> Iterable[Conflict]:
    """Yield one conflict for each capacity that may have been passed with an unasked pass."""
    if record.who is None:
        return
    place = school.roster.destinations.get(record.who[1])
    there = [m for m in meets if m.who and m.who[1] == record.who[1]]
    limits = (
        (Breach.DESTINATION_CAPACITY, there, place.capacity if place else None),
        (Breach.HALL_CAPACITY, meets, school.policy.hall_capacity),
    )
    for breach, crowd, most in limits:
        if most is None or len(crowd) < most or not crowd:
            continue
        unasked = _unasked_in_crowd(record, crowd, most, span_of)
        if unasked is not None:
            yield Conflict(record.id, unasked.id, breach)


def _unasked_in_crowd(
    record: PassRecord, others: list[PassRecord], most: int, span_of: SpanOf
) -> PassRecord | None:
    """Return whom to name of a crowd that may have been too great at one moment of `record`.

    A crowd is greatest as somebody joins it. A forgotten pass makes room once it is ended, as it
    does when a request is decided.
    """
    begins, ends = _room_taken(record, span_of)
    spans = [(_room_taken(other, span_of), other) for other in others]
    for moment in sorted({begins, *(max(begins, since) for (since, _), _ in spans)}):
        if ends is not None and moment > ends:
            break
        crowd = [o for (since, to), o in spans if since <= moment and (to is None or moment <= to)]
        unasked = [other for other in crowd if started_unasked(other)]
        if len(crowd) >= most and crowd and (started_unasked(record) or unasked):
            return min(unasked or crowd, key=lambda other: other.id)
    return None


def _room_taken(record: PassRecord, span_of: SpanOf) -> Span:
    begins, ends = span_of(record)
    return (begins, record.ended) if record.expired else (begins, ends)


def _apart(first: Span, second: Span) -> timedelta:
    """Return how long must have been between the two; `TOGETHER` where they may have overlapped."""
    one_from, one_to = first
    two_from, two_to = second
    # Equal times may overlap: while a clock that was set back catches up, all times kept are equal.
    if one_to is not None and one_to < two_from:
        return two_from - one_to
    if two_to is not None and two_to < one_from:
        return one_from - two_to
    return TOGETHER
