"""What a reader told, kept for a test to look at."""

from kiosk.readers.device import Device
from kiosk.readers.reader import Reader
from kiosk.readers.scan import Garbled, GarbledReason, ReaderState, Scan


class Told:
    def __init__(self) -> None:
        self.scans: list[Scan] = []
        self.garbled: list[Garbled] = []
        self.states: list[ReaderState] = []

    def reader(self, device: Device) -> Reader:
        return Reader(
            device,
            on_scan=self.scans.append,
            on_garbled=self.garbled.append,
            on_state=self.states.append,
        )

    @property
    def numbers(self) -> list[str]:
        return [scan.number for scan in self.scans]

    @property
    def reasons(self) -> list[GarbledReason]:
        return [garbled.reason for garbled in self.garbled]
