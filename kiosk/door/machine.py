"""What a door asks of the machine it runs on."""

from pathlib import Path

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def machine_boot(path: Path = BOOT_ID) -> str | None:
    """Return what names this start of the machine, or None where the kernel does not say."""
    try:
        return path.read_text("ascii").strip() or None
    except OSError:
        return None
