"""Random schools, days and halls for Hypothesis, small enough that everything collides.

One case takes some 200 draws; by Hypothesis each they cost 50 times as long as the rules they test.
So a case is drawn from one seed; `SHRINKS = True` makes Hypothesis shrink a failure, slowly.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from kiosk.core.events import IdentifiedBy
from kiosk.core.halls import Halls, Outing
from kiosk.core.ids import DestinationId, DoorId, GroupId, PassId, RoomId, StaffId, StudentId
from kiosk.core.limits import Limit, Span
from kiosk.core.policy import Policy, WhenAlone
from kiosk.core.rule import Ask, Facts, Holds, Reach
from kiosk.core.schedule import NoFly, Period, Schedule
from kiosk.core.school import (
    Destination,
    DestinationKind,
    EncounterGroup,
    GroupMode,
    Hours,
    OnHoldBack,
    Room,
    Roster,
    Student,
)
from kiosk.core.tally import Tally

T = TypeVar("T")

SHRINKS = False

# No deadline and no speed check: a test machine's speed is no behaviour of ours.
MANY = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])

STUDENTS = [StudentId(f"student-{n}") for n in range(4)]
ROOMS = [RoomId(f"room-{n}") for n in range(2)]
DESTINATIONS = [DestinationId(f"place-{n}") for n in range(3)]
GRADES, TEAMS = ["9", "10"], ["team-a", "team-b"]
STRANGER, NO_ROOM, NOWHERE = StudentId("stranger"), RoomId("no-room"), DestinationId("nowhere")

# Names that can be part of no sentence of ours.
FIRST_NAMES = ["Xaquinto", "Ywenhild", "Zbygnova", "Qwertimo"]
LAST_NAMES = ["Vrkljanova", "Jxaltepec", "Kqoddrup", "Hwizzleby"]

# Zones whose clocks change at 2:00, at midnight, by half an hour, and never; either hemisphere.
ZONES = [
    ZoneInfo(name)
    for name in (
        "America/New_York",
        "Europe/Berlin",
        "America/Santiago",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
    )
]
# Nights on which some of these zones change their clocks, and a plain school day.
DATES = [
    date(2026, 3, 8),
    date(2026, 3, 29),
    date(2026, 4, 5),
    date(2026, 9, 6),
    date(2026, 10, 4),
    date(2026, 10, 25),
    date(2026, 11, 1),
    date(2026, 5, 13),
]


@dataclass(frozen=True)
class Case:
    """One request and all that a rule may see of the moment."""

    policy: Policy
    ask: Ask
    facts: Facts
    outings: tuple[Outing, ...]


def cases(reach: Reach | None = None) -> st.SearchStrategy[Case]:
    """Any request at any moment."""
    return _drawn(lambda random: case(random, reach or random.choice(list(Reach))))


def schedules_and_moments() -> st.SearchStrategy[tuple[Schedule, datetime]]:
    return _drawn(lambda random: (schedule(random), instant(random)))


def outing_sets() -> st.SearchStrategy[tuple[Outing, ...]]:
    return _drawn(lambda random: outings(random, instant(random)))


def _drawn(draw: Callable[[Random], T]) -> st.SearchStrategy[T]:
    return st.randoms(use_true_random=not SHRINKS).map(draw)


def time_of_day(random: Random) -> time:
    """Every ten minutes, so that bells, hours and changes of clocks fall together often."""
    return time(random.randrange(24), random.randrange(0, 60, 10))


def span(random: Random) -> tuple[time, time]:
    first, second = sorted((time_of_day(random), time_of_day(random)))
    return first, second


def minutes(random: Random, most: int) -> timedelta:
    return timedelta(minutes=random.randint(0, most))


def limit(random: Random) -> int | None:
    return random.choice([None, 0, 1, 2, 3])


def some(random: Random, members: Sequence[T], most: int) -> frozenset[T]:
    return frozenset(random.sample(list(members), random.randint(0, most)))


def schedule(random: Random) -> Schedule:
    """Two day types whose periods may touch and overlap, on any weekday and date."""
    kinds = ["regular", "short"]
    days = random.sample(range(7), random.randint(3, 7))
    return Schedule(
        time_zone=random.choice(ZONES),
        day_types={
            kind: tuple(Period(str(n), *span(random)) for n in range(random.randint(0, 5)))
            for kind in kinds
        },
        week={day: random.choice(kinds) for day in days},
        exceptions={day: random.choice([*kinds, None]) for day in some(random, DATES, 3)},
        no_fly_by_date={day: no_fly(random) for day in some(random, DATES, 2)},
        no_fly_by_day_type={kind: no_fly(random) for kind in some(random, kinds, 1)},
    )


def no_fly(random: Random) -> NoFly:
    return NoFly(minutes(random, 60), minutes(random, 60))


def instant(random: Random) -> datetime:
    """Instants in UTC within two days of a date in DATES, often exactly on a quarter hour."""
    start = datetime.combine(random.choice(DATES), time(0), UTC)
    quarter = timedelta(minutes=15) * random.randint(-96, 192)
    return start + quarter + timedelta(seconds=random.choice([0, 0, 1, 899]))


def roster(random: Random, reach: Reach) -> Roster:
    """Four students, two rooms, three places; a door knows no groups."""
    names = zip(STUDENTS, FIRST_NAMES, LAST_NAMES, strict=True)
    groups = random.randint(0, 3) if reach is Reach.BUILDING else 0
    return Roster(
        students={
            s: Student(
                s,
                first,
                last,
                random.choice(GRADES),
                limit_exempt=random.random() < 0.3,
                groups=some(random, TEAMS, 2),
            )
            for s, first, last in names
        },
        rooms={
            room: Room(room, room, "1", DoorId(f"door-{room}"), random.randint(0, 2))
            for room in ROOMS
        },
        destinations={place: destination(random, place) for place in DESTINATIONS},
        groups=tuple(group(random, GroupId(f"group-{n}")) for n in range(groups)),
    )


def destination(random: Random, place: DestinationId) -> Destination:
    return Destination(
        place,
        {"en": f"The {place}", "es": f"El {place}"},
        random.choice(list(DestinationKind)),
        capacity=limit(random),
        hours=tuple(
            Hours(time_of_day(random), time_of_day(random)) for _ in range(random.randint(0, 2))
        ),
        needs_approval=random.random() < 0.3,
    )


def group(random: Random, group_id: GroupId) -> EncounterGroup:
    return EncounterGroup(
        id=group_id,
        members=frozenset(random.sample(STUDENTS, random.randint(2, 3))),
        mode=random.choice(list(GroupMode)),
        enabled=random.random() < 0.8,
        expires=random.choice([None, *DATES]),
        gap=random.choice([timedelta(), minutes(random, 30)]),
        hold_back_max=random.choice([None, minutes(random, 30)]),
        on_hold_back=random.choice(list(OnHoldBack)),
    )


def policy(random: Random) -> Policy:
    return Policy(
        no_fly_first=minutes(random, 90),
        no_fly_last=minutes(random, 90),
        hall_capacity=limit(random),
        passes_a_day_max=limit(random),
        cooldown=minutes(random, 60),
        when_alone=random.choice(list(WhenAlone)),
        limits=tuple(pass_limit(random) for _ in range(random.randint(0, 4))),
    )


def pass_limit(random: Random) -> Limit:
    """For one student, one group or everybody; to one place or any."""
    kind = random.choice(["student", "group", "everybody"])
    return Limit(
        random.randint(0, 3),
        random.choice(list(Span)),
        student=random.choice([*STUDENTS, STRANGER]) if kind == "student" else None,
        group=random.choice([*TEAMS, *GRADES]) if kind == "group" else None,
        destination=random.choice([None, *DESTINATIONS]),
    )


def outings(random: Random, now: datetime) -> tuple[Outing, ...]:
    """Passes out and ended, started up to 30 h ago, each with an id of its own."""
    return tuple(outing(random, now, n) for n in range(random.randint(0, 6)))


def outing(random: Random, now: datetime, number: int) -> Outing:
    ago = minutes(random, random.choice([60, 1800]))
    back = random.choice([None, now - ago + min(ago, minutes(random, 120))])
    return Outing(
        id=PassId(f"pass-{number}"),
        student=random.choice([*STUDENTS, STRANGER]),
        destination=random.choice([*DESTINATIONS, NOWHERE]),
        origin=random.choice([*ROOMS, NO_ROOM]),
        since=now - ago,
        ended=back,
        urgent=random.random() < 0.2,
        heard_back=back,
    )


def ask(random: Random) -> Ask:
    """A request with an id that no pass has yet; most are of somebody and somewhere known."""
    return Ask(
        id=PassId("asked"),
        student=random.choice([*STUDENTS, *STUDENTS, STRANGER]),
        destination=random.choice([*DESTINATIONS, *DESTINATIONS, NOWHERE]),
        origin=random.choice([*ROOMS, *ROOMS, NO_ROOM]),
        identified_by=random.choice(list(IdentifiedBy)),
        approved_by=random.choice([None, StaffId("teacher")]),
        urgent=random.random() < 0.1,
    )


def holds(random: Random, reach: Reach) -> Holds:
    """Mostly nothing is stopped; a door knows of no frozen student."""
    return Holds(
        hold=random.random() < 0.1,
        rooms=some(random, ROOMS, random.choice([0, 0, 1])),
        destinations=some(random, DESTINATIONS, random.choice([0, 0, 1])),
        students=some(random, STUDENTS, 1) if reach is Reach.BUILDING else frozenset(),
    )


def case(random: Random, reach: Reach) -> Case:
    """Any request at any moment; the aggregator's clock is always known."""
    now = instant(random)
    found = outings(random, now)
    facts = Facts(
        now=now,
        reach=reach,
        roster=roster(random, reach),
        schedule=schedule(random),
        halls=Halls(found),
        holds=holds(random, reach),
        tally=Tally.of(found),
        waiting_since=random.choice([None, now - minutes(random, 40)]),
        yes_since=random.choice([None, now - minutes(random, 40)]),
        clock_known=reach is Reach.BUILDING or random.random() < 0.7,
    )
    return Case(policy(random), ask(random), facts, found)
