"""Moments of the sample school in which one rule or another objects: what the rules are asked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import Final

from kiosk.cli.docs import sample_school as sample
from kiosk.core.events import IdentifiedBy
from kiosk.core.halls import Halls, Outing
from kiosk.core.ids import DestinationId, RoomId, StudentId
from kiosk.core.policy import Policy
from kiosk.core.rule import Ask, Facts, Holds, Reach
from kiosk.core.tally import Tally


@dataclass(frozen=True, slots=True)
class Moment:
    """One request and what is true while it is decided."""

    ask: Ask
    holds: Holds
    now: datetime = sample.MID_LESSON
    outings: tuple[Outing, ...] = ()
    waiting_since: datetime | None = None

    def facts(self, reach: Reach, *, clock_known: bool = True) -> Facts:
        """Return what is seen of it with `reach`; a door holds no groups and no frozen student."""
        roster, holds = sample.SCHOOL.roster, self.holds
        if reach is Reach.ROOM:
            roster, holds = replace(roster, groups=()), replace(holds, students=frozenset())
        return Facts(
            now=self.now,
            reach=reach,
            roster=roster,
            schedule=sample.SCHOOL.schedule,
            halls=Halls(self.outings),
            holds=holds,
            tally=Tally.of(self.outings),
            clock_known=clock_known,
            waiting_since=self.waiting_since,
        )


QUIET: Final = Moment(
    Ask(sample.pass_id(0), sample.MAYA, sample.NURSE, sample.ROOM_214), Holds(), sample.MID_LESSON
)
"""Nobody is out and nothing is stopped: no rule objects."""

Change = Callable[[Moment], Moment]


def _asking(**fields: object) -> Change:
    # The keywords below are fields of Ask; a wrong one fails at once, in every test.
    return lambda moment: replace(moment, ask=replace(moment.ask, **fields))  # type: ignore[arg-type]  # as above


def _stopped(holds: Holds) -> Change:
    return lambda moment: replace(moment, holds=holds)


def _at(now: datetime) -> Change:
    return lambda moment: replace(moment, now=now)


def _with(*outings: Outing) -> Change:
    return lambda moment: replace(moment, outings=(*moment.outings, *outings))


def _waiting(moment: Moment) -> Moment:
    return replace(moment, waiting_since=moment.now - timedelta(minutes=15))


def _outing(
    number: int,
    student: StudentId,
    origin: RoomId = sample.ROOM_118,
    to: DestinationId = sample.LIBRARY,
    *,
    minutes_ago: int = 5,
    back_minutes_ago: int | None = None,
) -> Outing:
    back = None
    if back_minutes_ago is not None:
        back = sample.MID_LESSON - timedelta(minutes=back_minutes_ago)
    since = sample.MID_LESSON - timedelta(minutes=minutes_ago)
    return Outing(sample.pass_id(number), student, to, origin, since, back, heard_back=back)


def _others(count: int, to: DestinationId) -> tuple[Outing, ...]:
    return tuple(_outing(n, StudentId(f"s-1{n:02}"), to=to) for n in range(1, count + 1))


CHANGES: Final[Mapping[str, Change]] = {
    'staff have called "hold in your room"': _stopped(Holds(hold=True)),
    "the student is out with another pass": _with(_outing(90, sample.MAYA)),
    "staff have frozen the student": _stopped(Holds(students=frozenset({sample.MAYA}))),
    "staff have frozen the room": _stopped(Holds(rooms=frozenset({sample.ROOM_214}))),
    "staff have frozen the destination": _stopped(Holds(destinations=frozenset({sample.NURSE}))),
    "the lesson began two minutes ago": _at(sample.AFTER_THE_BELL),
    "the destination is not on the roster": _asking(destination=sample.NOWHERE),
    "the destination has hours, and it is evening": lambda moment: _at(sample.IN_THE_EVENING)(
        _asking(destination=sample.LIBRARY)(moment)
    ),
    "as many as the room allows are out from it": _with(_outing(91, sample.IVY, sample.ROOM_214)),
    "the destination is full": lambda moment: _with(*_others(2, sample.RESTROOM))(
        _asking(destination=sample.RESTROOM)(moment)
    ),
    "as many as the halls take are out": _with(
        *_others(Policy().hall_capacity or 0, sample.LIBRARY)
    ),
    "the day's passes are used": _with(
        *(
            _outing(100 + n, sample.MAYA, minutes_ago=80 + n, back_minutes_ago=75 + n)
            for n in range(Policy().passes_a_day_max or 0)
        )
    ),
    "the student has taken the passes of the week to that destination": _with(
        *(
            _outing(
                120 + n,
                sample.MAYA,
                to=sample.NURSE,
                minutes_ago=24 * 60 + n,
                back_minutes_ago=23 * 60 + n,
            )
            for n in range(sample.LIMITS[-1].passes_max)
        )
    ),
    "the student was back two minutes ago": _with(
        _outing(110, sample.MAYA, minutes_ago=8, back_minutes_ago=2)
    ),
    "the destination needs approval": _asking(destination=sample.OFFICE),
    "the ID was typed in": _asking(identified_by=IdentifiedBy.TYPED),
    "a member of one of the student's encounter groups is out": _with(_outing(92, sample.OMAR)),
    "a member of one of them is back since two minutes ago, and the group has a gap": _with(
        _outing(93, sample.OMAR, minutes_ago=8, back_minutes_ago=2)
    ),
    "the student has waited for the hall for longer than the group holds anybody back": _waiting,
    "the student has an accommodation": _asking(student=sample.IVY),
}
"""What differs from `QUIET`, in words that go into the page; each works after any other."""


def single_moments() -> Iterator[tuple[str, Moment]]:
    """Yield `QUIET` changed in one way, with the words for it."""
    for words, change in CHANGES.items():
        yield words, change(QUIET)


def all_moments() -> Iterator[Moment]:
    """Yield `QUIET`, and `QUIET` changed in every one way and every two ways."""
    yield QUIET
    for _, moment in single_moments():
        yield moment
    for first, second in combinations(CHANGES.values(), 2):
        yield second(first(QUIET))
