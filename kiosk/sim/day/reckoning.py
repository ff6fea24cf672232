"""Whether a day's record says what its students did, and whether they kept to every rule.

It knows nothing of the aggregator's mind: it compares two accounts, and applies the school's rules
to what the students themselves have seen.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from kiosk.core.aggregator.passes import PassRecord
from kiosk.core.events import Arrived, Ended, EndedHow, Expired
from kiosk.core.ids import StudentId
from kiosk.sim.day.bells import Period
from kiosk.sim.day.diary import Outing
from kiosk.sim.day.people import PASSES_A_DAY_MAX, ROOM_OUT_MAX, Group, SchoolPlan


@dataclass(frozen=True, slots=True)
class Matched:
    """A pass in the record, and what its student says of it."""

    record: PassRecord
    outing: Outing

    @property
    def on(self) -> bool:
        """Say whether the building had let the student go; only then does a rule bind."""
        started = self.record.started
        asked = started is not None and not started.urgent and not started.offline
        return asked and not self.outing.override


def matched(
    outings: Iterable[Outing], records: Iterable[PassRecord], slack: timedelta
) -> tuple[list[Matched], list[str]]:
    """Pair each outing with its one pass in the record; return the pairs, and what has no pair."""
    waiting: dict[StudentId, list[PassRecord]] = {}
    faults: list[str] = []
    for record in records:
        if record.started is not None and (record.undone or not record.void):
            waiting.setdefault(record.started.student, []).append(record)
    pairs: list[Matched] = []
    for outing in sorted(outings, key=lambda o: o.shown):
        found = [r for r in waiting.get(outing.student, ()) if _is_of(r, outing, slack)]
        if len(found) == 1:
            waiting[outing.student].remove(found[0])
            pairs.append(Matched(found[0], outing))
        else:
            faults.append(f"{len(found)} passes in the record for {outing}")
    left = [r for several in waiting.values() for r in several]
    faults += [f"nobody went with the pass {record.started}" for record in left]
    return pairs, faults


def ends_as_told(pairs: Iterable[Matched], slack: timedelta) -> list[str]:
    """Return passes whose end in the record is another than the one that the student saw."""
    faults = []
    for pair in pairs:
        outing, record = pair.outing, pair.record
        last = [t.event for t in record.taken.values()]
        ended = [e for e in last if isinstance(e, Ended) and e.how is EndedHow.TAP]
        arrived = [e for e in last if isinstance(e, Arrived)]
        if outing.undone is not None:
            right = record.void and not record.held and not ended and not arrived
        elif outing.tapped is None or outing.welcomed is None:
            right = not ended and not arrived
            right = right and (record.minutes is None or any(isinstance(e, Expired) for e in last))
        else:
            there = arrived if outing.elsewhere else ended
            early, late = outing.tapped - slack, outing.welcomed + slack
            right = len(there) == 1 and there[0].at is not None and early <= there[0].at <= late
            right = right and not record.held
        if not right or not _checked_in(pair, slack):
            faults.append(f"{outing} ended otherwise in the record: {last}")
    return faults


def rules_kept(pairs: Sequence[Matched], school: SchoolPlan, lessons: list[Period]) -> list[str]:
    """Return every rule of the school that was broken by passes which the building allowed."""
    on = sorted((pair for pair in pairs if pair.on), key=lambda pair: pair.outing.shown)
    by_place: dict[str, list[Outing]] = {}
    by_room: dict[str, list[Outing]] = {}
    for pair in on:
        by_place.setdefault(pair.outing.destination, []).append(pair.outing)
        by_room.setdefault(pair.outing.origin, []).append(pair.outing)
    crowds = [("the halls", school.hall_capacity, [pair.outing for pair in on])]
    crowds += [(place, most, by_place.get(place, [])) for place, most in school.capacities.items()]
    crowds += [(room, ROOM_OUT_MAX, outings) for room, outings in by_room.items()]
    return [
        *_together(on, school.groups),
        *(fault for crowd in crowds for fault in _crowd(*crowd)),
        *_two_at_once(pairs),
        *_too_many(on),
        *(f"no-fly time: {pair.outing}" for pair in on if _no_fly(pair, lessons)),
    ]


def _checked_in(pair: Matched, slack: timedelta) -> bool:
    outing, kept = pair.outing, pair.record.checked_in
    if outing.checked_in is None or outing.greeted is None or kept is None:
        return outing.checked_in is kept
    return outing.checked_in - slack <= kept <= outing.greeted + slack


def _is_of(record: PassRecord, outing: Outing, slack: timedelta) -> bool:
    started = record.started
    return (
        started is not None
        and started.at is not None
        and (started.destination, started.origin) == (outing.destination, outing.origin)
        and started.urgent == outing.urgent
        and record.undone == (outing.undone is not None)
        and (started.appointment is not None) == outing.appointed
        # A yes to what the building could not be asked about is an override as well.
        and (started.override == outing.override or started.offline)
        and outing.chosen - slack <= started.at <= outing.shown + slack
    )


def _together(on: Sequence[Matched], groups: Iterable[Group]) -> Iterator[str]:
    by_student: dict[StudentId, list[Outing]] = {}
    for pair in on:
        by_student.setdefault(pair.outing.student, []).append(pair.outing)
    for group in groups:
        for one, two in combinations(group.members, 2):
            for first in by_student.get(one, ()):
                for second in by_student.get(two, ()):
                    near = group.anywhere or first.destination == second.destination
                    if near and _overlap(first, second):
                        yield f"encounter: {first} and {second}"


def _crowd(where: str, most: int, outings: Iterable[Outing]) -> Iterator[str]:
    """Walk through the day, one step up for each who goes and one down for each who is back."""
    steps = []
    for outing in outings:
        steps += [(outing.shown, 1), (_back(outing), -1)]
    out = 0
    for at, step in sorted(steps):
        out += step
        if out > most:
            yield f"capacity: {out} at once for {where} at {at}, which takes {most}"
            return


def _two_at_once(pairs: Iterable[Matched]) -> Iterator[str]:
    last: dict[StudentId, Outing] = {}
    for pair in sorted(pairs, key=lambda pair: pair.outing.shown):
        before = last.get(pair.outing.student)
        if before is not None and pair.on and _overlap(before, pair.outing):
            yield f"two passes at once: {before} and {pair.outing}"
        last[pair.outing.student] = pair.outing


def _too_many(on: Iterable[Matched]) -> Iterator[str]:
    """Count each student's passes; beyond the day's number each needs an adult's yes."""
    counts: Counter[StudentId] = Counter()
    for pair in on:
        if pair.outing.tapped is None:
            # A pass that was forgotten or undone is not counted against the student.
            continue
        if pair.outing.appointed:
            # What staff made uses up none of the student's.
            continue
        counts[pair.outing.student] += 1
        started = pair.record.started
        allowed = started is not None and started.approved_by is not None
        if counts[pair.outing.student] > PASSES_A_DAY_MAX and not allowed:
            yield f"daily limit: pass {counts[pair.outing.student]} of the day: {pair.outing}"


def _no_fly(pair: Matched, lessons: Iterable[Period]) -> bool:
    started = pair.record.started
    granted = pair.record.granted
    if started is None or granted is None or pair.outing.appointed:
        return False
    at = granted.at
    return any(p.starts <= at < p.opens or p.closes <= at < p.ends for p in lessons)


def _overlap(one: Outing, two: Outing) -> bool:
    return one.shown < _back(two) and two.shown < _back(one)


def _back(outing: Outing) -> datetime:
    """Return when the student was certainly back."""
    return outing.tapped or outing.undone or outing.returned
