"""Words the log of prevented encounters for an administrator, on the aggregator's machine."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final

from kiosk.core.aggregator.prevented import HeldBack
from kiosk.core.school import Roster, School
from kiosk.settings import load_aggregator_settings
from kiosk.store.prevented_log import read_prevented
from kiosk.store.school_csv import inert
from kiosk.store.school_files import load_school

JOURNAL: Final = "building.sqlite3"
MINUTE: Final = timedelta(minutes=1)
HEAD: Final = ("student", "name", "to", "groups", "since", "until", "minutes", "ended")
DAYS_BACK: Final = 7
"""A week is what is asked about most; `--since` goes further."""


def tell(where: Path, since: date | None, *, as_csv: bool) -> str:
    """Return the log: `where` is the aggregator's settings, its data folder or its journal."""
    school: School | None = None
    journal = where / JOURNAL if where.is_dir() else where
    if where.suffix == ".toml":
        settings = load_aggregator_settings(where)
        school = load_school(settings.school, settings.card_key)
        journal = settings.data_dir / JOURNAL
    zone: tzinfo = school.schedule.time_zone if school else UTC
    first = since or datetime.now(zone).date() - timedelta(days=DAYS_BACK)
    begins = datetime.combine(first, datetime.min.time(), zone).astimezone(UTC)
    waits = read_prevented(journal, begins)
    roster = school.roster if school else Roster()
    rows = [_row(wait, roster, zone) for wait in waits]
    return _as_csv(rows) if as_csv else _as_table(rows, first)


def _row(wait: HeldBack, roster: Roster, zone: tzinfo) -> tuple[str, ...]:
    student = roster.students.get(wait.student)
    place = roster.destinations.get(wait.destination) if wait.destination else None
    names = {group.id: group.name or group.id for group in roster.groups}
    lasted = None if wait.until is None else wait.until - wait.since
    return (
        wait.student,
        f"{student.first_name} {student.last_name}" if student else "",
        place.name_in("en") if place else wait.destination or "",
        "; ".join(names.get(group, group) for group in wait.groups),
        _time(wait.since, zone),
        "" if wait.until is None else _time(wait.until, zone),
        "" if lasted is None else str(lasted // MINUTE),
        wait.how,
    )


def _time(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _as_csv(rows: Iterable[tuple[str, ...]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(tuple(inert(cell) for cell in row) for row in rows)
    return written.getvalue()


def _as_table(rows: list[tuple[str, ...]], first: date) -> str:
    if not rows:
        return f"nobody was held back since {first}\n"
    widths = [max(map(len, column)) for column in zip(HEAD, *rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (HEAD, *rows)
    )
    return "\n".join(lines) + "\n"
