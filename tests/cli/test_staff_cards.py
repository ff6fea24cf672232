import pytest
from click.testing import CliRunner, Result

from kiosk.cli.staff_acts import Caller
from kiosk.cli.staff_cards import staff_group

Asked = list[tuple[str, dict[str, object]]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What is sent to a board; the sending itself is tested with the web acts."""
    found: Asked = []

    def post(_caller: Caller, path: str, body: dict[str, object]) -> dict[str, object]:
        found.append((path, dict(body)))
        row = {"id": "e-1", "student": "s-1", "name": "Maya R.", "lent": None, "by": "t-1"}
        return {"done": "cards", "staff": "t-1", "cards": [row]} if "cards" in path else {}

    monkeypatch.setattr(Caller, "_post", post)
    return found


def run(*words: str) -> Result:
    who = ["--board", "127.0.0.1:1", "--as", "t-1", "--pin", "271828"]
    return CliRunner().invoke(staff_group, [*who, *words])


def test_a_card_is_lent_and_taken_back_by_its_number(asked: Asked) -> None:
    assert run("lend", "L-1", "Maya").exit_code == 0
    assert run("takeback", "L-1").exit_code == 0
    assert asked == [
        ("/acts/lend", {"card": "L-1", "student": "Maya"}),
        ("/acts/takeback", {"card": "L-1"}),
    ]


def test_cards_are_listed_a_line_each(asked: Asked) -> None:
    told = run("cards").output.splitlines()
    assert told == ["cards: done", "cards: 1", "id e-1, student s-1, name Maya R., by t-1"]
    assert asked == [("/acts/cards", {})]
