"""Checks a door's settings, in a process of its own: `python -m kiosk.door.check SETTINGS`.

What says every fault of a file at once takes 12 MB and a quarter of a second; a door is told the
outcome and never holds it. Prints the checked values, or ends with `FAULTY` and prints the report.
"""

import sys
from pathlib import Path

import msgspec

from kiosk.core.door.scene import SettingFault
from kiosk.door.checking import FAULTY
from kiosk.door.told import FaultReport, Told, read_told
from kiosk.settings import DoorSettings, SettingsError, load_door_settings
from kiosk.store.faults import Fault, Given, shown


def told_of(settings: DoorSettings) -> Told:
    """Return what a door with these settings is told."""
    return read_told(_written(settings))


def main(path: Path) -> int:
    """Check the file and print what came of it; return the exit code."""
    try:
        outcome, code = _written(load_door_settings(path)), 0
    except SettingsError as error:
        report = FaultReport(str(error), tuple(map(_fault, error.faults)))
        outcome, code = msgspec.json.encode(report), FAULTY
    sys.stdout.buffer.write(outcome)
    return code


def _fault(fault: Fault) -> SettingFault:
    stands = "" if isinstance(fault.value, Given) else shown(fault.value)
    missing = fault.value is Given.NOTHING
    return SettingFault(fault.key, fault.cure, fault.line, stands, missing=missing)


def _written(settings: DoorSettings) -> bytes:
    # All but paths has a form in JSON that reads back as it was.
    return msgspec.json.encode(settings.model_dump(), enc_hook=str)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
