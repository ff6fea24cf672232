from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.core.aggregator.acts import ActAnswered, CardLent, CardsListed, CardTakenBack
from kiosk.core.aggregator.cardacts import UNDO_WITHIN
from kiosk.core.aggregator.coordination import ActAsked, BeatDue, DoorSaid, Reply, StaffInput
from kiosk.core.aggregator.givencards import LOANS_KEPT
from kiosk.core.cardmessages import Enrol, EnrolFault, Enrolled
from kiosk.core.ids import CardHash, DoorId, StaffId, StudentId
from kiosk.core.protocol import DoorCommand, Identify, Identity
from kiosk.core.school import School, Staff, Student
from kiosk.core.schoolparts import RosterPart
from tests.core.building_bench import (
    DOOR_118,
    DOOR_214,
    MAYA,
    OMAR,
    ROOM_214,
    BuildingBench,
    beat,
    replies,
    school,
    sync_in,
)

STONE, BADGE = StaffId("t-stone"), CardHash("c-stone")
OLD, NEW, LENDING = CardHash("c-old"), CardHash("c-new"), CardHash("c-lending")
DAY = timedelta(days=1)


def with_cards() -> School:
    """Return a school in which Maya of room 214 has a card, and one card is for lending."""
    made = school()
    maya = replace(made.roster.students[MAYA], rooms=frozenset({ROOM_214}), cards=frozenset({OLD}))
    roster = replace(
        made.roster,
        students={**made.roster.students, MAYA: maya},
        staff={STONE: Staff(STONE, "Ms. Stone", frozenset({BADGE}))},
        for_lending={LENDING: "L-1"},
    )
    return replace(made, roster=roster)


def bench() -> BuildingBench:
    return BuildingBench(with_cards())


def enrol(
    at: BuildingBench,
    card: CardHash = NEW,
    who: StudentId = MAYA,
    *,
    asked_as: str = "e-1",
    door: DoorId = DOOR_214,
    staff: StaffId = STONE,
    undo: bool = False,
) -> Enrolled:
    asked = Enrol(id=asked_as, card=card, student=who, staff=staff, undo=undo)
    (answer,) = [m for m in replies(at.give(DoorSaid(door, asked))) if isinstance(m, Enrolled)]
    return answer


def whose(at: BuildingBench, card: CardHash, door: DoorId = DOOR_118) -> Identity:
    (said,) = replies(at.give(DoorSaid(door, Identify(id="i", card=card))))
    assert isinstance(said, Identity)
    return said


def do(at: BuildingBench, act: StaffInput) -> ActAnswered:
    (answer,) = [c for c in at.give(ActAsked(act, "a-1")) if isinstance(c, ActAnswered)]
    return answer


def lend(at: BuildingBench, student: str, *, asked_as: str = "l-1") -> ActAnswered:
    return do(at, CardLent(asked_as, "L-1", student, STONE))


def cards_at_the_door(at: BuildingBench) -> set[CardHash]:
    """Ask, as the door of room 214 does, for its part of the roster."""
    parts = [m for m in replies(at.give(DoorSaid(DOOR_214, beat()))) if isinstance(m, RosterPart)]
    return {card for part in parts for student in part.students for card in student.cards}


# --- for good -----------------------------------------------------------------------------------


def test_an_enrolled_card_is_the_students_from_then_on_and_after_a_start() -> None:
    at = bench()
    assert whose(at, NEW).unknown
    assert enrol(at) == Enrolled(id="e-1")
    assert whose(at, NEW).student == MAYA
    at.now += 100 * DAY
    at.start()
    assert whose(at, NEW).student == MAYA


def test_the_students_own_door_learns_it_and_is_told_to_ask() -> None:
    at = bench()
    assert cards_at_the_door(at) == {OLD}
    said = Enrol(id="e-1", card=NEW, student=MAYA, staff=STONE)
    replied = [c for c in at.give(DoorSaid(DOOR_118, said)) if isinstance(c, Reply)]
    orders = [c.door for c in replied if isinstance(c.message, DoorCommand)]
    assert orders == [DOOR_214]
    assert cards_at_the_door(at) == {OLD, NEW}


def test_who_enrolled_it_is_kept_and_told_and_no_number_stands_anywhere() -> None:
    at = bench()
    enrol(at)
    (given,) = at.journal.cards.values()
    assert (given.staff, given.at, given.door) == (STONE, at.now, DOOR_214)
    (alert,) = at.alerts("cards")
    assert alert.text == "Ms. Stone: a card was enrolled for Maya Lopez, at door door-214"
    assert alert.staff == STONE


@pytest.mark.parametrize("card", [OLD, BADGE])
def test_a_card_of_the_schools_lists_is_taken(card: CardHash) -> None:
    at = bench()
    assert enrol(at, card, OMAR).fault is EnrolFault.CARD_TAKEN
    assert at.journal.cards == {}


def test_a_card_that_was_enrolled_is_taken_too_but_the_same_act_is_one() -> None:
    at = bench()
    enrol(at)
    assert enrol(at) == Enrolled(id="e-1")
    assert len(at.journal.cards) == 1
    assert enrol(at, NEW, OMAR, asked_as="e-2").fault is EnrolFault.CARD_TAKEN
    assert whose(at, NEW).student == MAYA


def test_nobody_unknown_enrols_or_is_enrolled() -> None:
    at = bench()
    assert enrol(at, staff=StaffId("t-nobody")).fault is EnrolFault.NOT_ALLOWED
    assert enrol(at, door=DoorId("door-x")).fault is EnrolFault.NOT_ALLOWED
    assert enrol(at, who=StudentId("s-nobody")).fault is EnrolFault.STUDENT_UNKNOWN


def test_it_is_taken_back_within_seconds_at_the_same_door_only() -> None:
    at = bench()
    enrol(at)
    assert enrol(at, undo=True, door=DOOR_118).fault is EnrolFault.NOT_ALLOWED
    assert enrol(at, undo=True) == Enrolled(id="e-1", undone=True)
    assert enrol(at, undo=True) == Enrolled(id="e-1", undone=True)
    assert whose(at, NEW).unknown
    assert cards_at_the_door(at) == {OLD}
    enrol(at, asked_as="e-2")
    at.now += UNDO_WITHIN + timedelta(seconds=1)
    assert enrol(at, asked_as="e-2", undo=True).fault is EnrolFault.NOT_ALLOWED
    assert whose(at, NEW).student == MAYA


def test_a_list_of_the_school_that_gives_the_card_to_another_says_first() -> None:
    at = bench()
    enrol(at)
    omar = replace(at.school.roster.students[OMAR], cards=frozenset({NEW}))
    students = {**at.school.roster.students, OMAR: omar}
    at.school = replace(at.school, roster=replace(at.school.roster, students=students))
    at.start()
    assert whose(at, NEW).student == OMAR


def test_a_student_who_left_the_school_takes_the_card_along() -> None:
    at = bench()
    enrol(at)
    students: dict[StudentId, Student] = dict(at.school.roster.students)
    del students[MAYA]
    at.school = replace(at.school, roster=replace(at.school.roster, students=students))
    at.start()
    assert whose(at, NEW).unknown


# --- lent ---------------------------------------------------------------------------------------


def test_a_lent_card_is_the_students_until_the_day_ends_and_doors_do_not_keep_it() -> None:
    at = bench()
    assert whose(at, LENDING) == Identity(id="i", unknown=True, lent=True)
    answer = lend(at, "Maya Lopez")
    assert (answer.fault, answer.told["until"]) == (None, "2026-03-04")
    assert (whose(at, LENDING).student, whose(at, LENDING).lent) == (MAYA, True)
    assert cards_at_the_door(at) == {OLD}
    at.start()
    assert whose(at, LENDING).student == MAYA
    at.now += DAY
    assert whose(at, LENDING).unknown


def test_a_door_lends_a_card_for_lending_and_enrols_it_for_nobody() -> None:
    at = bench()
    assert enrol(at, LENDING) == Enrolled(id="e-1", lent=True)
    assert whose(at, LENDING).student == MAYA
    at.now += DAY
    assert whose(at, LENDING).unknown


def test_lending_it_to_another_ends_the_first_loan() -> None:
    at = bench()
    lend(at, "s-maya")
    lend(at, "s-omar", asked_as="l-2")
    assert whose(at, LENDING).student == OMAR
    first = at.journal.cards["l-1"]
    assert (first.ended_by, first.ended_at) == (STONE, at.now)
    at.start()
    assert whose(at, LENDING).student == OMAR


def test_what_cannot_be_lent_is_said() -> None:
    at = bench()
    fault = do(at, CardLent("l", "L-9", "s-maya", STONE)).fault
    assert fault is not None
    assert (fault.field, "L-1" in fault.why) == ("card", True)
    assert (lend(at, "Lopez").fault or fault).field == "student"
    assert at.journal.cards == {}


def test_cards_are_listed_and_taken_back() -> None:
    at = bench()
    enrol(at)
    lend(at, "s-omar")
    listed = do(at, CardsListed(STONE)).told["cards"]
    assert isinstance(listed, list)
    assert [(row["id"], row["student"], row["lent"]) for row in listed] == [
        ("e-1", MAYA, None),
        ("l-1", OMAR, "L-1"),
    ]
    assert do(at, CardTakenBack("L-1", STONE)).fault is None
    assert do(at, CardTakenBack("e-1", STONE)).fault is None
    assert (whose(at, NEW).unknown, whose(at, LENDING).unknown) == (True, True)
    assert do(at, CardsListed(STONE)).told["cards"] == []
    fault = do(at, CardTakenBack("e-1", STONE)).fault
    assert fault is not None
    assert fault.field == "card"


def test_each_change_is_told_to_the_doors_that_have_asked_before() -> None:
    at = bench()
    before = sync_in(at.give(DoorSaid(DOOR_118, beat(DOOR_118)))).cards
    enrol(at)
    given = sync_in(at.give(DoorSaid(DOOR_118, beat(DOOR_118)))).cards
    do(at, CardTakenBack("e-1", STONE))
    gone = sync_in(at.give(DoorSaid(DOOR_118, beat(DOOR_118)))).cards
    assert len({before, given, gone}) == 3
    at.start()
    assert sync_in(at.give(DoorSaid(DOOR_118, beat(DOOR_118)))).cards == gone


def test_a_loan_of_long_ago_is_forgotten_and_an_enrolled_card_is_not() -> None:
    at = bench()
    lend(at, "s-maya")
    enrol(at)
    at.give(BeatDue())
    assert len(at.journal.cards) == 2
    at.now += LOANS_KEPT + 2 * DAY
    at.give(BeatDue())
    assert list(at.journal.cards) == ["e-1"]
