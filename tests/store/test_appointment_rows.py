from datetime import timedelta

import pytest

from kiosk.core.appointments import Appointment
from kiosk.store.appointment_rows import from_text, to_text
from kiosk.store.failures import JournalDamagedError
from tests.store.building_walk import appointment
from tests.store.examples import NOON


@pytest.mark.parametrize("second", range(10))
def test_an_appointment_is_found_as_it_was_kept(second: int) -> None:
    made = appointment(1, second, NOON + timedelta(microseconds=1))
    assert from_text(to_text(made)) == made


def test_what_an_older_version_did_not_write_has_its_default() -> None:
    text = (
        '{"id": "a", "student": "s", "destination": "d", "made_by": "t", "minutes": 5,'
        ' "made_at": "2026-03-09T12:00:00.123456+00:00", "day": "2026-03-10", "at": "10:15:00"}'
    )
    made = appointment(1, 0, NOON)
    plain = Appointment(
        id=from_text(text).id,
        student=from_text(text).student,
        destination=from_text(text).destination,
        made_by=from_text(text).made_by,
        made_at=made.made_at,
        day=made.day + timedelta(days=1),
        at=made.at.replace(hour=10, minute=15),
        minutes=5,
    )
    assert from_text(text) == plain


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"id": 1}', "null"])
def test_what_is_no_appointment_is_damage(text: str) -> None:
    with pytest.raises(JournalDamagedError):
        from_text(text)
