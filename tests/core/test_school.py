from datetime import date

import pytest

from kiosk.core.ids import CardHash, DoorId, GroupId, RoomId, StaffId, StudentId
from kiosk.core.school import (
    Destination,
    DestinationKind,
    EncounterGroup,
    GroupMode,
    Room,
    Roster,
    Staff,
    Student,
)
from tests.core.examples import IVY, MAYA, OMAR, RESTROOM, ROOM_214, school

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [("Maya", "Rivera", "Maya R."), ("Omar", "Ångström", "Omar Å."), ("Ivy", "", "Ivy")],
)
def test_a_door_shows_a_first_name_and_the_last_initial(first: str, last: str, label: str) -> None:
    assert Student(MAYA, first, last).label == label


def test_a_destination_is_named_in_english_where_the_language_is_missing() -> None:
    water = Destination(RESTROOM, {"en": "Water", "es": "Agua"}, DestinationKind.WATER)
    assert (water.name_in("es"), water.name_in("ar")) == ("Agua", "Water")


def test_a_student_is_found_by_each_of_their_cards() -> None:
    old, new = CardHash("aa"), CardHash("bb")
    maya = Student(MAYA, "Maya", "Rivera", cards=frozenset({old, new}))
    assert Roster({MAYA: maya}).student_by_card == {old: maya, new: maya}


def test_staff_are_found_by_their_badge() -> None:
    teacher = Staff(StaffId("t-1"), "Ms Lee", badges=frozenset({CardHash("cc")}))
    assert Roster(staff={teacher.id: teacher}).staff_by_badge == {CardHash("cc"): teacher}


def test_a_room_is_found_by_its_door() -> None:
    room = Room(ROOM_214, "214", "2", DoorId("door-214"), out_max=1)
    assert Roster(rooms={room.id: room}).room_by_door == {DoorId("door-214"): room}


def test_the_students_of_a_room_are_found_in_the_order_of_their_ids() -> None:
    two_rooms = frozenset({ROOM_214, RoomId("r-118")})
    omar, maya = Student(OMAR, "Omar", "", rooms=two_rooms), Student(MAYA, "Maya", "")
    ivy = Student(IVY, "Ivy", "", rooms=frozenset({ROOM_214}))
    found = Roster({one.id: one for one in (omar, maya, ivy)}).students_by_room
    assert found == {
        ROOM_214: tuple(sorted((ivy, omar), key=lambda one: one.id)),
        RoomId("r-118"): (omar,),
    }


def test_a_student_may_be_in_several_groups() -> None:
    first = EncounterGroup(GroupId("g1"), frozenset({MAYA, OMAR}), GroupMode.ANYWHERE)
    second = EncounterGroup(GroupId("g2"), frozenset({MAYA, IVY}), GroupMode.SAME_DESTINATION)
    found = school(groups=(first, second)).groups_by_student
    assert found == {MAYA: (first, second), OMAR: (first,), IVY: (second,)}
    assert StudentId("s-new") not in found


@pytest.mark.parametrize(
    ("enabled", "expires", "counts"),
    [
        (True, None, True),
        (True, TODAY, True),
        (True, date(2026, 3, 3), False),
        (False, None, False),
        (False, TODAY, False),
    ],
)
def test_a_group_counts_while_it_is_on_and_not_past_its_last_day(
    enabled: bool,  # noqa: FBT001  pytest passes a parameter by name
    expires: date | None,
    counts: bool,  # noqa: FBT001  pytest passes a parameter by name
) -> None:
    members = frozenset({MAYA, OMAR})
    group = EncounterGroup(GroupId("g1"), members, GroupMode.ANYWHERE, enabled, expires)
    assert group.counts_on(TODAY) is counts
