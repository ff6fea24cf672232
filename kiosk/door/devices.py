"""A reader's device by its kind; the driver of a kind that does not hang here is not loaded."""

from kiosk.door.told import ToldReader
from kiosk.readers.device import Device
from kiosk.readers.profile_file import read_profile


def device_of(settings: ToldReader) -> Device:
    """Return the device, not yet open; raises ProfileError when its profile has faults."""
    profile = read_profile(settings.profile)
    path = str(settings.path)
    if settings.kind == "keyboard":
        from kiosk.readers.evdev_reader import EvdevDevice  # noqa: PLC0415 # 4 MB

        return EvdevDevice(path, profile)
    from kiosk.readers.serial_reader import SerialDevice  # noqa: PLC0415 # as above

    return SerialDevice(path, profile)
