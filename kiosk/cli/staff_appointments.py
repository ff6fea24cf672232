"""`smart-pass staff appoint|send|cancel`: appointments and passes that staff make."""

from collections.abc import Mapping
from typing import Any

import click

from kiosk.cli.staff_group import do_act, staff_group

__all__ = ["staff_group"]

MAKING = (
    click.argument("names", metavar="STUDENT... PLACE", nargs=-1, required=True),
    click.option("--minutes", type=int, help="How long; by default as long as PLACE allows."),
    click.option("--urgent", is_flag=True, help="Starts by itself at the student's door."),
    click.option("--declinable", is_flag=True, help="The student may say no."),
    click.option("--one-way", is_flag=True, help="Nobody is expected back."),
    click.option("--room", help="The room the student is in, by id or name."),
    click.option("--note", default="", help="For staff only."),
    click.option("--anyway", is_flag=True, help="In spite of what may be passed by."),
)


def _making(command: Any) -> Any:  # noqa: ANN401 - click's decorators are typed so
    for decorate in reversed(MAKING):
        command = decorate(command)
    return command


def _body(names: tuple[str, ...], options: Mapping[str, Any]) -> dict[str, object]:
    *students, place = names
    if not students:
        raise click.UsageError("name one student at least, and then the place")
    told = {**options, "origin": options["room"]}
    del told["room"]
    return {
        "students": list(students),
        "destination": place,
        **{name: value for name, value in told.items() if value is not None},
    }


@staff_group.command()
@_making
@click.pass_context
def send(context: click.Context, /, names: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 - click's
    """Send each STUDENT to PLACE now; ids or names."""
    do_act(context, "send", _body(names, options))


@staff_group.command()
@_making
@click.option("--at", required=True, help="A time of day at the school, like 10:15.")
@click.option("--day", help="A date like 2026-03-02; by default today.")
@click.option("--every", default="", help="Weekdays of a repetition, like mon,wed.")
@click.option("--until", help="The last date of a repetition; by default until cancelled.")
@click.pass_context
def appoint(context: click.Context, /, names: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 - click's
    """Make an appointment at PLACE for each STUDENT; ids or names."""
    every = [day.strip() for day in options.pop("every").split(",") if day.strip()]
    do_act(context, "appoint", {**_body(names, options), "every": every})


@staff_group.command()
@click.argument("appointment", metavar="APPOINTMENT")
@click.option("--day", help="Only this date, like 2026-03-02.")
@click.pass_context
def cancel(context: click.Context, appointment: str, day: str | None) -> None:
    """Cancel an appointment: its id, or part of the student's name on the board."""
    body: dict[str, object] = {"id": appointment}
    do_act(context, "cancel", body if day is None else {**body, "day": day})
