import pytest
from click.testing import CliRunner, Result

from kiosk.cli.staff_acts import Caller
from kiosk.cli.staff_appointments import staff_group


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, object]]]:
    """What would be sent to a board; the sending itself is tested with the web acts."""
    found: list[tuple[str, dict[str, object]]] = []

    def do(_caller: Caller, act: str, body: dict[str, object]) -> str:
        found.append((act, dict(body)))
        return f"{act}: done"

    monkeypatch.setattr(Caller, "do", do)
    return found


def run(*words: str) -> Result:
    who = ["--board", "127.0.0.1:1", "--as", "t-1", "--pin", "271828"]
    return CliRunner().invoke(staff_group, [*who, *words])


def test_an_appointment_names_students_and_then_the_place(
    asked: list[tuple[str, dict[str, object]]],
) -> None:
    words = "appoint Maya Omar office --at 10:15 --every mon,wed --until 2026-06-01 --room 214"
    assert run(*words.split()).exit_code == 0
    ((act, body),) = asked
    assert act == "appoint"
    assert (body["students"], body["destination"]) == (["Maya", "Omar"], "office")
    assert (body["at"], body["every"], body["until"]) == ("10:15", ["mon", "wed"], "2026-06-01")
    assert body["origin"] == "214"
    assert "minutes" not in body


def test_a_pass_now_has_no_time_of_day(asked: list[tuple[str, dict[str, object]]]) -> None:
    assert run("send", "Maya", "nurse", "--urgent").exit_code == 0
    ((act, body),) = asked
    assert (act, body["urgent"], "at" in body) == ("send", True, False)


def test_a_place_alone_is_told(asked: list[tuple[str, dict[str, object]]]) -> None:
    outcome = run("send", "nurse")
    assert outcome.exit_code == 2
    assert "name one student at least" in outcome.output
    assert asked == []
