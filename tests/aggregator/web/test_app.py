import http.client
import json
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from typing import Any, cast

import pytest

from kiosk.aggregator.web import app as app_module
from kiosk.aggregator.web import audience as audience_module
from kiosk.aggregator.web.audience import Audience
from kiosk.aggregator.web.server import WebServer
from tests.aggregator.web.boards import board, row

# A test that would wait for ever fails instead.
PATIENCE_S = 20


@contextmanager
def asking(
    server: WebServer, path: str, headers: dict[str, str] | None = None
) -> Iterator[http.client.HTTPResponse]:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, PATIENCE_S)) as connection:
        connection.request("GET", path, headers=headers or {})
        with connection.getresponse() as response:
            yield response


def next_data(stream: http.client.HTTPResponse) -> dict[str, Any]:
    while line := stream.readline():
        if line.startswith(b"data: "):
            return cast("dict[str, Any]", json.loads(line.removeprefix(b"data: ")))
    pytest.fail("the stream ended")


def test_the_page_names_the_building(server: WebServer) -> None:
    with asking(server, "/") as answer:
        assert answer.status == 200
        assert "Lincoln High School" in answer.read().decode()


def test_a_stream_begins_with_the_newest_board(audience: Audience, server: WebServer) -> None:
    audience.publish(board(row("Maya")))
    with asking(server, "/events") as stream:
        assert stream.getheader("Content-Type", "").startswith("text/event-stream")
        data = next_data(stream)
    assert [each["student"] for each in data["board"]["rows"]] == ["Maya"]
    assert data["age_ms"] >= 0


def test_a_stream_brings_each_change(audience: Audience, server: WebServer) -> None:
    audience.publish(board())
    with asking(server, "/events") as stream:
        assert next_data(stream)["board"]["out"] == 0
        audience.publish(board(row("Maya")))
        assert next_data(stream)["board"]["out"] == 1
        audience.publish(board(hold=True))
        assert next_data(stream)["board"]["hold"] is True


def test_a_quiet_stream_shows_that_it_lives(
    server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "HEARTBEAT", timedelta(milliseconds=10))
    with asking(server, "/events") as stream:
        lines = [stream.readline() for _ in range(4)]
    assert lines == [b"retry: 2000\n", b"\n", b": heartbeat\n", b"\n"]


def test_sixty_viewers_all_get_each_board(audience: Audience, server: WebServer) -> None:
    audience.publish(board())
    with ExitStack() as stack:
        streams = [stack.enter_context(asking(server, "/events")) for _ in range(60)]
        assert [next_data(stream)["board"]["out"] for stream in streams] == [0] * 60
        assert audience.viewers == 60
        audience.publish(board(row("Maya")))
        assert [next_data(stream)["board"]["out"] for stream in streams] == [1] * 60


def test_one_viewer_too_many_is_told_to_come_again(
    audience: Audience, server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audience_module, "VIEWERS_MAX", 1)
    audience.publish(board())
    with asking(server, "/events") as stream:
        next_data(stream)
        with asking(server, "/events") as answer:
            assert (answer.status, answer.getheader("Retry-After")) == (503, "10")


def test_health_tells_of_fresh_boards_only(audience: Audience, server: WebServer) -> None:
    def health() -> tuple[int, str]:
        with asking(server, "/healthz") as answer:
            return answer.status, json.loads(answer.read())["status"]

    assert health() == (503, "no board")
    audience.publish(board())
    assert health() == (200, "ok")
    audience._clock = lambda: 1e12
    assert health() == (503, "old board")


@pytest.mark.parametrize("path", ["/", "/events", "/healthz", "/assets/board.js", "/nothing"])
def test_every_answer_bears_the_security_headers(
    audience: Audience, server: WebServer, path: str
) -> None:
    audience.publish(board())
    with asking(server, path) as answer:
        policy = answer.getheader("Content-Security-Policy", "")
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.getheader("X-Content-Type-Options") == "nosniff"
        assert answer.getheader("Referrer-Policy") == "no-referrer"
        assert answer.getheader("Server") is None


@pytest.mark.parametrize("path", ["/", "/events", "/healthz"])
def test_nothing_personal_is_kept_by_a_browser(
    audience: Audience, server: WebServer, path: str
) -> None:
    audience.publish(board())
    with asking(server, path) as answer:
        assert answer.getheader("Cache-Control") == "no-store"


def test_an_unchanged_file_is_not_sent_again(server: WebServer) -> None:
    with asking(server, "/assets/board.js") as answer:
        tag = answer.getheader("ETag", "")
        assert answer.getheader("Content-Type", "").startswith("text/javascript")
    with asking(server, "/assets/board.js", {"If-None-Match": tag}) as answer:
        assert (answer.status, answer.read()) == (304, b"")


@pytest.mark.parametrize("path", ["/assets/board.html", "/assets/..%2Fapp.py", "/assets/"])
def test_only_the_pages_own_files_are_served(server: WebServer, path: str) -> None:
    with asking(server, path) as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8080", 200),
        ("10.1.2.3:8080", 200),
        ("[::1]:8080", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example:8080", 421),
        ("[::1].evil.example", 421),
        ("", 421),
    ],
)
def test_the_board_answers_to_its_own_names_only(server: WebServer, host: str, status: int) -> None:
    with asking(server, "/", {"Host": host}) as answer:
        assert answer.status == status
