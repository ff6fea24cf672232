"""uvicorn in a thread of its own, beside the coordinator's."""

import asyncio
import errno
import ipaddress
import logging
import socket
import threading

import uvicorn
from starlette.types import ASGIApp

_log = logging.getLogger(__name__)

CONNECTIONS_MAX = 512
"""Sockets at once: each viewer holds one, and pages being loaded a few more; then 503."""
START_S_MAX = 10.0
"""From an open socket to an answering loop; a loaded Raspberry Pi needs about one second."""
FAREWELL_S = 0.05
"""What is being sent at the end may finish for this long; then every connection is cut."""
CLOSE_S_MAX = 5.0
"""The thread ends in well under a second; longer is a bug that must not hold up the program."""


class CannotListenError(OSError):
    """The board can't be served at the address that the settings give."""


class _Uvicorn(uvicorn.Server):
    """Tells when it listens, and does not wait at its end for streams that have none."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        cutting = asyncio.create_task(self._cut())
        await super().shutdown(sockets)
        cutting.cancel()

    async def _cut(self) -> None:
        # Again and again: a connection may have been accepted just before the end.
        while True:
            await asyncio.sleep(FAREWELL_S)
            for connection in tuple(self.server_state.connections):
                connection.transport.abort()


class WebServer:
    """Serves one application; `start` and `close` are for the thread that owns it."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self._app = app
        self._host = host
        self._port = port
        self._socket: socket.socket | None = None
        self._uvicorn: _Uvicorn | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """Return the port listened on, which is the one asked for unless that was 0."""
        return self._port

    def start(self) -> None:
        """Return when the server answers; raise CannotListenError when it can't."""
        self._socket = _listen(self._host, self._port)
        self._port = self._socket.getsockname()[1]
        if not ipaddress.ip_address(self._socket.getsockname()[0]).is_loopback:
            _log.warning("everybody who reaches %s:%s sees the board", self._host, self._port)
        self._uvicorn = _Uvicorn(
            uvicorn.Config(
                self._app,
                loop="asyncio",
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level=logging.WARNING,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                limit_concurrency=CONNECTIONS_MAX,
            )
        )
        self._thread = threading.Thread(
            target=_run, args=(self._uvicorn, self._socket), name="web", daemon=True
        )
        self._thread.start()
        if not self._uvicorn.listening.wait(START_S_MAX) or not self._thread.is_alive():
            self.close()
            raise CannotListenError(f"the web server did not start on {self._host}:{self._port}")

    def close(self) -> None:
        """End the open streams and the thread; harmless when not started or closed before."""
        if self._uvicorn is not None:
            self._uvicorn.should_exit = True
        if self._thread is not None:
            self._thread.join(CLOSE_S_MAX)
            if self._thread.is_alive():
                _log.error("the web server's thread does not end")
        if self._socket is not None:
            self._socket.close()
        self._uvicorn = self._thread = self._socket = None


def _run(server: _Uvicorn, listener: socket.socket) -> None:
    try:
        server.run(sockets=[listener])
    finally:
        # Whatever happened, start must not wait for what will not come.
        server.listening.set()


def _listen(host: str, port: int) -> socket.socket:
    where = f"{host}:{port}"
    try:
        family, *_, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(address[:2], family=family)
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            why = f"port {port} is taken by another program; set web.port to another (0: any free)"
        elif fault.errno == errno.EACCES:
            why = f"port {port} is for the system; set web.port to one from 1024 on (0: any free)"
        else:
            why = f"{fault.strerror or fault}; set web.host to an address of this machine"
        raise CannotListenError(fault.errno, f"the board can't listen on {where}: {why}") from fault
