from click.testing import CliRunner

from kiosk.cli import main


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["campaign", *arguments])
    return result.exit_code, result.output


def test_a_campaign_says_how_much_it_saw() -> None:
    code, text = run("--seeds", "3", "--doors", "3", "--jobs", "1")
    assert code == 0
    assert "3 seeds in" in text
    assert "seeds with a broken promise: 0" in text


def test_one_seed_can_be_told_in_full() -> None:
    code, text = run("--seed", "5", "--doors", "3", "--trace")
    assert code == 0
    assert "door-r-0" in text
    assert text.endswith("seed 5: every promise was kept\n")
