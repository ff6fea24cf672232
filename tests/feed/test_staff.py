import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from kiosk.core.aggregator.board import AlertRow, DoorRow
from kiosk.core.aggregator.passes import Granted, PassRecord
from kiosk.core.events import (
    Abandoned,
    CheckedIn,
    Corrected,
    Ended,
    EndedHow,
    Expired,
    Extended,
    PassEvent,
    Refused,
    Started,
)
from kiosk.core.ids import (
    BuildingId,
    DestinationId,
    DoorId,
    GroupId,
    MoreMinutes,
    RoomId,
    StaffId,
    StudentId,
)
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
from kiosk.feed.staff import CLEARED, StaffFeed
from tests.feed.samples import BOOT, NOW, PASS, REQUEST, STARTED

MAYA = Student(StudentId("s1"), "Maya", "Rivera", grade="7")
ROSTER = Roster(
    students={MAYA.id: MAYA},
    staff={StaffId("t1"): Staff(StaffId("t1"), "Ms. Okafor")},
    rooms={RoomId("r214"): Room(RoomId("r214"), "Room 214", "2", DoorId("d214"), 2)},
    destinations={
        DestinationId("restroom"): Destination(
            DestinationId("restroom"), {"en": "Restroom"}, DestinationKind.RESTROOM
        )
    },
    groups=(
        EncounterGroup(
            GroupId("g1"), frozenset({MAYA.id}), GroupMode.ANYWHERE, note="secret reason"
        ),
    ),
)
FEED = StaffFeed(BuildingId("north"), ROSTER)
LATER = NOW + timedelta(minutes=4)


def record(*events: PassEvent) -> PassRecord:
    found = PassRecord(PASS)
    for event in events:
        found = found.with_event(event, LATER)
    return found


def ended(how: EndedHow = EndedHow.TAP, staff: StaffId | None = None) -> Ended:
    return Ended(
        door=DoorId("d214"), boot=BOOT, seq=4, id=PASS, mono_ms=9000,
        at=NOW + timedelta(minutes=3), how=how, staff=staff,
    )  # fmt: skip


def event_body(event: PassEvent, *events: PassEvent) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FEED.event(17, event, record(*events, event)))
    return found


def test_an_event_is_a_cloud_event() -> None:
    body = event_body(STARTED)
    data = body.pop("data")
    assert body == {
        "specversion": "1.0",
        "id": f"d214/{BOOT}/3",
        "source": "/spk/v1/north",
        "type": "smartpass.pass.started",
        "subject": PASS,
        "time": "2026-03-02T15:04:05.678901Z",
        "datacontenttype": "application/json",
    }
    assert data["n"] == 17


def test_a_start_says_who_and_where_and_how() -> None:
    data = event_body(replace(STARTED, approved_by=StaffId("t1"), override=True))["data"]
    expected = {
        "kind": "started",
        "pass": PASS,
        "student": "s1",
        "student_name": "Maya Rivera",
        "destination_name": "Restroom",
        "origin_name": "Room 214",
        "identified_by": "card",
        "approved_by": "t1",
        "approved_by_name": "Ms. Okafor",
        "urgent": False,
        "offline": False,
        "override": True,
        "minutes": 7,
        "started_at": "2026-03-02T15:04:05.678901Z",
        "due_at": "2026-03-02T15:11:05.678901Z",
        "ended_at": None,
    }
    assert {name: data.get(name) for name in expected} == expected


def test_an_end_says_who_was_out_and_how_long() -> None:
    data = event_body(ended(EndedHow.STAFF, StaffId("t1")), STARTED)["data"]
    assert data["how"] == "staff"
    assert data["staff_name"] == "Ms. Okafor"
    assert data["student_name"] == "Maya Rivera"
    assert data["started_at"] == "2026-03-02T15:04:05.678901Z"
    assert data["ended_at"] == "2026-03-02T15:07:05.678901Z"


def test_both_the_observed_and_the_corrected_return_are_told() -> None:
    corrected = Corrected(
        door=DoorId("d214"), boot=BOOT, seq=5, id=PASS, mono_ms=9900, at=LATER,
        staff=StaffId("t1"), returned_at=NOW + timedelta(minutes=2), note="was back before",
    )  # fmt: skip
    data = event_body(corrected, STARTED, ended())["data"]
    assert data["returned_at"] == "2026-03-02T15:06:05.678901Z"
    assert data["ended_at"] == "2026-03-02T15:07:05.678901Z"
    assert data["note"] == "was back before"


def test_an_extension_tells_the_minutes_added() -> None:
    extended = Extended(
        door=DoorId("d214"), boot=BOOT, seq=4, id=PASS, mono_ms=2, at=NOW, staff=StaffId("t1"),
        minutes=MoreMinutes(5),
    )  # fmt: skip
    assert event_body(extended, STARTED)["data"]["minutes"] == 5


def test_a_publication_again_is_the_same_to_the_byte() -> None:
    once = FEED.event(17, STARTED, record(STARTED))
    assert FEED.event(17, replace(STARTED), record(STARTED)) == once


def test_an_event_without_a_time_has_the_time_it_was_taken_in() -> None:
    assert event_body(replace(STARTED, at=None))["time"] == "2026-03-02T15:08:05.678901Z"


def test_a_refusal_names_the_student_who_asked() -> None:
    refused = Refused(
        door=DoorId("d214"), boot=BOOT, seq=3, id=PASS, mono_ms=1, at=NOW, student=MAYA.id,
        destination=DestinationId("restroom"), reason="hall_full",
    )  # fmt: skip
    data = event_body(refused)["data"]
    assert data["student_name"] == "Maya Rivera"
    assert data["reason"] == "hall_full"


def test_a_student_whom_the_roster_does_not_know_has_no_name() -> None:
    stranger = replace(STARTED, student=StudentId("s99"))
    data = event_body(stranger)["data"]
    assert (data["student"], data["student_name"]) == ("s99", None)


def test_an_open_pass_has_a_body_of_its_own() -> None:
    body = json.loads(FEED.open_pass(record(STARTED)))
    assert (body["v"], body["type"], body["pass"]) == (1, "pass", PASS)
    assert (body["student_name"], body["started"]) == ("Maya Rivera", True)
    assert body["due_at"] == "2026-03-02T15:11:05.678901Z"


def test_an_open_pass_tells_where_its_student_was_seen_and_that_nobody_is_expected_back() -> None:
    there = CheckedIn(
        door=DoorId("d118"), boot=BOOT, seq=4, id=PASS, mono_ms=1, at=LATER, student=MAYA.id
    )
    body = json.loads(FEED.open_pass(record(STARTED, there)))
    assert (body["round_trip"], body["checked_in_at"]) == (True, "2026-03-02T15:08:05.678901Z")
    body = json.loads(FEED.open_pass(record(replace(STARTED, round_trip=False))))
    assert (body["round_trip"], body["checked_in_at"]) == (False, None)


def test_a_grant_not_yet_used_is_open_but_not_started() -> None:
    granted = PassRecord(PASS).with_grant(Granted(REQUEST, 5, 7, NOW))
    body = json.loads(FEED.open_pass(granted))
    assert (body["started"], body["minutes"], body["due_at"]) == (False, 7, None)
    assert body["since"] == "2026-03-02T15:04:05.678901Z"


def test_a_pass_in_doubt_is_marked_so() -> None:
    doubt = Abandoned(door=DoorId("d214"), boot=BOOT, seq=3, id=PASS, mono_ms=1, at=NOW, doubt=True)
    body = json.loads(FEED.open_pass(record(doubt)))
    assert (body["in_doubt"], body["student"]) == (True, None)


def test_a_pass_that_is_over_is_cleared() -> None:
    assert FEED.open_pass(record(STARTED, ended())) == CLEARED


def test_an_alert_names_its_pass() -> None:
    alert = AlertRow(NOW, "urgent", "Maya Rivera: urgent", PASS)
    assert json.loads(FEED.alert(alert)) == {
        "v": 1,
        "type": "alert",
        "at": "2026-03-02T15:04:05.678901Z",
        "kind": "urgent",
        "text": "Maya Rivera: urgent",
        "pass": PASS,
        "staff": None,
    }


def test_an_alert_about_what_staff_did_names_them() -> None:
    body = json.loads(FEED.alert(AlertRow(NOW, "hold_set", "Hold", staff=StaffId("t1"))))
    assert (body["staff"], body["staff_name"]) == ("t1", "Ms. Okafor")


def test_a_forgotten_pass_is_marked_so() -> None:
    expired = Expired(
        door=DoorId("aggregator"), boot=BOOT, seq=1, id=PASS, mono_ms=0, at=NOW + timedelta(hours=1)
    )
    data = event_body(expired, STARTED)["data"]
    assert (data["kind"], data["expired"], data["returned_at"]) == ("expired", True, None)
    assert event_body(ended(), STARTED)["data"]["expired"] is False


def test_a_door_shows_its_health() -> None:
    row = DoorRow(DoorId("d214"), "Room 214", online=True, last_heard=NOW, outbox=2)
    body = json.loads(FEED.door(row, {"version": "0.1.0", "reader": True}))
    assert (body["door"], body["outbox"]) == ("d214", 2)
    assert body["health"] == {"version": "0.1.0", "reader": True}


def test_nothing_tells_of_a_group() -> None:
    granted = PassRecord(PASS).with_grant(Granted(REQUEST, 5, 7, NOW)).with_event(STARTED, LATER)
    bodies = FEED.event(17, STARTED, granted) + FEED.open_pass(granted)
    assert b"g1" not in bodies
    assert b"secret" not in bodies
    assert b"group" not in bodies
    assert isinstance(granted.started, Started)
