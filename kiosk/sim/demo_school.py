"""The demo's school: the checked-in folder, made fit for this machine, and who is in it."""

import csv
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CHECKED_IN: Final = Path(__file__).with_name("school")
LOCALTIME: Final = Path("/etc/localtime")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has a card to hold to a reader."""

    name: str
    room: str
    """Empty for staff."""
    card: str


def copy_school(origin: Path, folder: Path, *, no_fly_minutes: int | None = None) -> None:
    """Copy a school to `folder`, with this machine's time zone and, if given, no-fly minutes."""
    shutil.copytree(origin, folder, dirs_exist_ok=True)
    path = folder / "school.toml"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^time_zone = .*$", f'time_zone = "{local_time_zone()}"', text)
    if no_fly_minutes is not None:
        text = re.sub(r"(?m)^(no_fly_\w+_minutes) = .*$", rf"\1 = {no_fly_minutes}", text)
    path.write_text(text, encoding="utf-8")


def local_time_zone() -> str:
    """Return the name of this machine's time zone, so that the doors' clocks look right."""
    _, found, name = str(LOCALTIME.resolve()).partition("/zoneinfo/")
    return name if found else "UTC"


def students_of(folder: Path) -> list[Person]:
    """Return the students with their first card."""
    return [
        Person(f"{row['first_name']} {row['last_name']}", row["rooms"], first_card(row["cards"]))
        for row in _rows(folder / "students.csv")
    ]


def staff_of(folder: Path) -> list[Person]:
    """Return the staff with their first badge."""
    return [
        Person(row["name"], "", first_card(row["badges"])) for row in _rows(folder / "staff.csv")
    ]


def first_card(cell: str) -> str:
    """Return the first of the cards in one cell."""
    return next(iter(cell.replace(";", " ").split()), "")


def card_of(asked: str, people: Sequence[Person]) -> str:
    """Return the card that a person means by a name or a number; raises LookupError if unclear."""
    wanted = asked.casefold()
    whole = [p for p in people if wanted in (p.name.casefold(), p.card.casefold())]
    found = whole or [p for p in people if wanted in p.name.casefold().split()]
    if len(found) > 1:
        raise LookupError(f"{asked} could be {' or '.join(p.name for p in found)}: say which")
    if found:
        return found[0].card
    if any(character.isdigit() for character in asked):
        return asked
    names = ", ".join(p.name for p in people)
    raise LookupError(f"nobody here is called {asked}; give a card number or one of {names}")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
