"""Asks a running aggregator for an act of staff, and words what came of it."""

import base64
import http.client
import json
import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import click

from kiosk.core.ids import StaffId
from kiosk.sim.demo_folder import FOLDER_NAME, DemoFolderError, running_demo

PATIENCE_S: Final = 10.0
"""Longer than the aggregator lets anybody wait."""
LIST_OF: Final = {"approve": "asked", "decline": "asked", "cancel": "appointments"}
"""Where on the board the ids of an act stand; open passes where nothing else is said."""


class StaffActError(RuntimeError):
    """The act was not done; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and where."""

    board: str
    staff: str
    pin: str

    @classmethod
    def found(cls, folder: Path, board: str | None, staff: str | None, pin: str | None) -> "Caller":
        """Return who asks: as told, else as the demo that runs in `folder` has it."""
        pins: Mapping[str, str] = {}
        if board is None:
            try:
                demo = running_demo(folder / FOLDER_NAME)
            except DemoFolderError as error:
                raise StaffActError(f"give --board ADDRESS, or start the demo: {error}") from error
            board, pins = demo.board, demo.pins
        staff = staff or next(iter(pins), None)
        if staff is None:
            raise StaffActError("give --as STAFF, the id that staff.csv has for you")
        pin = pin or pins.get(staff)
        return cls(board, staff, pin or click.prompt(f"PIN of {staff}", hide_input=True))

    def do(self, act: str, body: Mapping[str, object]) -> str:
        """Do it, and return what was done; raises StaffActError."""
        sent = dict(body)
        if "id" in sent:
            sent["id"] = self._whole_id(act, str(sent["id"]))
        ids = sent.get("ids")
        if isinstance(ids, list):
            sent["ids"] = [self._whole_id(act, str(given)) for given in ids]
        told = self._post(f"/acts/{act}", sent)
        more = [line for name, value in told.items() for line in _lines(name, value)]
        return "\n".join([f"{act}: done", *more])

    def _whole_id(self, act: str, given: str) -> str:
        """Return the id that a name means on the board; an id means itself."""
        if re.fullmatch(r"[0-9a-f-]{36}", given):
            return given
        rows = [
            row
            for row in self._board().get(LIST_OF.get(act, "rows"), [])
            if given.casefold() in row["student"].casefold()
        ]
        # An appointment that repeats stands there once for each date.
        ids = {str(row["id"]) for row in rows}
        if len(ids) == 1:
            return ids.pop()
        names = ", ".join(dict.fromkeys(row["student"] for row in rows))
        why = f"could be {names}: say which" if rows else "is nobody on the board, and no id"
        raise StaffActError(f"{given} {why}")

    def _board(self) -> dict[str, Any]:
        with closing(self._connection()) as connection:
            connection.request("GET", "/events")
            answer = connection.getresponse()
            while line := answer.readline():
                if line.startswith(b"data: "):
                    board: dict[str, Any] = json.loads(line.removeprefix(b"data: "))["board"]
                    return board
        raise StaffActError("the board shows nothing")

    def _post(self, path: str, body: Mapping[str, object]) -> dict[str, object]:
        basic = base64.b64encode(f"{self.staff}:{self.pin}".encode()).decode()
        headers = {"Content-Type": "application/json", "Authorization": f"Basic {basic}"}
        try:
            with closing(self._connection()) as connection:
                connection.request("POST", path, json.dumps(body), headers)
                told: dict[str, Any] = json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise StaffActError(f"{self.board} does not answer: {error}") from error
        if "fault" in told:
            raise StaffActError(f"{told['fault']['field']}: {told['fault']['why']}")
        return told

    def _connection(self) -> http.client.HTTPConnection:
        where = urlsplit(self.board if "//" in self.board else f"//{self.board}")
        return http.client.HTTPConnection(where.hostname or "", where.port, timeout=PATIENCE_S)


def _lines(name: str, value: object) -> list[str]:
    """Return what is told under one name; of a list of rows each in a line of its own."""
    if name in {"done", "staff"}:
        return []
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return [f"{name}: {value}"]
    rows = (", ".join(f"{key} {said}" for key, said in row.items() if said) for row in value)
    return [f"{name}: {len(value)}", *rows]


def new_pin(folder: Path, staff: str, settings: Path | None) -> str:
    """Give somebody a PIN, and return the words that show it this once."""
    from kiosk.settings import load_aggregator_settings
    from kiosk.store.school_files import load_school
    from kiosk.store.staff_pins import set_pin

    path = settings or folder / FOLDER_NAME / "settings" / "aggregator.toml"
    loaded = load_aggregator_settings(path)
    known = load_school(loaded.school, loaded.card_key).roster.staff
    person = known.get(StaffId(staff))
    if person is None:
        raise LookupError(f"staff.csv has no {staff}: there are {', '.join(known)}")
    pin = set_pin(loaded.school, loaded.card_key, person.id)
    return f"{person.name}: {pin}\nIt is kept nowhere: tell it to {person.name} now."
