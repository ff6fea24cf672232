"""A real mosquitto on loopback, to be started, stopped, killed and restarted by a test."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

# Starting takes some 20 ms; a machine that needs this long has a broken broker.
START_S_MAX = 10.0
# Its orderly end writes nothing to disk, so only a hung one needs longer.
STOP_S_MAX = 5.0
# Another process may take the free port between our look and the broker's bind.
PORT_TRIES_MAX = 5


class BrokerError(RuntimeError):
    """The broker could not be started; the text has its own words."""


class Broker:
    """Keeps its port over restarts, so that clients find it again; keeps no messages over them."""

    host = "127.0.0.1"

    def __init__(self, folder: Path, extra_settings: str = "") -> None:
        self.port = 0
        self._folder = folder
        self._extra_settings = extra_settings
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    @property
    def pid(self) -> int:
        if self._child is None:
            raise BrokerError("not started")
        return self._child.pid

    @property
    def log(self) -> str:
        return (self._folder / "mosquitto.log").read_text(errors="replace")

    def start(self) -> None:
        """Returns once it accepts connections."""
        if self.port:
            self._start_on(self.port)
            return
        for attempt in range(1, PORT_TRIES_MAX + 1):
            port = _free_port()
            try:
                self._start_on(port)
            except BrokerError:
                if attempt == PORT_TRIES_MAX:
                    raise
            else:
                self.port = port
                return

    def stop(self) -> None:
        """An orderly end: clients get a DISCONNECT. Does nothing when it is not running."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As a power cut: nothing is flushed, no client is told."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Killed and started again on the same port."""
        self.kill()
        self.start()

    def _end(self, with_signal: signal.Signals) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.send_signal(with_signal)
        try:
            child.wait(STOP_S_MAX)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait(STOP_S_MAX)

    def _start_on(self, port: int) -> None:
        if self.is_running:
            raise BrokerError("already running")
        settings = self._folder / "mosquitto.conf"
        settings.write_text(self._settings(port))
        with (self._folder / "mosquitto.log").open("ab") as log:
            # Ends with us, even when the test run is killed.
            command = ["setpriv", "--pdeathsig", "KILL", _program(), "-c", str(settings)]
            self._child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self._await_port(port)

    def _settings(self, port: int) -> str:
        lines = [
            f"listener {port} {self.host}",
            "allow_anonymous true",
            "persistence false",
            "set_tcp_nodelay true",
            "log_dest stderr",
            "log_type error",
            "log_type warning",
            "log_type notice",
        ]
        if os.geteuid() == 0:
            # It would drop to a user who cannot read the test's folder.
            lines.append("user root")
        return "\n".join([*lines, self._extra_settings, ""])

    def _await_port(self, port: int) -> None:
        give_up_at = time.monotonic() + START_S_MAX
        while self.is_running and time.monotonic() < give_up_at:
            try:
                socket.create_connection((self.host, port), timeout=1).close()
            except OSError:
                time.sleep(0.005)
            else:
                # The port may answer because someone else has it: then ours is about to end.
                if self.is_running:
                    return
        self.kill()
        raise BrokerError(f"mosquitto does not serve port {port}:\n{self.log}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((Broker.host, 0))
        port: int = probe.getsockname()[1]
        return port


def _program() -> str:
    # Debian puts it in sbin, which is not on every user's PATH.
    path = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/usr/local/sbin"
    found = shutil.which("mosquitto", path=path)
    if found is None:
        raise BrokerError("mosquitto is not installed; ./run test installs it")
    return found
