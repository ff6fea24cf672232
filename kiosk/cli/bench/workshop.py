"""Where measurements are made: a folder on a real disk, brokers, and a line that says how far."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.sim.broker import LoopbackBroker


@dataclass
class Workshop:
    """What every measurement gets; all that was opened in `kept` is closed in reverse order."""

    folder: Path
    say: Callable[[str], None]
    """Takes what is being done just now."""
    kept: ExitStack = field(default_factory=ExitStack)

    def broker(self, name: str) -> LoopbackBroker:
        """Return a broker of one's own."""
        folder = self.subfolder(f"broker-{name}")
        broker = LoopbackBroker(folder)
        broker.start()
        self.kept.callback(broker.stop)
        return broker

    def subfolder(self, name: str) -> Path:
        """Return a new folder."""
        folder = self.folder / name
        folder.mkdir()
        return folder
