"""The command `smart-pass`; each subcommand loads only what it needs, so that a tap is quick."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk import VERSION
from kiosk.cli.group_commands import prevented, roster_groups
from kiosk.cli.staff_cards import staff_group

if TYPE_CHECKING:
    from kiosk.door.program import DoorProgram

HERE = Path()
PLAIN_COLUMNS = 120
"""Width of a table that goes to a file."""
ROOM_HELP = "ROOM is a room of the running demo, for example 214."


class _Stated(click.ClickException):
    """An error whose text is already whole and made for people."""

    def show(self, file: object = None) -> None:  # noqa: ARG002 # click's signature
        click.echo(self.message, err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="smart-pass")
def main() -> None:
    """Hall passes at the classroom door: a tap, an answer, a live board."""


@main.command()
@click.argument("settings", type=click.Path(path_type=Path))
@click.option("--puppet", type=click.Path(path_type=Path), help="Socket for `choose` and tests.")
def door(settings: Path, puppet: Path | None) -> None:
    """Run one door as SETTINGS say."""
    from kiosk.cli.logs import log_to_stderr
    from kiosk.door.quick_imports import import_quickly

    # Before anything else of the door, so that all of it is loaded so.
    import_quickly()
    from kiosk.door.checking import WrongSettingsError
    from kiosk.door.start import run

    log_to_stderr()
    try:
        sys.exit(run(settings, _puppeteer(puppet) if puppet else None))
    except WrongSettingsError as error:
        raise _Stated(str(error)) from error


def _puppeteer(puppet: Path) -> Callable[["DoorProgram"], object]:
    def attach(program: "DoorProgram") -> object:
        # With it comes the whole door: not before the window is there.
        from kiosk.cli.puppetry import at_window

        return at_window(puppet)(program)

    return attach


@main.command()
@click.argument("settings", type=click.Path(path_type=Path))
def aggregator(settings: Path) -> None:
    """Run one building's aggregator as SETTINGS say."""
    from kiosk.aggregator.program import run
    from kiosk.cli.logs import log_to_stderr
    from kiosk.settings import SettingsError, load_aggregator_settings
    from kiosk.store.failures import JournalError
    from kiosk.store.school_files import SchoolFilesError

    log_to_stderr()
    try:
        sys.exit(run(load_aggregator_settings(settings)))
    except (SettingsError, SchoolFilesError, JournalError) as error:
        raise _Stated(str(error)) from error


@main.command()
@click.option("--keep", is_flag=True, help="Keep the databases, and go on from them next time.")
@click.option(
    "--no-fly-minutes",
    type=click.IntRange(0, 240),
    help="First and last minutes of each block without passes; 240 refuses every one.",
)
@click.option(
    "--school", type=click.Path(path_type=Path, exists=True), help="Another school's folder."
)
@click.option("--keyboard-reader", help="A /dev/input path: a second reader at room 214.")
@click.option("--no-windows", is_flag=True, help="Draw no windows though there is a display.")
def demo(
    *,
    keep: bool,
    no_fly_minutes: int | None,
    school: Path | None,
    keyboard_reader: str | None,
    no_windows: bool,
) -> None:
    """Run a demo building here: a broker, an aggregator with its board, and two doors."""
    from kiosk.cli.show import run_demo

    sys.exit(
        run_demo(
            HERE,
            keep=keep,
            no_fly_minutes=no_fly_minutes,
            school=school,
            keyboard_reader=keyboard_reader,
            windows=not no_windows,
        )
    )


@main.command(epilog=f"{ROOM_HELP} CARD is a card's number or a person's name.")
@click.argument("room")
@click.argument("card")
def tap(room: str, card: str) -> None:
    """Hold a card to a reader of the running demo."""
    from kiosk.cli import person

    try:
        click.echo(person.tap(HERE, room, card))
    except person.FAILURES as error:
        raise _Stated(str(error)) from error


@main.command(epilog=f"{ROOM_HELP} ITEM is a destination, or urgent, cancel or end-my-pass.")
@click.argument("room")
@click.argument("item")
def choose(room: str, item: str) -> None:
    """Touch a destination on a door's screen in the running demo."""
    from kiosk.cli import person

    try:
        click.echo(person.choose(HERE, room, item))
    except person.FAILURES as error:
        raise _Stated(str(error)) from error


@main.command(epilog=f"{ROOM_HELP} FILE ends in .png.")
@click.argument("room")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def screenshot(room: str, file: Path) -> None:
    """Save what a door of the running demo shows."""
    from kiosk.cli import person

    try:
        click.echo(person.screenshot(HERE, room, file))
    except person.FAILURES as error:
        raise _Stated(str(error)) from error


@main.command()
@click.option("--building", help="The building's id; by default the running demo's.")
@click.option("--host", help="The broker's host; by default the running demo's.")
@click.option("--port", type=click.IntRange(1, 65535), default=1883, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Each event as it came, one a line.")
def watch(building: str | None, host: str | None, port: int, *, as_json: bool) -> None:
    """Show every pass event of a building as it happens."""
    from kiosk.cli import person, watching

    if (building is None) != (host is None):
        raise click.UsageError("give --building and --host together, or neither for the demo")
    if building is None or host is None:
        try:
            demo_state = person.demo_at(HERE)
        except person.FAILURES as error:
            raise _Stated(str(error)) from error
        building, host = demo_state.building, demo_state.broker_host
        port = demo_state.broker_port
    sys.exit(watching.watch(building, host, port, as_json=as_json))


@main.group()
def roster() -> None:
    """Look after a school's files."""


@roster.command("check")
@click.argument("folder", type=click.Path(path_type=Path))
def roster_check(folder: Path) -> None:
    """Tell every fault in FOLDER's school.toml and lists of people and groups, or what is there."""
    from kiosk.cli.examination import GROUPS_GIVEN_AWAY
    from kiosk.store.school_files import SchoolFilesError, load_school

    try:
        # A key of no building: the check needs some hashes, and nothing is kept.
        school = load_school(folder, bytes(16))
    except SchoolFilesError as error:
        raise _Stated(str(error)) from error
    people = school.roster
    cards = len(people.student_by_card)
    without = sum(not student.cards for student in people.students.values())
    click.echo(f"{school.name}: no faults")
    click.echo(f"  {len(people.students)} students with {cards} cards ({without} without one)")
    click.echo(f"  {len(people.staff)} staff with {len(people.staff_by_badge)} badges")
    click.echo(f"  {len(people.rooms)} rooms, {len(people.destinations)} destinations")
    click.echo(f"  {len(people.groups)} encounter groups, {len(school.policy.limits)} limits")
    for place in people.one_way_unwatched:
        click.echo(f"  warning: one way to {place}, and no room's kiosk checks anybody in there")
    if school.gives_groups_away:
        click.echo(f"  warning: {GROUPS_GIVEN_AWAY}")
    click.echo(f"  {len(school.schedule.day_types)} day types, in {school.schedule.time_zone.key}")


@roster.command("pin")
@click.argument("staff")
@click.option(
    "--settings",
    type=click.Path(path_type=Path),
    help="The aggregator's settings file; by default the running demo's.",
)
def roster_pin(staff: str, settings: Path | None) -> None:
    """Give STAFF (an id of staff.csv) a new PIN, and show it this once."""
    from kiosk.cli import staff_acts
    from kiosk.settings import SettingsError
    from kiosk.store.staff_pins import StaffPinsError

    try:
        click.echo(staff_acts.new_pin(HERE, staff, settings))
    except (SettingsError, StaffPinsError, LookupError, OSError) as error:
        raise _Stated(str(error)) from error


main.add_command(staff_group)
roster.add_command(roster_groups)
main.add_command(prevented)


@main.command("bench")
@click.argument("names", nargs=-1, metavar="[NAME]...")
def measure(names: tuple[str, ...]) -> None:
    """Measure taps, answers, decisions and the door's process, each beside its floor.

    NAME is frame, answer, decisions, open-passes, door or idle; all of them take about three
    minutes.
    """
    from rich.console import Console

    from kiosk.cli.bench.program import FAILURES, MEASUREMENTS, run_bench

    unknown = sorted(set(names) - set(MEASUREMENTS))
    if unknown:
        raise click.UsageError(f"{unknown[0]}: there are {', '.join(MEASUREMENTS)}")
    try:
        figures = run_bench(names, Console(width=None if sys.stdout.isatty() else PLAIN_COLUMNS))
    except FAILURES as error:
        raise _Stated(str(error)) from error
    sys.exit(any(figure.met is False for figure in figures))


@main.command()
@click.argument("settings", type=click.Path(path_type=Path))
def doctor(settings: Path) -> None:
    """Check a machine against its SETTINGS: each thing ok, warn or fail, and what to do."""
    from kiosk.cli.examination import examine

    worst = False
    for check in examine(settings):
        worst = worst or check.level == "fail"
        colour = {"ok": "green", "warn": "yellow", "fail": "red"}[check.level]
        click.echo(f"{click.style(f'{check.level:<5}', fg=colour)}{check.what}: {check.found}")
        if check.cure:
            click.echo(f"       -> {check.cure}")
    sys.exit(1 if worst else 0)


@main.command("campaign")
@click.option("--seeds", type=click.IntRange(min=1), help="How many (1,000; as many a mutant).")
@click.option("--first", type=click.IntRange(min=0), default=0, help="The first seed.")
@click.option("--doors", type=click.IntRange(min=1), help="By default 5, 20, 50 or 200 by seed.")
@click.option("--jobs", type=click.IntRange(min=1), default=2, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), help="Only this one.")
@click.option("--trace", is_flag=True, help="With --seed: tell all that happened.")
@click.option(
    "--journals",
    type=click.Choice(["some", "real", "memory"]),
    default="some",
    show_default=True,
    help="Real SQLite journals for one seed in 20, for every one, or for none.",
)
@click.option("--mutants", is_flag=True, help="Show that each rule of the protocol is needed.")
def run_campaign(  # noqa: PLR0913 # an option is an argument: click has it so
    *,
    seeds: int | None,
    first: int,
    doors: int | None,
    jobs: int,
    seed: int | None,
    trace: bool,
    journals: str,
    mutants: bool,
) -> None:
    """Let simulated buildings live through bad days, and hold them to every promise."""
    from kiosk.cli import campaign

    if seed is not None:
        sys.exit(campaign.run_one(seed, doors, journals, trace=trace))
    if mutants:
        sys.exit(campaign.run_mutants(seeds or 1_000, doors, jobs))
    sys.exit(campaign.run_many(first, seeds or 1_000, doors, jobs, journals))


@main.command("day")
@click.option("--students", type=click.IntRange(20, 10_000), default=3000, show_default=True)
@click.option("--doors", type=click.IntRange(2, 200), default=100, show_default=True)
@click.option("--periods", type=click.IntRange(1, 10), default=7, show_default=True)
# A heartbeat takes 2.5 s of real time: at a speed of 400 that is a quarter of an hour of the day.
@click.option(
    "--speed", type=click.FloatRange(1, 400), default=60, show_default=True, help="Of its clock."
)
@click.option(
    "--burst-speed",
    type=click.FloatRange(1, 60),
    default=1,
    show_default=True,
    help="Of its clock when a no-fly time ends and when a bell rings.",
)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--calm", is_flag=True, help="Kill no aggregator and restart no broker.")
def play_day(**asked: Any) -> None:  # noqa: ANN401 # click's, checked by the types above
    """Play a school day over a real broker and the real aggregator, and reckon it up.

    The whole day at its usual speed takes about twelve minutes.
    """
    from rich.console import Console

    from kiosk.cli.day.command import FAILURES, run_day
    from kiosk.sim.day.spec import DaySpec

    console = Console(width=None if sys.stdout.isatty() else PLAIN_COLUMNS)
    try:
        sys.exit(run_day(DaySpec(**asked), console))
    except FAILURES as error:
        raise _Stated(str(error)) from error


@main.command("docs")
@click.option("--check", is_flag=True, help="Write nothing; end with 1 if anything is stale.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("docs"))
def make_docs(folder: Path, *, check: bool) -> None:
    """Make the pages about rules and protocol in FOLDER (docs) anew from the code."""
    from kiosk.cli.docs import pages

    if check:
        found = pages.stale(folder)
        if found:
            raise _Stated(f"stale, run {pages.COMMAND}: {', '.join(found)}")
        return
    for path in pages.write(folder):
        click.echo(folder / path)


@main.command("screens")
@click.option("--check", is_flag=True, help="Write nothing; end with 1 if anything is stale.")
@click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False), default=Path("docs/screens")
)
def draw_screens(folder: Path, *, check: bool) -> None:
    """Draw everything that a door can show into FOLDER (docs/screens), with an index."""
    import os

    from kiosk.cli.screens.drawing import OFFSCREEN, stale, write
    from kiosk.cli.screens.shots import COMMAND, shots

    os.environ.update(OFFSCREEN)
    if check:
        found = stale(folder, shots())
        if found:
            raise _Stated(f"stale, run {COMMAND}: {', '.join(found)}")
        return
    for name in write(folder, shots()):
        click.echo(folder / name)
