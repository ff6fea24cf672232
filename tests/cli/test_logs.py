import logging

import pytest

from kiosk.cli.logs import log_to_stderr


@pytest.fixture(autouse=True)
def _own_root_logger(monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)


def test_journald_gets_a_priority_on_every_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JOURNAL_STREAM", "8:1")
    log_to_stderr()
    logging.getLogger("kiosk.door").error("disk full\nmake room")
    assert capsys.readouterr().err == "<3>kiosk.door: disk full\n<3>make room\n"


def test_a_person_gets_the_time_and_the_level(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("JOURNAL_STREAM", raising=False)
    log_to_stderr()
    logging.getLogger("kiosk.door").info("reader 1 is ready")
    assert capsys.readouterr().err.endswith("INFO    kiosk.door: reader 1 is ready\n")
