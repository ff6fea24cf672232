"""Runs the demo building in this terminal, and tells a newcomer what to do with it."""

import asyncio
import csv
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click

from kiosk.core.ids import StaffId
from kiosk.sim.broker import BrokerFailedError
from kiosk.sim.building import DemoBuilding, DemoPlan
from kiosk.sim.card_reader import CardFraming, card_frame
from kiosk.sim.child import ChildFailedError
from kiosk.sim.demo_folder import FOLDER_NAME, DemoFolder, DemoFolderError, DemoState
from kiosk.sim.demo_school import CHECKED_IN, Person, staff_of, students_of

WINDOW: Final = (640, 384)
"""Two of them stand side by side on the narrowest laptop screen; the panel's own shape."""
PIN_FIRST: Final = 200_001
PINS_GIVEN: Final = 4
"""Each takes some 50 ms of the demo's start."""
PROGRAM: Final = (sys.executable, "-m", "kiosk.cli")


def run_demo(
    here: Path,
    *,
    keep: bool,
    no_fly_minutes: int | None,
    school: Path | None,
    keyboard_reader: str | None,
    windows: bool,
) -> int:
    """Run the demo until Ctrl-C or SIGTERM; returns the exit code."""
    display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    plan = DemoPlan(
        folder=here / FOLDER_NAME,
        program=PROGRAM,
        school=school or CHECKED_IN,
        keep=keep,
        no_fly_minutes=no_fly_minutes,
        keyboard_reader=keyboard_reader,
        window=WINDOW if windows and display else None,
        give_pins=_give_pins,
    )
    click.echo("Smart Pass demo building: starting")
    building = DemoBuilding(
        plan,
        click.echo,
        lambda folder, state: click.echo(_guide(folder, state, windows=plan.window is not None)),
    )
    try:
        asyncio.run(building.run())
    except (BrokerFailedError, ChildFailedError, DemoFolderError, OSError) as error:
        click.echo(f"The demo can't run: {error}", err=True)
        return 1
    kept = f"; the databases are kept in {plan.folder / 'data'}" if keep else ""
    click.echo(f"The demo has ended, and nothing of it is left{kept}.")
    return 0


def _guide(folder: DemoFolder, state: DemoState, *, windows: bool) -> str:
    students, staff = students_of(folder.school), staff_of(folder.school)
    first = state.rooms[0]
    maya = next(p for p in students if p.room == first.room)
    name = maya.name.split(maxsplit=1)[0]
    run = "./run" if Path("run").is_file() else "smart-pass"
    doors = "in their windows" if windows else "without a display; commands below play the person"
    lines = [
        "",
        f"Ready. The live board: {click.style(state.board, bold=True)}",
        f"The doors of {' and '.join(room.room for room in state.rooms)} run {doors}.",
        "",
        "Now, in another terminal in this folder:",
        _step(f"{run} tap {first.room} {name}", f"{name}'s card at the reader of {first.room}"),
        _step(f"{run} choose {first.room} restroom", "a touch: the pass starts, see the board"),
        _step(f"{run} tap {first.room} {name}", f"back again: {name}'s pass ends"),
        _step(f"{run} choose {first.room} office", "asks a teacher; any staff badge says yes"),
        _step(f"{run} screenshot {first.room} door.png", "what the door shows"),
        _step(f"{run} staff hold on", "clear the halls, as staff; `hold off` lifts it")
        if state.pins
        else "",
        _step(f"{run} watch", "every event as it happens"),
        "",
        "A card's raw bytes, as a reader would send them:",
        f"  {_printf(first.framing, maya.card)} > {folder.path / 'readers' / first.room}",
        "",
    ]
    for room in state.rooms:
        lines += _cards(f"Room {room.room}", [p for p in students if p.room == room.room])
    lines += _cards("Staff", staff)
    pins = ", ".join(f"{staff_id} {pin}" for staff_id, pin in state.pins.items())
    lines += [f"PINs (only in a demo): {pins}"] if pins else []
    return "\n".join([*lines, "", "Ctrl-C here ends everything."])


def _give_pins(school: Path, card_key: bytes) -> Mapping[str, str]:
    """Give the first few of the staff PINs that are easy to type; everybody may know them here."""
    from kiosk.store.staff_pins import set_pin

    with (school / "staff.csv").open(encoding="utf-8-sig", newline="") as file:
        some = [StaffId(row["id"]) for row in csv.DictReader(file)][:PINS_GIVEN]
    return {s: set_pin(school, card_key, s, f"{PIN_FIRST + n}") for n, s in enumerate(some)}


def _step(command: str, what: str) -> str:
    return f"  {command:<34} {what}"


def _cards(whose: str, people: list[Person]) -> list[str]:
    shown = [f"{person.name} {person.card}" for person in people if person.card]
    return click.wrap_text(
        f"{whose}: {', '.join(shown)}", width=100, initial_indent="", subsequent_indent="  "
    ).splitlines()


def _printf(framing: str, card: str) -> str:
    octal = "".join(
        chr(byte) if chr(byte).isalnum() else f"\\{byte:03o}"
        for byte in card_frame(CardFraming(framing), card)
    )
    return f"printf '{octal}'"
