import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.aggregator.web.act_forms import FORMS
from kiosk.core.door.scene import Screen
from kiosk.core.pins import TRIES_FREE
from tests.aggregator.working import PIN, STONE, WorkingAggregator
from tests.broker import Broker

NOBODYS = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.fixture
def working(tmp_path: Path, broker: Broker) -> Iterator[WorkingAggregator]:
    with WorkingAggregator(tmp_path, broker) as aggregator:
        yield aggregator


def test_hold_on_and_off_are_done_and_durable(working: WorkingAggregator) -> None:
    assert working.post("hold", {"on": True}) == (200, {"done": "hold", "staff": STONE})
    assert working.post("hold", {"on": False}) == (200, {"done": "hold", "staff": STONE})


def test_a_pass_is_extended_ended_and_corrected(working: WorkingAggregator) -> None:
    (door,) = working.open_doors()
    maya = working.pupils[0]
    door.tap(maya.card_out)
    door.await_screen(Screen.CHOOSE, student=maya.label)
    door.choose("restroom")  # type: ignore[arg-type] # the bench school's one place
    out = door.await_screen(Screen.OUT, student=maya.label)
    (pass_id,) = [row.id for row in out.scene.out_now]
    assert working.post("extend", {"id": pass_id, "minutes": 5})[0] == 200
    assert working.post("end", {"id": pass_id})[0] == 200
    status, told = working.post("end", {"id": pass_id})
    assert (status, told["fault"]["field"]) == (409, "id")
    back = {"id": pass_id, "returned_at": "2026-03-02T15:04:05Z", "note": "seen in class"}
    assert working.post("correct", back)[0] == 200
    door.await_scene(lambda scene: not scene.out_now, "nobody out")


def test_a_freeze_names_one_thing_that_exists(working: WorkingAggregator) -> None:
    room = str(working.rooms[0])
    assert working.post("freeze", {"room": room})[0] == 200
    assert working.post("freeze", {"room": room})[1]["fault"]["field"] == "room"
    assert working.post("unfreeze", {"room": room})[0] == 200
    assert working.post("freeze", {"student": "p-nobody"})[1]["fault"]["field"] == "student"
    status, told = working.post("freeze", {"room": room, "student": "p-1"})
    assert (status, told["fault"]["why"]) == (400, "name one student, one room or one destination")


def test_a_day_code_is_shown_once_to_who_made_it(working: WorkingAggregator) -> None:
    status, told = working.post("daycode", {"name": "Mr. Sub", "rooms": [str(working.rooms[0])]})
    assert status == 200
    assert len(told["code"]) == 6
    status, told = working.post("daycode", {"name": "Mr. Sub", "rooms": ["nowhere"]})
    assert (status, told["fault"]["field"]) == (409, "rooms")
    kept = working.building.journal.read_bytes()
    assert told.get("code", "no code").encode() not in kept


FAULTY: list[tuple[str, object, str]] = [
    ("end", {"id": "p-1"}, "id"),
    ("end", {}, "id"),
    ("end", {"id": NOBODYS, "why": "no"}, "why"),
    ("end", [], "body"),
    ("extend", {"id": NOBODYS, "minutes": 0}, "minutes"),
    ("extend", {"id": NOBODYS, "minutes": "5"}, "minutes"),
    ("correct", {"id": NOBODYS, "returned_at": "yesterday"}, "returned_at"),
    ("correct", {"id": NOBODYS, "returned_at": "2026-03-02"}, "returned_at"),
    ("approve", {"ids": []}, "ids"),
    ("decline", {"id": "Maya"}, "id"),
    ("hold", {"on": "yes"}, "on"),
    ("daycode", {"name": ""}, "name"),
    ("daycode", {"name": "S", "day": "Monday"}, "day"),
]


def test_a_faulty_body_is_told_with_its_field_and_what_is_allowed(
    working: WorkingAggregator,
) -> None:
    for act, body, field in FAULTY:
        status, told = working.post(act, body)
        assert (status, told["fault"]["field"]) == (400, field)
        assert told["fault"]["why"]


def test_an_unknown_act_is_told_which_there_are(working: WorkingAggregator) -> None:
    status, told = working.post("explode", {})
    assert status == 404
    assert all(act in told["fault"]["why"] for act in FORMS)


def test_no_act_is_done_without_the_right_pin(working: WorkingAggregator) -> None:
    for act in FORMS:
        assert working.post(act, {}, headers={"Authorization": ""})[0] == 401
        assert working.post(act, {}, headers={"Authorization": "Bearer x"})[0] == 401
        assert working.post(act, {}, pin=PIN[:5])[0] == 401
        # After some tries the one who guesses has to wait as well.
        assert working.post(act, {}, pin="314159")[0] in {401, 429}
        assert working.post(act, {}, staff="t-nobody")[0] in {401, 429}
    assert not working.building.journal.read_bytes().count(b"hold_set")


FOREIGN: list[tuple[dict[str, str], int]] = [
    ({"Content-Type": "text/plain"}, 415),
    ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ({"Origin": "https://evil.example"}, 403),
    ({"Origin": "null"}, 403),
    ({"Sec-Fetch-Site": "cross-site"}, 403),
]


def test_no_page_elsewhere_acts_with_a_pin_that_a_browser_remembers(
    working: WorkingAggregator,
) -> None:
    for headers, status in FOREIGN:
        for act in FORMS:
            assert working.post(act, {"on": True}, headers=headers)[0] == status


def test_our_own_pages_may_act(working: WorkingAggregator) -> None:
    here = f"127.0.0.1:{working.program.web.port}"
    own = {"Origin": f"http://{here}", "Sec-Fetch-Site": "same-origin"}
    assert working.post("hold", {"on": True}, headers=own)[0] == 200


def test_a_body_without_end_is_not_read_to_its_end(working: WorkingAggregator) -> None:
    status, told = working.post("hold", {"on": True, "x": "y" * 20_000})
    assert (status, told["fault"]["why"]) == (400, "too long")


def test_who_guesses_has_to_wait_and_so_has_the_owner(working: WorkingAggregator) -> None:
    tries = [working.post("hold", {"on": True}, pin="314159")[0] for _ in range(TRIES_FREE + 1)]
    assert tries == [401] * (TRIES_FREE - 1) + [429, 429]
    assert working.post("hold", {"on": True})[0] == 429


def test_nothing_that_was_typed_is_in_the_journal(working: WorkingAggregator) -> None:
    working.post("hold", {"on": True}, pin="314159")
    working.post("hold", {"on": True})
    files = working.building.journal.parent.glob("building.sqlite3*")
    kept = b"".join(path.read_bytes() for path in files)
    assert b"hold" in kept
    assert PIN.encode() not in kept
    assert b"314159" not in kept


def test_an_act_answers_with_json_only(working: WorkingAggregator) -> None:
    status, told = working.send("hold", b"{", {"Content-Type": "application/json"})
    assert status == 401
    assert json.dumps(told)
