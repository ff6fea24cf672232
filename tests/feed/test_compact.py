from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType

import pytest

from kiosk.core.protocol import WireRuling
from kiosk.feed.compact import compact, utc_text


def test_nothing_stands_in_it_that_says_nothing() -> None:
    assert compact({"a": [1, None, True], "é": "回"}) == '{"a":[1,null,true],"é":"回"}'.encode()


def test_a_time_of_another_zone_is_told_in_utc() -> None:
    west = timezone(timedelta(hours=-6))
    assert utc_text(datetime(2026, 3, 2, 9, 4, 5, tzinfo=west)) == "2026-03-02T15:04:05Z"
    assert compact([datetime(2026, 3, 2, 15, 4, 5, 60, tzinfo=UTC)]) == (
        b'["2026-03-02T15:04:05.000060Z"]'
    )


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        compact([datetime(2026, 3, 2)])  # noqa: DTZ001 - it is the fault under test


def test_what_json_has_no_form_for_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        compact(float("nan"))
    with pytest.raises(TypeError, match="no JSON form"):
        compact({1j})


def test_any_mapping_and_enum_has_a_form() -> None:
    assert compact(MappingProxyType({"ruling": WireRuling.WAIT})) == b'{"ruling":"wait"}'
