import http.client
import logging
import socket
import threading
from contextlib import closing

import pytest

from kiosk.aggregator.web.app import make_app
from kiosk.aggregator.web.audience import Audience
from kiosk.aggregator.web.server import CannotListenError, WebServer
from tests.aggregator.web.boards import CHICAGO, board, row


def make_server(audience: Audience, port: int = 0) -> WebServer:
    return WebServer(make_app(audience, "Lincoln", CHICAGO), "127.0.0.1", port)


def connect(server: WebServer, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, 20)
    connection.request("GET", path, headers={"Connection": "close"})
    return connection.getresponse()


def test_it_answers_as_soon_as_start_returns(audience: Audience) -> None:
    audience.publish(board())
    server = make_server(audience)
    server.start()
    with connect(server, "/healthz") as answer:
        assert answer.status == 200
    server.close()


def test_a_taken_port_is_named_with_the_setting_to_change(audience: Audience) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        with pytest.raises(CannotListenError, match=rf"port {port} is taken .* set web\.port"):
            make_server(audience, port).start()


def test_an_address_of_another_machine_is_named_with_the_setting(audience: Audience) -> None:
    server = WebServer(make_app(audience, "Lincoln", CHICAGO), "192.0.2.1", 0)
    with pytest.raises(CannotListenError, match=r"192\.0\.2\.1:0: .* set web\.host"):
        server.start()


def test_close_ends_open_streams_idle_connections_and_the_thread(audience: Audience) -> None:
    audience.publish(board())
    server = make_server(audience)
    server.start()
    with socket.create_connection(("127.0.0.1", server.port)), connect(server, "/events") as stream:
        assert stream.readline() == b"retry: 2000\n"
        server.close()
        with pytest.raises((http.client.IncompleteRead, ConnectionError)):
            stream.read()
    assert "web" not in {thread.name for thread in threading.enumerate()}
    assert audience.viewers == 0


def test_close_does_not_wait_for_a_viewer_who_stopped_reading(audience: Audience) -> None:
    server = make_server(audience)
    server.start()
    with socket.create_connection(("127.0.0.1", server.port)) as asleep:
        asleep.sendall(b"GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert asleep.recv(1)
        # More than the sockets of both ends can hold: the server is stuck in the middle of it.
        audience.publish(board(row("x" * 32_000_000)))
        assert asleep.recv(100_000)
        server.close()
    assert "web" not in {thread.name for thread in threading.enumerate()}


def test_close_is_harmless_before_start_and_twice(audience: Audience) -> None:
    server = make_server(audience)
    server.close()
    server.start()
    server.close()
    server.close()


def test_the_port_is_free_again_at_once(audience: Audience) -> None:
    first = make_server(audience)
    first.start()
    with connect(first, "/events"):
        first.close()
    second = make_server(audience, first.port)
    second.start()
    second.close()


def test_a_whole_life_says_nothing_above_debug(
    audience: Audience, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    audience.publish(board())
    server = make_server(audience)
    server.start()
    with connect(server, "/") as page, connect(server, "/events") as stream:
        page.read()
        stream.readline()
        server.close()
    said = [r for r in caplog.records if not r.name.startswith("asyncio")]
    assert said == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.logs(r"everybody who reaches .* sees the board")
def test_a_board_for_the_whole_network_is_no_silent_choice(audience: Audience) -> None:
    server = WebServer(make_app(audience, "Lincoln", CHICAGO), "0.0.0.0", 0)  # noqa: S104 - the case
    server.start()
    server.close()
