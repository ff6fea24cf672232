"""Looks ahead when staff make appointments: the rulebook, applied to passes that are still to come.

An encounter reads exactly as a hall that would be full, to whoever asks: the two have one reason,
and neither can be passed by, so that trying again tells nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kiosk.core.appointments import Appointment, Occurrence, occurrence_on, occurrences
from kiosk.core.halls import Halls, Outing
from kiosk.core.ids import PassId, RoomId, StudentId
from kiosk.core.rule import Ask, Facts, Reach, Rule
from kiosk.core.rulebook import rulebook_of
from kiosk.core.rules.already_out import AlreadyOut
from kiosk.core.rules.destination_capacity import DestinationCapacity
from kiosk.core.rules.destination_hours import DestinationHours
from kiosk.core.rules.encounter import Encounter
from kiosk.core.rules.hall_capacity import HallCapacity
from kiosk.core.rules.no_fly_time import NoFlyTime
from kiosk.core.rules.unknown_destination import UnknownDestination
from kiosk.core.school import School
from kiosk.core.words import HALL_FULL

AHEAD = timedelta(weeks=4)
"""How far a repetition is checked: rosters, hours and days off change, so further is guesswork."""
ASIDE = timedelta(hours=2)
"""How far from a time the nearest free one is looked for: beyond it staff choose another day."""
STEP = timedelta(minutes=5)
GAP_MAX = timedelta(hours=1)
"""The longest rest after a return that is looked at: longer ones are not between appointments."""
OBJECTIONS_MAX = 40
"""Objections named at once: more say no more, and each costs a search for a free time."""

PAST, NO_SCHOOL = "past", "no_school"
WORDS = {
    AlreadyOut.reason.code: "the student has another appointment then",
    UnknownDestination.reason.code: "there is no such place",
    HALL_FULL.code: "the hallway would be full",
    DestinationCapacity.reason.code: "the place would be full",
    DestinationHours.reason.code: "the place is closed then",
    NoFlyTime.reason.code: "passes are off in these minutes of the lesson",
    NO_SCHOOL: "there is no school on that date",
    PAST: "that time is over",
}
"""What staff read, by code."""
PASSABLE = frozenset(
    {
        DestinationCapacity.reason.code,
        DestinationHours.reason.code,
        NoFlyTime.reason.code,
        NO_SCHOOL,
    }
)
"""What staff may decide to go past, who then know what they do."""
RULES_AHEAD = (
    AlreadyOut,
    UnknownDestination,
    HallCapacity,
    DestinationCapacity,
    DestinationHours,
    NoFlyTime,
    Encounter,
)
"""What can be known before the day; rests, limits and stops can't."""
CROWDING = (AlreadyOut, HallCapacity, DestinationCapacity, Encounter)
"""Rules in whose way a pass can also stand that starts earlier."""


@dataclass(frozen=True, slots=True)
class Objection:
    """What stands in the way of one student's appointment on one date."""

    student: StudentId
    day: date
    at: datetime
    codes: tuple[str, ...]
    nearest_free: datetime | None
    """The nearest time of that day at which nothing stands in the way, if one was found."""

    @property
    def passable(self) -> bool:
        """Say whether staff may go past it."""
        return PASSABLE.issuperset(self.codes)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(WORDS.get(code, code) for code in self.codes)


def objections(
    asked: Sequence[Appointment],
    kept: Iterable[Appointment],
    school: School,
    now: datetime,
    *,
    anyway: bool = False,
) -> tuple[Objection, ...]:
    """Return what stands in the way of `asked`, beside `kept` and beside each other.

    Urgent ones are never blocked, and `anyway` leaves out what may be passed by. An appointment
    kept under the same id is being replaced.
    """
    replaced = {made.id for made in asked}
    ahead = _Ahead(school, now, tuple(k for k in kept if k.id not in replaced))
    found: list[Objection] = []
    for made in asked:
        if not made.urgent:
            for objection in ahead.against(made, anyway=anyway):
                found.append(objection)
                if len(found) == OBJECTIONS_MAX:
                    return tuple(found)
        ahead.add(made)
    return tuple(found)


class _Ahead:
    """The days to come, each read once."""

    def __init__(self, school: School, now: datetime, kept: Sequence[Appointment]) -> None:
        self._school = school
        self._now = now
        self._kept = list(kept)
        self._days: dict[date, list[Occurrence]] = {}
        book = rulebook_of(school.policy)
        self._rules = tuple(rule for rule in book if isinstance(rule, RULES_AHEAD))
        self._crowding = tuple(rule for rule in self._rules if isinstance(rule, CROWDING))

    def add(self, made: Appointment) -> None:
        self._kept.append(made)
        for day in self._days:
            self._days[day] += self._on(made, day)

    def against(self, made: Appointment, *, anyway: bool) -> Iterator[Objection]:
        """Yield what stands in the way on each date that can be foreseen."""
        schedule = self._school.schedule
        today = schedule.date_at(self._now)
        first = max(made.day, today if made.repetition else made.day)
        for occurrence in occurrences(made, first, first + AHEAD, schedule):
            if occurrence.over(self._now) and made.repetition is not None:
                continue
            codes = self._codes(occurrence)
            if codes and not (anyway and PASSABLE.issuperset(codes)):
                free = self._nearest_free(occurrence)
                yield Objection(made.student, occurrence.day, occurrence.at, codes, free)

    def _codes(self, occurrence: Occurrence) -> tuple[str, ...]:
        if occurrence.over(self._now):
            return (PAST,)
        school, codes = self._school, dict[str, None]()
        today = school.schedule.date_at(self._now)
        if occurrence.day != today and not school.schedule.lessons(occurrence.day):
            codes[NO_SCHOOL] = None
        others = self._beside(occurrence)
        codes |= self._found(self._rules, occurrence, others)
        for other in others:
            # Who starts later is the one who would find the other in the way.
            if other.at > occurrence.at and self._touches(occurrence, other, len(others)):
                before = self._found(self._crowding, other, others)
                with_it = self._found(self._crowding, other, [*others, occurrence])
                codes |= {code: None for code in with_it if code not in before}
        return tuple(codes)

    def _found(
        self, rules: Sequence[Rule], who: Occurrence, others: Iterable[Occurrence]
    ) -> dict[str, None]:
        """Return, in order, the codes of what the rules object to as `who` starts."""
        outings = (_outing(o, who.at) for o in others if o.id != who.id and o.at <= who.at)
        facts = Facts(
            now=who.at,
            reach=Reach.BUILDING,
            roster=self._school.roster,
            schedule=self._school.schedule,
            halls=Halls(outings),
        )
        made = who.appointment
        ask = Ask(
            PassId(who.id), made.student, made.destination, _origin(made), approved_by=made.made_by
        )
        findings = (rule.check(ask, facts) for rule in rules)
        return {finding.reason.code: None for finding in findings if finding is not None}

    def _beside(self, occurrence: Occurrence) -> list[Occurrence]:
        """Return the occurrences that can touch this one."""
        day = occurrence.day
        if day not in self._days:
            self._days[day] = [o for made in self._kept for o in self._on(made, day)]
        return [
            other
            for other in self._days[day]
            if other.at <= occurrence.ends + GAP_MAX and other.ends + GAP_MAX >= occurrence.at
        ]

    def _on(self, made: Appointment, day: date) -> list[Occurrence]:
        found = occurrence_on(made, day, self._school.schedule)
        return [found] if found is not None and not found.called_off else []

    def _touches(self, occurrence: Occurrence, other: Occurrence, crowd: int) -> bool:
        """Say whether a rule can find the one in the other's way at all: looking costs."""
        one, two = occurrence.appointment, other.appointment
        groups = self._school.roster.groups_by_student.get(one.student, ())
        hall = self._school.policy.hall_capacity
        return (
            one.student == two.student
            or one.destination == two.destination
            or any(two.student in group.members for group in groups)
            or (hall is not None and crowd >= hall)
        )

    def _nearest_free(self, occurrence: Occurrence) -> datetime | None:
        lessons = self._school.schedule.lessons(occurrence.day)
        if not lessons:
            return None
        begins, ends = lessons[0].starts, max(lesson.ends for lesson in lessons)
        for steps in range(1, ASIDE // STEP + 1):
            for at in (occurrence.at - steps * STEP, occurrence.at + steps * STEP):
                moved = replace(occurrence, at=at)
                if begins <= at < ends and at >= self._now and not self._codes(moved):
                    return at
        return None


def _outing(occurrence: Occurrence, now: datetime) -> Outing:
    made = occurrence.appointment
    over = occurrence.ends if occurrence.ends <= now else None
    return Outing(
        PassId(occurrence.id),
        made.student,
        made.destination,
        _origin(made),
        occurrence.at,
        over,
        heard_back=over,
    )


def _origin(made: Appointment) -> RoomId:
    return made.origin or RoomId("")
