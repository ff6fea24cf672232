from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from kiosk.store.instants import from_micros, to_micros

instants = st.datetimes(timezones=st.just(UTC))


@given(instants)
def test_an_instant_comes_back_to_the_microsecond(at: datetime) -> None:
    assert from_micros(to_micros(at)) == at


@given(instants, instants)
def test_order_on_disk_is_order_in_time(one: datetime, other: datetime) -> None:
    assert (to_micros(one) < to_micros(other)) == (one < other)


def test_one_instant_has_one_form_whatever_its_zone() -> None:
    there = datetime(2026, 3, 8, 3, 30, tzinfo=timezone(timedelta(hours=-4)))
    assert to_micros(there) == to_micros(there.astimezone(UTC))
    assert from_micros(to_micros(there)).tzinfo is UTC
