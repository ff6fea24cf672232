from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.core.aggregator.coordination import DoorSaid, ReadPasses
from kiosk.core.aggregator.ownrecords import WITHIN, own_passes, since
from kiosk.core.cardmessages import AskPasses, OwnPasses
from kiosk.core.ids import CardHash, DoorId, PassId, StaffId
from kiosk.core.protocol import Identify
from kiosk.core.schedule import Period, Schedule
from kiosk.core.school import School, Staff
from tests.core.building_bench import (
    DOOR_118,
    DOOR_214,
    MAYA,
    NOON,
    OMAR,
    RESTROOM,
    BuildingBench,
    replies,
    school,
)

STONE = StaffId("t-stone")
CARDS: Mapping[CardHash, str] = {CardHash("c-maya"): MAYA, CardHash("c-omar"): OMAR}
MINUTE = timedelta(minutes=1)


def with_cards() -> School:
    made = school()
    students = dict(made.roster.students)
    for card, who in CARDS.items():
        student = next(s for s in students.values() if s.id == who)
        students[student.id] = replace(student, cards=frozenset({card}))
    staff = {STONE: Staff(STONE, "Ms. Stone")}
    return replace(made, roster=replace(made.roster, students=students, staff=staff))


def look_up(at: BuildingBench, card: str = "c-maya", door: DoorId = DOOR_214) -> str:
    asked_as = f"i-{len(at.commands)}"
    at.give(DoorSaid(door, Identify(id=asked_as, card=CardHash(card))))
    return asked_as


def ask(
    at: BuildingBench,
    identified: str,
    *,
    door: DoorId = DOOR_214,
    staff: StaffId = STONE,
    asked_as: str = "o-1",
) -> ReadPasses | OwnPasses:
    """Ask for the passes; return what is read, or the refusal."""
    said = AskPasses(id=asked_as, identified=identified, staff=staff)
    commands = at.give(DoorSaid(door, said))
    refused = [m for m in replies(commands) if isinstance(m, OwnPasses)]
    read = [c for c in commands if isinstance(c, ReadPasses)]
    assert len(refused) + len(read) == 1
    return refused[0] if refused else read[0]


REFUSED = OwnPasses(id="o-1", refused=True)


def test_the_card_that_was_read_says_whose_passes_are_read() -> None:
    at = BuildingBench(with_cards())
    read = ask(at, look_up(at))
    assert isinstance(read, ReadPasses)
    assert (read.door, read.asked_as, read.student) == (DOOR_214, "o-1", MAYA)


def test_no_other_look_up_will_do() -> None:
    at = BuildingBench(with_cards())
    first = look_up(at)
    assert ask(at, "i-never") == REFUSED
    assert ask(at, first, door=DOOR_118) == REFUSED
    look_up(at, "c-omar")
    assert ask(at, first) == REFUSED
    assert ask(at, look_up(at, "c-nobody")) == REFUSED
    at.give(DoorSaid(DOOR_214, Identify(id="i-typed", typed="s-maya")))
    assert ask(at, "i-typed") == REFUSED


def test_a_look_up_of_long_ago_or_an_adult_nobody_knows_is_refused() -> None:
    at = BuildingBench(with_cards())
    identified = look_up(at)
    assert ask(at, identified, staff=StaffId("t-nobody")) == REFUSED
    at.now += WITHIN + timedelta(seconds=1)
    assert ask(at, identified) == REFUSED
    assert at.alerts("own_record") == []


def test_each_look_is_recorded_once() -> None:
    at = BuildingBench(with_cards())
    identified = look_up(at)
    ask(at, identified)
    ask(at, identified)
    (alert,) = at.alerts("own_record")
    assert alert.staff == STONE
    assert "Maya Lopez" in alert.text


def test_five_days_with_lessons_are_looked_at_weekends_and_holidays_between() -> None:
    day = {"regular": (Period("1", time(8), time(9)),)}
    week = dict.fromkeys(range(5), "regular")
    schedule = Schedule(
        ZoneInfo("America/New_York"), day, week, exceptions={date(2026, 3, 2): None}
    )
    # Wednesday; Tuesday, Friday, Thursday and Wednesday before it, as Monday was a holiday.
    assert since(schedule, NOON) == datetime(2026, 2, 25, 5, 0, tzinfo=UTC)


def test_what_is_shown_of_passes() -> None:
    at = BuildingBench(with_cards())
    in_time, late, out = (PassId(f"p-00{n}") for n in (1, 2, 3))
    for minutes in (4, 9):
        asked = at.grant(MAYA)
        at.start_pass(asked)
        at.now += minutes * MINUTE
        at.end_pass(asked)
    still = at.grant(MAYA)
    at.start_pass(still)
    at.now += 6 * MINUTE
    records = [at.record(pass_id) for pass_id in (in_time, late, out)]
    shown = own_passes("o-1", records, at.now).passes
    assert [(p.destination, p.minutes, p.over, p.out) for p in shown] == [
        (RESTROOM, None, 1, True),
        (RESTROOM, 9, 4, False),
        (RESTROOM, 4, 0, False),
    ]
    assert own_passes("o-1", [at.record(PassId("p-unknown"))], at.now).passes == ()
