"""A real mosquitto as a child process on a loopback port, for demo, measurements and tests."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

HOST: Final = "127.0.0.1"
READY_WITHIN_S: Final = 10.0
"""It is there in some 20 ms; one that needs this long never comes."""
END_WITHIN_S: Final = 5.0
"""It has nothing to write when it ends, so only a hung one needs longer; then it is killed."""
PORTS_TRIED_MAX: Final = 5
"""Between our finding a port free and its use another program may take it, but not every time."""
LOOK_EVERY_S: Final = 0.005


class BrokerFailedError(RuntimeError):
    """The broker did not start; the text says why and what to do."""


class LoopbackBroker:
    """One mosquitto that keeps nothing on disk and is reachable from this machine only."""

    def __init__(self, folder: Path, *more_settings: str) -> None:
        """`folder` takes its settings and its log; it must exist."""
        self.host = HOST
        self.port = 0
        self._more_settings = more_settings
        self._settings = folder / "mosquitto.conf"
        self._log = folder / "mosquitto.log"
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Return the process id, or None while it does not run."""
        running = self._child is not None and self._child.poll() is None
        return self._child.pid if self._child is not None and running else None

    def start(self) -> None:
        """Start it and return when it accepts connections; a restart keeps the port."""
        if self.pid is not None:
            raise BrokerFailedError("mosquitto is already running")
        if self.port:
            self._start_on(self.port)
            return
        for tried in range(1, PORTS_TRIED_MAX + 1):
            port = free_port()
            try:
                self._start_on(port)
            except BrokerFailedError:
                if tried == PORTS_TRIED_MAX:
                    raise
            else:
                self.port = port
                return

    def stop(self) -> None:
        """End it in good order; does nothing when it does not run."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would: nobody is told."""
        self._end(signal.SIGKILL)

    def _end(self, by: signal.Signals) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.send_signal(by)
        try:
            child.wait(END_WITHIN_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def _start_on(self, port: int) -> None:
        self._settings.write_text(_settings(port, self._more_settings), encoding="utf-8")
        command = [*dies_with_us(), _program(), "-c", str(self._settings)]
        with self._log.open("ab") as log:
            # A group of its own: a Ctrl-C in the terminal must not end it before its clients.
            self._child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + READY_WITHIN_S
        while self.pid is not None and time.monotonic() < until:
            # To connect would not tell: whoever else has the port answers too.
            if listens(self._child.pid, port):
                return
            time.sleep(LOOK_EVERY_S)
        self.kill()
        said = self._log.read_text(encoding="utf-8", errors="replace").strip()
        raise BrokerFailedError(f"mosquitto did not come up on {HOST}:{port}; it said:\n{said}")


def free_port() -> int:
    """Return a loopback port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def dies_with_us() -> tuple[str, ...]:
    """Return what to put before a command, so that the child ends even if we are killed."""
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "KILL") if setpriv is not None else ()


def _settings(port: int, more: Sequence[str]) -> str:
    lines = [
        f"listener {port} {HOST}",
        "allow_anonymous true",
        "persistence false",
        # Without it an answer waits some 40 ms for the other side's acknowledgement.
        "set_tcp_nodelay true",
        # A hundred doors of a measurement send all at once.
        "max_queued_messages 10000",
        "log_dest stderr",
        "log_type error",
        "log_type warning",
    ]
    if os.geteuid() == 0:
        # It would change to a user who can't read our folder.
        lines.append("user root")
    return "\n".join([*lines, *more, ""])


def listens(pid: int, port: int) -> bool:
    """Say whether that very process listens on a port of IPv4."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    listening = {row[9] for row in rows if row[3] == "0A" and row[1].endswith(f":{port:04X}")}
    try:
        held = {str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()}
    except OSError:
        # It ends just now, or opened or closed a file meanwhile: the next look will tell.
        return False
    return any(f"socket:[{inode}]" in held for inode in listening)


def _program() -> str:
    # Debian has it in sbin, where a person's PATH does not look.
    found = shutil.which("mosquitto", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")
    if found is None:
        raise BrokerFailedError(
            "mosquitto is not installed: run ./run once, or apt-get install mosquitto"
        )
    return found
