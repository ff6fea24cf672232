import json
from dataclasses import asdict, replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.core.doorschool import DocumentError, door_school, policy_document, roster_parts
from kiosk.core.ids import (
    CardHash,
    DestinationId,
    DoorId,
    GroupId,
    RoomId,
    StaffId,
    StudentId,
    card_hash,
)
from kiosk.core.limits import Limit, Span
from kiosk.core.policy import Policy
from kiosk.core.schedule import NoFly, Period, Schedule
from kiosk.core.school import (
    Destination,
    DestinationKind,
    EncounterGroup,
    GroupMode,
    Hours,
    Room,
    Roster,
    School,
    Staff,
    Student,
)
from kiosk.core.schoolparts import PolicyDocument

ROOM = RoomId("214")
SCHEDULE = Schedule(
    ZoneInfo("America/Chicago"),
    {"regular": (Period("1", time(8), time(8, 50)),)},
    {0: "regular"},
    {date(2026, 11, 26): None, date(2026, 12, 18): "regular"},
    {date(2026, 12, 18): NoFly(timedelta(), timedelta(minutes=5))},
    {"regular": NoFly(timedelta(minutes=3), timedelta())},
)
MESSAGE_BYTES_MAX = 16 * 1024


def card(number: int) -> CardHash:
    return card_hash(b"key", str(number))


def school(students: int = 3) -> School:
    everybody = [
        Student(
            StudentId(f"s{n}"),
            f"First{n}",
            "Secret",
            rooms=frozenset({ROOM if n % 2 else RoomId("118")}),
            cards=frozenset({card(n)}),
        )
        for n in range(students)
    ]
    library = Destination(
        DestinationId("library"),
        {"en": "Library", "es": "Biblioteca"},
        DestinationKind.LIBRARY,
        hours=(Hours(time(10, 15), time(14)),),
        capacity=3,
    )
    roster = Roster(
        students={s.id: s for s in everybody},
        staff={StaffId("t"): Staff(StaffId("t"), "Ms. A", frozenset({card(99)}))},
        rooms={ROOM: Room(ROOM, "Room 214", "2", DoorId("d214"), 2)},
        destinations={library.id: library},
        groups=(
            EncounterGroup(
                GroupId("g"),
                frozenset({StudentId("s1"), StudentId("s2")}),
                GroupMode.ANYWHERE,
                note="a fight",
            ),
        ),
    )
    return School("Test", roster, SCHEDULE, Policy(hall_capacity=None))


def test_a_door_gets_back_room_places_bells_and_policy_as_they_are() -> None:
    whole = school()
    at_door = door_school(roster_parts(whole, ROOM), policy_document(whole, ROOM))
    assert at_door.room == whole.roster.rooms[ROOM]
    assert at_door.schedule == whole.schedule
    assert at_door.policy == whole.policy
    assert at_door.roster.destinations == whole.roster.destinations


def test_a_one_way_destination_and_its_kiosks_room_reach_the_door() -> None:
    whole = school()
    library = whole.roster.destinations[DestinationId("library")]
    one_way = replace(library, room=ROOM, one_way=True)
    whole = replace(whole, roster=replace(whole.roster, destinations={library.id: one_way}))
    at_door = door_school(roster_parts(whole, ROOM), policy_document(whole, ROOM))
    assert at_door.roster.destinations == whole.roster.destinations


def test_a_destination_from_before_there_was_one_way_is_none() -> None:
    document = json.loads(json.dumps(policy_document(school(), ROOM).document))
    del document["destinations"][0]["one_way"]
    at_door = door_school((), PolicyDocument(version="old", document=document))
    assert not at_door.roster.destinations[DestinationId("library")].one_way


def test_a_door_knows_its_own_students_by_label_and_card_and_all_badges() -> None:
    whole = school()
    roster = door_school(roster_parts(whole, ROOM), policy_document(whole, ROOM)).roster
    assert [s.label for s in roster.students.values()] == ["First1 S."]
    assert roster.student_by_card[card(1)].id == "s1"
    assert roster.staff_by_badge[card(99)].id == "t"


def test_no_group_and_no_whole_name_goes_to_a_door() -> None:
    whole = school()
    sent = repr((roster_parts(whole, ROOM), policy_document(whole, ROOM)))
    for private in ("Secret", "a fight", "anywhere", "s2"):
        assert private not in sent


def test_a_long_roster_is_cut_into_parts_that_fit_a_message() -> None:
    whole = school(students=2000)
    parts = roster_parts(whole, ROOM)
    assert len(parts) > 1
    assert [(p.part, p.parts) for p in parts] == [(n, len(parts)) for n in range(1, len(parts) + 1)]
    assert {p.version for p in parts} == {parts[0].version}
    assert max(len(json.dumps(asdict(p))) for p in parts) < MESSAGE_BYTES_MAX
    assert len(door_school(parts, policy_document(whole, ROOM)).roster.students) == 1000


def test_no_limit_and_no_group_of_a_student_goes_to_a_door() -> None:
    whole = school()
    maya = replace(whole.roster.students[StudentId("s1")], groups=frozenset({"probation"}))
    limits = (Limit(1, Span.WEEK, student=maya.id), Limit(1, Span.TERM, group="probation"))
    limited = replace(
        whole,
        policy=replace(whole.policy, limits=limits),
        roster=replace(whole.roster, students={**whole.roster.students, maya.id: maya}),
    )
    sent = repr((roster_parts(limited, ROOM), policy_document(limited, ROOM)))
    assert "limits" not in sent
    assert "probation" not in sent


def test_a_room_without_students_still_has_a_roster() -> None:
    (part,) = roster_parts(school(students=1), ROOM)
    assert (part.students, part.parts) == ((), 1)


def test_equal_schools_have_equal_versions_and_others_do_not() -> None:
    assert policy_document(school(), ROOM).version == policy_document(school(), ROOM).version
    assert roster_parts(school(4), ROOM)[0].version != roster_parts(school(3), ROOM)[0].version


def test_a_kind_from_a_newer_aggregator_is_some_other_place() -> None:
    document = dict(policy_document(school(), ROOM).document)
    text = json.dumps(document).replace('"kind": "library"', '"kind": "pool", "depth": 2')
    document = json.loads(text)
    at_door = door_school((), PolicyDocument(version="x", document=document))
    assert at_door.roster.destinations[DestinationId("library")].kind is DestinationKind.OTHER


def test_a_document_from_before_no_fly_times_by_date_is_understood() -> None:
    document = json.loads(json.dumps(policy_document(school(), ROOM).document))
    for later in ("no_fly_by_date_s", "no_fly_by_day_type_s"):
        del document["schedule"][later]
    schedule = door_school((), PolicyDocument(version="x", document=document)).schedule
    assert (schedule.no_fly_by_date, schedule.no_fly_by_day_type) == ({}, {})


def test_no_fly_times_that_are_no_two_numbers_are_no_document() -> None:
    document = json.loads(json.dumps(policy_document(school(), ROOM).document))
    document["schedule"]["no_fly_by_date_s"]["2026-12-18"] = [0, True]
    with pytest.raises(DocumentError, match="2 whole numbers"):
        door_school((), PolicyDocument(version="x", document=document))


@pytest.mark.parametrize("missing", ["room", "destinations", "schedule", "policy"])
def test_a_document_that_lacks_a_part_says_which(missing: str) -> None:
    document = dict(policy_document(school(), ROOM).document)
    del document[missing]
    with pytest.raises(DocumentError, match=missing):
        door_school((), PolicyDocument(version="x", document=document))


def test_a_week_that_names_no_day_type_is_no_document() -> None:
    document = dict(policy_document(school(), ROOM).document)
    document = json.loads(json.dumps(document).replace('"0": "regular"', '"0": "gone"'))
    with pytest.raises(DocumentError, match="gone"):
        door_school((), PolicyDocument(version="x", document=document))
