"""The commands `roster groups ...` and `prevented`: encounter groups, for administrators only."""

from datetime import datetime
from pathlib import Path

import click


@click.group("groups")
def roster_groups() -> None:
    """Take encounter groups to a spreadsheet and back, on the aggregator's machine only."""


@roster_groups.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
def groups_export(folder: Path, file: Path | None) -> None:
    """Write all encounter groups of FOLDER as CSV to FILE, or to the screen."""
    from kiosk.cli import groups
    from kiosk.store.school_files import SchoolFilesError

    try:
        click.echo(groups.export(folder, file), nl=file is not None)
    except (SchoolFilesError, OSError) as error:
        raise click.ClickException(str(error)) from error


@roster_groups.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def groups_import(folder: Path, file: Path) -> None:
    """Take the encounter groups of FILE in place of those in FOLDER's encounter_groups.csv."""
    from kiosk.cli import groups
    from kiosk.store.school_files import SchoolFilesError

    try:
        click.echo(groups.take_in(folder, file))
    except (SchoolFilesError, OSError) as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.argument("where", metavar="SETTINGS|DATA", type=click.Path(path_type=Path, exists=True))
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="The first day; a week ago.")
@click.option("--csv", "as_csv", is_flag=True, help="As CSV, for a spreadsheet.")
def prevented(where: Path, since: datetime | None, *, as_csv: bool) -> None:
    """Tell whom encounter groups have held back: from when to when, and how it ended.

    SETTINGS is the aggregator's file, which brings names; DATA is its data folder or journal. Read
    where nobody else looks: it tells of groups.
    """
    from kiosk.cli import prevented_log as log
    from kiosk.settings import SettingsError
    from kiosk.store.failures import JournalError
    from kiosk.store.school_files import SchoolFilesError

    try:
        click.echo(log.tell(where, since.date() if since else None, as_csv=as_csv), nl=False)
    except (SettingsError, SchoolFilesError, JournalError) as error:
        raise click.ClickException(str(error)) from error
