"""`smart-pass staff ACT ...`: the acts of staff, asked of a running aggregator."""

from collections.abc import Mapping
from pathlib import Path

import click

WHICH = "PASS is the id of a pass, or part of the name of a student who is out."


@click.group("staff", epilog=WHICH)
@click.option("--board", help="Address of the board; by default the running demo's.")
@click.option("--as", "staff", help="Who does it, by staff id; in the demo its first one.")
@click.option("--pin", envvar="SMART_PASS_PIN", help="Your PIN; SMART_PASS_PIN or asked for.")
@click.pass_context
def staff_group(
    context: click.Context, board: str | None, staff: str | None, pin: str | None
) -> None:
    """Do what staff do away from a door, on a running aggregator."""
    from kiosk.cli.staff_acts import Caller, StaffActError

    try:
        context.obj = Caller.found(Path(), board, staff, pin)
    except StaffActError as error:
        raise click.UsageError(str(error)) from error


def do_act(context: click.Context, act: str, body: Mapping[str, object]) -> None:
    """Have one act done, and say what came of it."""
    from kiosk.cli.staff_acts import StaffActError

    try:
        click.echo(context.obj.do(act, body))
    except StaffActError as error:
        raise click.ClickException(str(error)) from error


@staff_group.command()
@click.argument("pass_id", metavar="PASS")
@click.pass_context
def end(context: click.Context, pass_id: str) -> None:
    """End a pass."""
    do_act(context, "end", {"id": pass_id})


@staff_group.command()
@click.argument("pass_id", metavar="PASS")
@click.argument("minutes", type=int)
@click.pass_context
def extend(context: click.Context, pass_id: str, minutes: int) -> None:
    """Give a pass more minutes."""
    do_act(context, "extend", {"id": pass_id, "minutes": minutes})


@staff_group.command()
@click.argument("pass_id", metavar="PASS")
@click.argument("returned_at", metavar="TIME")
@click.argument("note", default="")
@click.pass_context
def correct(context: click.Context, pass_id: str, returned_at: str, note: str) -> None:
    """Say when the student of an ended pass was back: TIME like 2026-03-02T15:04:05Z."""
    do_act(context, "correct", {"id": pass_id, "returned_at": returned_at, "note": note})


@staff_group.command()
@click.argument("state", type=click.Choice(["on", "off"]))
@click.pass_context
def hold(context: click.Context, state: str) -> None:
    """Hold everybody in their rooms, or lift that."""
    do_act(context, "hold", {"on": state == "on"})


WHAT = click.Choice(["student", "room", "destination"])


@staff_group.command()
@click.argument("what", type=WHAT)
@click.argument("token", metavar="ID")
@click.pass_context
def freeze(context: click.Context, what: str, token: str) -> None:
    """Stop new passes of a student, from a room or to a destination."""
    do_act(context, "freeze", {what: token})


@staff_group.command()
@click.argument("what", type=WHAT)
@click.argument("token", metavar="ID")
@click.pass_context
def unfreeze(context: click.Context, what: str, token: str) -> None:
    """Let new passes start again."""
    do_act(context, "unfreeze", {what: token})


@staff_group.command()
@click.pass_context
def barrier(context: click.Context) -> None:
    """Let passes be granted though not every door has reported since a rollback."""
    do_act(context, "barrier", {})


@staff_group.command()
@click.argument("ids", nargs=-1, required=True, metavar="REQUEST...")
@click.pass_context
def approve(context: click.Context, ids: tuple[str, ...]) -> None:
    """Say yes to requests that wait for it; they are called one by one as limits allow."""
    do_act(context, "approve", {"ids": list(ids)})


@staff_group.command()
@click.argument("request_id", metavar="REQUEST")
@click.argument("reason", default="")
@click.pass_context
def decline(context: click.Context, request_id: str, reason: str) -> None:
    """Say no to a request that waits for a yes; REASON is for the record."""
    do_act(context, "decline", {"id": request_id, "reason": reason})


@staff_group.command()
@click.argument("name")
@click.option("--rooms", default="", help="Ids of rooms, parted by commas; by default every one.")
@click.option("--day", help="A date like 2026-03-02; by default today.")
@click.pass_context
def daycode(context: click.Context, name: str, rooms: str, day: str | None) -> None:
    """Give the substitute NAME a code for one day."""
    body: dict[str, object] = {"name": name, "rooms": [r for r in rooms.split(",") if r]}
    do_act(context, "daycode", body if day is None else {**body, "day": day})
