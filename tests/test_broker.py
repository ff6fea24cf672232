import socket

import pytest

from tests.broker import Broker, BrokerError


def accepts_connections(broker: Broker) -> bool:
    try:
        socket.create_connection((broker.host, broker.port), timeout=1).close()
    except ConnectionRefusedError:
        return False
    return True


def test_a_started_broker_accepts_connections(broker: Broker) -> None:
    assert accepts_connections(broker)


def test_a_killed_broker_refuses_connections(own_broker: Broker) -> None:
    own_broker.kill()
    assert not accepts_connections(own_broker)


def test_a_restarted_broker_keeps_its_port(own_broker: Broker) -> None:
    port = own_broker.port
    own_broker.restart()
    assert own_broker.port == port
    assert accepts_connections(own_broker)


def test_a_running_broker_is_not_started_twice(own_broker: Broker) -> None:
    with pytest.raises(BrokerError, match="already running"):
        own_broker.start()
