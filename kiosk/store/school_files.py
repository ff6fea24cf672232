"""Reads a school's folder (school.toml and the lists of people) into core's types.

Every fault in all files is reported at once, with file, line, column, value and what to do.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from kiosk.core.doorschool import DOCUMENT_BYTES_MAX, document_bytes, policy_document
from kiosk.core.ids import RoomId, StudentId, default_door
from kiosk.core.limits import Span
from kiosk.core.school import Roster, School, Student
from kiosk.store.bells_toml import BellsTable
from kiosk.store.faults import Fault, FileFaultsError, Given, known_names
from kiosk.store.groups_csv import GROUPS_FILE, read_groups
from kiosk.store.school_csv import Links, for_lending, staff, students
from kiosk.store.school_toml import GroupTable, LimitTable, SchoolTable
from kiosk.store.strict_toml import parse_toml, validated
from kiosk.store.toml_lines import KeyPath, line_of

TableT = TypeVar("TableT", bound=BaseModel)

SCHOOL_FILE: Final = "school.toml"
STUDENTS_FILE: Final = "students.csv"
STAFF_FILE: Final = "staff.csv"
LENDING_FILE: Final = "lending_cards.csv"
"""Need not be there."""


class SchoolFilesError(FileFaultsError):
    """A school's files can't be used; str() is the whole report, a line for each fault."""


def load_school(folder: Path, card_key: bytes, *, groups_file: Path | None = None) -> School:
    """Read the school in `folder`; raises SchoolFilesError with every fault at once.

    Encounter groups stand in school.toml, in encounter_groups.csv, or in both; `groups_file` is
    read in place of the latter.
    """
    faults: list[Fault] = []
    keys, lines = parse_toml(folder / SCHOOL_FILE, faults)
    table = None
    if not faults:
        path = folder / SCHOOL_FILE
        table = validated(SchoolTable, keys, path=path, lines=lines, faults=faults)
    links = Links(faults, _ids(keys, "rooms"))
    pupils = {s.id: s for s in students(folder / STUDENTS_FILE, card_key, links)}
    adults = {s.id: s for s in staff(folder / STAFF_FILE, card_key, links)}
    _check_links(keys, lines, pupils, faults)
    groups_file = groups_file or _if_there(folder / GROUPS_FILE)
    elsewhere = frozenset(_ids(keys, "encounter_groups"))
    listed = read_groups(groups_file, links, pupils.keys(), elsewhere) if groups_file else ()
    more_groups, lent = tuple(listed), dict(for_lending(folder / LENDING_FILE, card_key, links))
    if table is None or faults:
        raise SchoolFilesError(str(folder), faults)
    roster = Roster(
        students=pupils,
        staff=adults,
        rooms={r.id: r for r in (room.room() for room in table.rooms)},
        destinations={d.id: d for d in (place.destination() for place in table.destinations)},
        groups=(*(group.group() for group in table.encounter_groups), *more_groups),
        for_lending=lent,
    )
    schedule = table.bells.schedule(table.time_zone)
    limits = tuple(limit.limit() for limit in table.limits)
    policy = replace(table.policy.policy(), limits=limits)
    school = School(table.name, roster, schedule, policy)
    _check_doors(folder, school)
    return school


def _check_doors(folder: Path, school: School) -> None:
    """Raise SchoolFilesError if a door could not be told all that it needs."""
    for room in school.roster.rooms:
        if document_bytes(policy_document(school, room)) > DOCUMENT_BYTES_MAX:
            cure = "too much for a door: name fewer day types, exceptions or destinations"
            raise SchoolFilesError(
                str(folder), [Fault(SCHOOL_FILE, None, "bells", Given.UNTOLD, cure)]
            )


def _if_there(path: Path) -> Path | None:
    return path if path.exists() else None


def _check_links(
    keys: Mapping[str, Any],
    lines: dict[KeyPath, int],
    students: Mapping[StudentId, Student],
    faults: list[Fault],
) -> None:
    """Check what tables say of each other, as far as each can be read by itself."""

    def fault(path: KeyPath, key: str, value: object, cure: str) -> None:
        faults.append(Fault(SCHOOL_FILE, line_of(path, lines), key, value, cure))

    rooms = _ids(keys, "rooms")
    for name in ("rooms", "destinations", "encounter_groups"):
        for index, identity in _twice(_ids(keys, name)):
            fault((name, index, "id"), f"{name}[{index + 1}].id", identity, "ids must differ")
    for index, place in enumerate(_tables(keys, "destinations")):
        room = place.get("room")
        if room is not None and str(room) not in rooms:
            cure = f"no such room: {known_names(str(room), rooms)}"
            fault(("destinations", index, "room"), f"destinations[{index + 1}].room", room, cure)
    doors = [
        str(room.get("door") or default_door(RoomId(str(room.get("id", index)))))
        for index, room in enumerate(_tables(keys, "rooms"))
    ]
    for index, door in _twice(doors):
        fault(("rooms", index, "door"), f"rooms[{index + 1}].door", door, "doors must differ")
    _check_groups(keys, set(students), fault)
    _check_limits(keys, students, fault)
    bells = _readable(BellsTable, keys.get("bells"))
    for path, (value, cure) in bells.faults().items() if bells is not None else ():
        fault(("bells", *path), ".".join(("bells", *path)), value, cure)


def _check_groups(
    keys: Mapping[str, Any],
    students: set[StudentId],
    fault: Callable[[KeyPath, str, object, str], None],
) -> None:
    for index, table in enumerate(_tables(keys, "encounter_groups")):
        group = _readable(GroupTable, table)
        if group is None:
            continue
        path, key = ("encounter_groups", index, "members"), f"encounter_groups[{index + 1}].members"
        for member in group.members:
            if StudentId(member) not in students:
                fault(path, key, member, f"no student in {STUDENTS_FILE} has this id")
        if len(set(group.members)) < 2:  # noqa: PLR2004 # it takes two to meet
            fault(path, key, ", ".join(group.members), "name two or more students")


def _check_limits(
    keys: Mapping[str, Any],
    students: Mapping[StudentId, Student],
    fault: Callable[[KeyPath, str, object, str], None],
) -> None:
    groups = sorted({group for student in students.values() for group in student.in_groups})
    destinations, bells = _ids(keys, "destinations"), keys.get("bells")
    terms = isinstance(bells, Mapping) and bells.get("terms")
    kinds: list[tuple[object, ...]] = []
    for index, table in enumerate(_tables(keys, "limits")):
        limit = _readable(LimitTable, table)
        if limit is None:
            continue
        kind = (limit.per, limit.student, limit.group, limit.destination)
        wrong = {
            "student": limit.student is not None and StudentId(limit.student) not in students,
            "group": limit.group is not None and limit.group not in groups,
            "destination": limit.destination not in {None, *destinations},
            "per": limit.per is Span.TERM and not terms,
            "passes_max": kind in kinds,
        }
        cures = {
            "student": f"no student in {STUDENTS_FILE} has this id",
            "group": f"no student in {STUDENTS_FILE} is in it: {known_names('', groups)}",
            "destination": f"no such destination: {known_names('', destinations)}",
            "per": "name the first days of terms: terms = [2026-08-24] in the table [bells]",
            "passes_max": "there is a limit of this kind above already: keep one",
        }
        for key in (key for key, found in wrong.items() if found):
            where = f"limits[{index + 1}].{key}"
            fault(("limits", index, key), where, getattr(limit, key), cures[key])
        kinds.append(kind)


def _readable(model: type[TableT], table: object) -> TableT | None:
    """Return the table by itself, so that its links are checked though others have faults."""
    try:
        return model.model_validate(table)
    except ValidationError:
        return None


def _tables(keys: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    tables = keys.get(name)
    return [t for t in tables if isinstance(t, dict)] if isinstance(tables, list) else []


def _ids(keys: Mapping[str, Any], name: str) -> list[str]:
    return [str(table["id"]) for table in _tables(keys, name) if "id" in table]


def _twice(names: Sequence[str]) -> Iterator[tuple[int, str]]:
    return ((i, name) for i, name in enumerate(names) if name in names[:i])
