"""Takes a school's encounter groups out to a spreadsheet, and in again."""

from pathlib import Path

from kiosk.store.groups_csv import replace_groups, write_groups
from kiosk.store.school_files import SCHOOL_FILE, load_school
from kiosk.store.strict_toml import parse_toml

NO_KEY = bytes(16)
"""A key of no building: reading a school needs some hashes, and nothing of them is kept."""


def export(folder: Path, file: Path | None) -> str:
    """Write all groups to `file`, and say so; without one return them as they would stand in it."""
    groups = load_school(folder, NO_KEY).roster.groups
    written = write_groups(groups)
    if file is None:
        return written
    file.touch(mode=0o600)
    file.write_text(written, encoding="utf-8")
    return f"{len(groups)} encounter groups are in {file}"


def take_in(folder: Path, file: Path) -> str:
    """Put the groups of `file` in place of those in the school's own list of them, if all is right.

    Groups in school.toml stay what they are.
    """
    there = load_school(folder, NO_KEY, groups_file=file).roster.groups
    keys, _ = parse_toml(folder / SCHOOL_FILE, [])
    # Those of school.toml come first.
    taken = there[len(keys.get("encounter_groups", ())) :]
    kept = replace_groups(folder, taken)
    told = f"{len(taken)} encounter groups taken in"
    if kept is not None:
        told += f"; those of before are kept as {kept.name}"
    return told + "; the aggregator reads them when it starts"
