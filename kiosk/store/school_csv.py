"""Reads a school's lists of people, students.csv and staff.csv, into core's types.

Card numbers stand plain in these files and are hashed as they are read; the numbers themselves go
nowhere else.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kiosk.core.ids import CardHash, RoomId, StaffId, StudentId, card_hash, is_token
from kiosk.core.school import Staff, Student
from kiosk.store.faults import Fault, Given, known_names
from kiosk.store.school_toml import ID_WORDS

YES_NO: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
LANGUAGE_CHARS: Final = (2, 3)
CARD_CHARS: Final = (4, 64)
"""As reader profiles have it: nothing shorter or longer can come from a reader."""
FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins with one of these is a formula to a spreadsheet, and could run anything."""
INERT: Final = "'"
"""Put before such a cell it makes it text; it is taken away as the cell is read."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a CSV file."""

    name: str
    required: bool = False
    """The column must be there, and no cell of it may be empty."""


STUDENT_COLUMNS: Final = (
    Column("id", required=True),
    Column("first_name", required=True),
    Column("last_name", required=True),
    Column("grade"),
    Column("language"),
    Column("rooms"),
    Column("cards"),
    Column("limit_exempt"),
    Column("groups"),
)
STAFF_COLUMNS: Final = (
    Column("id", required=True),
    Column("name", required=True),
    Column("badges"),
)


LENDING_COLUMNS: Final = (Column("id", required=True), Column("card", required=True))
"""The number printed on a card for lending, and what a reader reads from it."""


@dataclass(slots=True)
class Links:
    """What cells of different rows and files must agree on, and every fault found so far."""

    faults: list[Fault]
    rooms: Sequence[str]
    cards: dict[CardHash, str] = field(default_factory=dict)
    """Where each card was first seen."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a CSV file, which knows where its faults are."""

    file: str
    line: int
    cells: Mapping[str, str]
    links: Links

    def fault(self, column: str, value: object, cure: str) -> None:
        self.links.faults.append(Fault(self.file, self.line, column, value, cure))

    def words(self, column: str) -> list[str]:
        """Return the parts of a cell that holds several, parted by spaces or semicolons."""
        return self.cells[column].replace(";", " ").split()

    def rooms(self) -> frozenset[RoomId]:
        found = self.words("rooms")
        for room in found:
            if room not in self.links.rooms:
                cure = f"no such room in school.toml: {known_names(room, self.links.rooms)}"
                self.fault("rooms", room, cure)
        return frozenset(RoomId(room) for room in found)

    def cards(self, column: str, card_key: bytes) -> frozenset[CardHash]:
        found = frozenset(self._card(column, number, card_key) for number in self.words(column))
        return frozenset(card for card in found if card is not None)

    def _card(self, column: str, number: str, card_key: bytes) -> CardHash | None:
        least, most = CARD_CHARS
        if not (number.isascii() and number.isprintable() and least <= len(number) <= most):
            self.fault(column, number, f"a card number has {least} to {most} letters and digits")
            return None
        if "E+" in number.upper():
            cure = "a spreadsheet has rounded this number: format the column as text, enter it anew"
            self.fault(column, number, cure)
            return None
        card, here = card_hash(card_key, number), f"{self.file}:{self.line}"
        if self.links.cards.setdefault(card, here) != here:
            cure = f"this card is given at {self.links.cards[card]} already: take it off one"
            self.fault(column, number, cure)
        return card

    def yes(self, column: str) -> bool:
        cell = self.cells[column].lower()
        if cell and cell not in YES_NO:
            self.fault(column, self.cells[column], "yes or no, or leave it empty")
        return YES_NO.get(cell, False)

    def language(self) -> str:
        cell = self.cells["language"].lower()
        least, most = LANGUAGE_CHARS
        if cell and not (least <= len(cell) <= most and cell.isascii() and cell.isalpha()):
            self.fault("language", cell, "a language code, for example en or es, or leave it empty")
        return cell


def students(path: Path, card_key: bytes, links: Links) -> Iterator[Student]:
    """Read the students; faults are added to `links` as rows are read."""
    for row in rows(path, STUDENT_COLUMNS, links):
        yield Student(
            id=StudentId(row.cells["id"]),
            first_name=row.cells["first_name"],
            last_name=row.cells["last_name"],
            grade=row.cells["grade"],
            language=row.language(),
            rooms=row.rooms(),
            cards=row.cards("cards", card_key),
            limit_exempt=row.yes("limit_exempt"),
            groups=frozenset(row.words("groups")),
        )


def staff(path: Path, card_key: bytes, links: Links) -> Iterator[Staff]:
    """Read the staff; faults are added to `links` as rows are read."""
    for row in rows(path, STAFF_COLUMNS, links):
        badges = row.cards("badges", card_key)
        yield Staff(StaffId(row.cells["id"]), row.cells["name"], badges)


def for_lending(path: Path, card_key: bytes, links: Links) -> Iterator[tuple[CardHash, str]]:
    """Read the cards that staff lend, with the number printed on each; the file may be missing."""
    if not path.exists():
        return
    for row in rows(path, LENDING_COLUMNS, links):
        for card in row.cards("card", card_key):
            yield card, row.cells["id"]


def rows(path: Path, columns: tuple[Column, ...], links: Links) -> Iterator[Row]:
    """Read rows whose ids are tokens and new; blank lines mean nothing."""
    first_line: dict[str, int] = {}
    for row in _raw_rows(path, columns, links):
        for column in columns:
            if column.required and not row.cells[column.name]:
                row.fault(column.name, Given.NOTHING, "no cell of this column may be empty")
        identity = row.cells["id"]
        if not identity:
            continue
        if not is_token(identity):
            row.fault("id", identity, ID_WORDS)
        elif first_line.setdefault(identity, row.line) != row.line:
            row.fault("id", identity, f"line {first_line[identity]} has this id: ids must differ")
        yield row


def _raw_rows(path: Path, columns: tuple[Column, ...], links: Links) -> Iterator[Row]:
    text = _csv_text(path, links.faults)
    lines = text.splitlines()
    if not lines:
        return
    # A spreadsheet set to a language with decimal commas parts cells by semicolons.
    delimiter = ";" if ";" in lines[0] and "," not in lines[0] else ","
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        header = [name.strip().lower() for name in next(reader)]
        if not _header_serves(path.name, header, columns, links.faults):
            return
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row(path.name, reader.line_num, header, cells, columns, links)
    except csv.Error as error:
        cure = f"not CSV ({error}): save it from the spreadsheet as CSV"
        links.faults.append(Fault(path.name, reader.line_num, "row", Given.UNTOLD, cure))


def _row(
    file: str,
    line: int,
    header: list[str],
    cells: list[str],
    columns: tuple[Column, ...],
    links: Links,
) -> Row:
    by_name = dict(zip(header, (_plain(cell.strip()) for cell in cells), strict=False))
    row = Row(file, line, {column.name: by_name.get(column.name, "") for column in columns}, links)
    if len(cells) > len(header):
        cure = f"{len(cells)} cells under {len(header)} columns: quote a cell that holds the comma"
        row.fault("row", Given.UNTOLD, cure)
    return row


def inert(cell: str) -> str:
    """Return a cell as it may be written for a spreadsheet: text, whatever stands in it."""
    return INERT + cell if cell.startswith(FORMULA_SIGNS) else cell


def _plain(cell: str) -> str:
    inert = cell.startswith(INERT) and cell[1:].startswith(FORMULA_SIGNS)
    return cell[1:] if inert else cell


def _csv_text(path: Path, faults: list[Fault]) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        cure = "there is no such file: make it, a header line and a row for each person"
    except UnicodeDecodeError:
        cure = "not readable as text: save it as CSV UTF-8"
    except OSError as error:
        cure = f"can't be read ({error.strerror}): check who may read it"
    else:
        if text.strip():
            return text
        cure = "it is empty: it needs a header line and a row for each person"
    faults.append(Fault(path.name, None, "file", Given.UNTOLD, cure))
    return ""


def _header_serves(
    file: str, header: list[str], columns: tuple[Column, ...], faults: list[Fault]
) -> bool:
    known = [column.name for column in columns]
    found = [
        Fault(file, 1, "column", name, known_names(name, known))
        for name in header
        if name not in known
    ]
    found += [
        Fault(file, 1, f"column {name}", Given.UNTOLD, "stands twice: keep one")
        for name in known
        if header.count(name) > 1
    ]
    missing = [column.name for column in columns if column.required and column.name not in header]
    found += [
        Fault(file, 1, f"column {name}", Given.NOTHING, f"the columns are {', '.join(known)}")
        for name in missing
    ]
    faults.extend(found)
    return not missing
