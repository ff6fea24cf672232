"""A real mosquitto on loopback, to be started, stopped, killed and restarted by a test."""

from kiosk.sim.broker import LoopbackBroker


class Broker(LoopbackBroker):
    """Keeps its port over restarts, so that clients find it again; keeps no messages over them."""

    @property
    def process(self) -> int:
        """The running process, for a signal."""
        running = self.pid
        assert running is not None, "the broker does not run"
        return running

    def restart(self) -> None:
        """Killed and started again on the same port."""
        self.kill()
        self.start()
