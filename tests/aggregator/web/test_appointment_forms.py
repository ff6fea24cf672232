from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from kiosk.aggregator.web.act_forms import read_form
from kiosk.aggregator.web.appointment_forms import APPOINTMENT_FORMS
from kiosk.core.aggregator.acts import ActFault
from kiosk.core.appointments import AppointmentCancelled, AppointmentsAsked, Repetition
from kiosk.core.door.inputs import GoNowPressed
from kiosk.core.door.scene import Screen
from kiosk.core.ids import StaffId
from tests.aggregator.working import STONE, WorkingAggregator
from tests.broker import Broker

ID = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.fixture
def working(tmp_path: Path, broker: Broker) -> Iterator[WorkingAggregator]:
    with WorkingAggregator(tmp_path, broker) as aggregator:
        yield aggregator


def asked(act: str, body: str) -> object:
    form = read_form(APPOINTMENT_FORMS[act], body.encode())
    return form if isinstance(form, ActFault) else form.act(StaffId(STONE))


def test_an_appointment_is_written_down_with_all_that_it_can_have() -> None:
    found = asked(
        "appoint",
        '{"students": ["Maya", "s-2"], "destination": "office", "at": "10:15", "day": "2026-03-02",'
        ' "every": ["mon", "Wednesday"], "until": "2026-06-01", "minutes": 20, "declinable": true,'
        ' "note": "n", "origin": "r-1", "one_way": true, "anyway": true}',
    )
    assert isinstance(found, AppointmentsAsked)
    assert len(set(found.ids)) == 2
    assert (found.students, found.destination) == (("Maya", "s-2"), "office")
    assert (found.day, found.at) == (date(2026, 3, 2), time(10, 15))
    assert found.repetition == Repetition(frozenset({0, 2}), date(2026, 6, 1))
    assert (found.minutes, found.declinable, found.round_trip) == (20, True, False)
    assert (found.note, found.origin, found.anyway) == ("n", "r-1", True)


def test_a_pass_made_now_has_neither_day_nor_time() -> None:
    found = asked("send", '{"students": ["Maya"], "destination": "office", "urgent": true}')
    assert isinstance(found, AppointmentsAsked)
    assert (found.day, found.at, found.urgent, found.staff) == (None, None, True, STONE)


def test_one_date_or_all_can_be_cancelled() -> None:
    day = asked("cancel", f'{{"id": "{ID}", "day": "2026-03-02"}}')
    assert isinstance(day, AppointmentCancelled)
    assert day.day == date(2026, 3, 2)
    assert asked("cancel", f'{{"id": "{ID}"}}') == AppointmentCancelled(day.id, StaffId(STONE))


@pytest.mark.parametrize(
    ("act", "more", "field"),
    [
        ("send", '"students": []', "students"),
        ("send", '"students": "Maya"', "students"),
        ("send", '"minutes": 0', "minutes"),
        ("send", '"urgent": "yes"', "urgent"),
        ("send", '"at": "10:15"', "at"),
        ("appoint", '"at": "soon"', "at"),
        ("appoint", '"at": "10:15+01:00"', "at"),
        ("appoint", '"at": "10:15", "day": "Monday"', "day"),
        ("appoint", '"at": "10:15", "every": ["day"]', "every"),
        ("appoint", '"note": "no time"', "at"),
    ],
)
def test_a_fault_names_its_field_and_what_is_allowed(act: str, more: str, field: str) -> None:
    known = '"destination": "office"'
    students = "" if "students" in more else '"students": ["Maya"], '
    fault = asked(act, f"{{{students}{known}, {more}}}")
    assert isinstance(fault, ActFault)
    assert fault.field == field
    assert fault.why


# --- at work -------------------------------------------------------------------------------------


def test_a_student_who_is_sent_goes_with_one_touch(working: WorkingAggregator) -> None:
    (door,) = working.open_doors()
    maya = working.pupils[0]
    body = {"students": [str(maya.id)], "destination": "restroom", "minutes": 9, "anyway": True}
    status, told = working.post("send", body)
    assert status == 200
    assert len(told["appointments"]) == 1
    door.await_scene(lambda scene: bool(scene.coming), "the appointment")
    door.tap(maya.card_out)
    door.await_screen(Screen.APPOINTMENT, student=maya.label)
    door.take(GoNowPressed())
    out = door.await_screen(Screen.OUT, student=maya.label).scene
    assert out.due_at is not None
    assert out.started_at is not None
    assert out.due_at - out.started_at == timedelta(minutes=9)
    # A second one beside it is in its own way.
    status, told = working.post("send", body)
    assert (status, told["fault"]["field"]) == (409, "appointments")
    assert "another appointment" in told["fault"]["why"]


def test_an_urgent_one_starts_by_itself(working: WorkingAggregator) -> None:
    (door,) = working.open_doors()
    maya = working.pupils[0]
    body = {"students": [str(maya.id)], "destination": "restroom", "urgent": True}
    assert working.post("send", body)[0] == 200
    door.await_screen(Screen.SUMMONED, student=maya.label)
    door.await_scene(lambda scene: len(scene.out_now) == 1, "one student out")


def test_an_appointment_can_be_cancelled_once(working: WorkingAggregator) -> None:
    later = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    body = {
        "students": [str(working.pupils[0].id)],
        "destination": "restroom",
        "day": later,
        "at": "10:15",
        "anyway": True,
    }
    status, told = working.post("appoint", body)
    assert status == 200
    (made,) = told["appointments"]
    assert working.post("cancel", {"id": made})[0] == 200
    status, told = working.post("cancel", {"id": made})
    assert (status, told["fault"]["field"]) == (409, "id")
