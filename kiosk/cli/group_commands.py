"""The commands `roster groups ...` and `prevented`: encounter groups, for administrators only."""

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
