import socket
from pathlib import Path

import pytest

from kiosk.sim.broker import BrokerFailedError, LoopbackBroker


def connects(broker: LoopbackBroker) -> bool:
    try:
        socket.create_connection((broker.host, broker.port), timeout=1).close()
    except OSError:
        return False
    return True


def test_it_accepts_connections_once_started_and_none_once_stopped(tmp_path: Path) -> None:
    broker = LoopbackBroker(tmp_path)
    broker.start()
    assert connects(broker)
    broker.stop()
    assert not connects(broker)
    assert broker.pid is None


def test_a_killed_broker_comes_back_on_its_port(tmp_path: Path) -> None:
    broker = LoopbackBroker(tmp_path)
    broker.start()
    port = broker.port
    broker.kill()
    broker.start()
    assert (broker.port, connects(broker)) == (port, True)
    broker.stop()


def test_a_running_broker_is_not_started_twice(tmp_path: Path) -> None:
    broker = LoopbackBroker(tmp_path)
    broker.start()
    with pytest.raises(BrokerFailedError, match="already running"):
        broker.start()
    assert connects(broker)
    broker.stop()


def test_a_port_that_another_program_has_is_told(tmp_path: Path) -> None:
    broker = LoopbackBroker(tmp_path)
    with socket.socket() as other:
        other.bind((broker.host, 0))
        other.listen()
        broker.port = other.getsockname()[1]
        with pytest.raises(BrokerFailedError, match="in use"):
            broker.start()


def test_stopping_one_that_does_not_run_does_nothing(tmp_path: Path) -> None:
    LoopbackBroker(tmp_path).stop()


def test_a_machine_without_mosquitto_is_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.sim.broker.shutil.which", lambda *_args, **_named: None)
    with pytest.raises(BrokerFailedError, match="not installed"):
        LoopbackBroker(tmp_path).start()
