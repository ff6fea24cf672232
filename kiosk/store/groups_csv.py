"""Encounter groups as a spreadsheet has them: encounter_groups.csv, beside students.csv.

Only the aggregator's machine ever holds this file.
"""

import csv
import io
import os
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import timedelta
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from kiosk.core.ids import StudentId
from kiosk.core.school import EncounterGroup
from kiosk.store.faults import Given
from kiosk.store.school_csv import Column, Links, Row, inert, rows
from kiosk.store.school_toml import GroupTable

GROUPS_FILE: Final = "encounter_groups.csv"
KEPT_AS: Final = ".before"
"""What an import adds to the name of the file that it replaces."""
MODE: Final = 0o600
"""Who must not meet whom is for one user's eyes."""
COLUMNS: Final = (
    Column("id", required=True),
    Column("name"),
    Column("mode", required=True),
    Column("members", required=True),
    Column("enabled"),
    Column("expires"),
    Column("gap_minutes"),
    Column("hold_back_minutes"),
    Column("on_hold_back"),
    Column("note"),
)
MINUTE: Final = timedelta(minutes=1)


def read_groups(
    path: Path, links: Links, students: AbstractSet[StudentId], elsewhere: AbstractSet[str]
) -> Iterator[EncounterGroup]:
    """Read the groups in `path`; `elsewhere` are the ids of groups that another file has."""
    for row in rows(path, COLUMNS, links):
        table = _table(row)
        if row.cells["id"] in elsewhere:
            cure = "school.toml has a group of this id: keep it in one of the two files"
            row.fault("id", row.cells["id"], cure)
        if table is None:
            continue
        for member in table.members:
            if StudentId(member) not in students:
                row.fault("members", member, "no student in students.csv has this id")
        if len(set(table.members)) < 2:  # noqa: PLR2004 # it takes two to meet
            row.fault("members", row.cells["members"], "name two or more students")
        yield table.group()


def write_groups(groups: Iterable[EncounterGroup]) -> str:
    """Return the groups as CSV that a spreadsheet may open: nothing in it is a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(column.name for column in COLUMNS)
    for group in groups:
        writer.writerow(inert(cell) for cell in _cells(group))
    return written.getvalue()


def replace_groups(folder: Path, groups: Iterable[EncounterGroup]) -> Path | None:
    """Write the school's groups anew, whole or not at all; return where the old ones are kept."""
    path = folder / GROUPS_FILE
    kept = path.with_name(path.name + KEPT_AS) if path.exists() else None
    if kept is not None:
        _write(kept, path.read_bytes())
    _write(path, write_groups(groups).encode("utf-8"))
    return kept


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.draft-{os.getpid()}")
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, MODE)
    try:
        with os.fdopen(file, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _table(row: Row) -> GroupTable | None:
    """Return the row as the table that school.toml would have, or None after telling its faults."""
    cells = row.cells
    values: dict[str, object] = {
        name: cells[name] for name in ("id", "name", "mode", "expires", "on_hold_back", "note")
    }
    values |= {name: _number(cells[name]) for name in ("gap_minutes", "hold_back_minutes")}
    values["members"] = tuple(row.words("members"))
    if cells["enabled"]:
        values["enabled"] = row.yes("enabled")
    # An empty cell says nothing, as a key that is left out.
    given = {name: value for name, value in values.items() if value not in {"", ()}}
    try:
        return GroupTable.model_validate(given)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            name = str(found["loc"][0]) if found["loc"] else "row"
            field = GroupTable.model_fields.get(name)
            if found["type"] == "missing":
                # The empty cell is told already.
                continue
            told = str(found["ctx"]["error"]) if found["type"] == "value_error" else None
            allowed = field.description if field is not None else None
            cure = told or f"allowed is {allowed or found['msg']}"
            row.fault(name, cells.get(name, Given.UNTOLD), cure)
        return None


def _number(cell: str) -> object:
    """Return a cell's whole number, else the cell itself: its fault is told with the others."""
    return int(cell) if cell.isascii() and cell.isdigit() else cell


def _cells(group: EncounterGroup) -> tuple[str, ...]:
    return (
        group.id,
        " ".join(group.name.split()),
        group.mode,
        " ".join(sorted(group.members)),
        "yes" if group.enabled else "no",
        group.expires.isoformat() if group.expires else "",
        str(group.gap // MINUTE) if group.gap else "",
        str(group.hold_back_max // MINUTE) if group.hold_back_max else "",
        group.on_hold_back if group.hold_back_max else "",
        " ".join(group.note.split()),
    )
