"""`smart-pass staff lend|takeback|cards`: cards that staff give to students."""

import click

from kiosk.cli.staff_appointments import staff_group
from kiosk.cli.staff_group import do_act

__all__ = ["staff_group"]


@staff_group.command()
@click.argument("card", metavar="NUMBER")
@click.argument("student")
@click.pass_context
def lend(context: click.Context, card: str, student: str) -> None:
    """Lend the card with NUMBER on it to STUDENT (id or name) until the end of the day."""
    do_act(context, "lend", {"card": card, "student": student})


@staff_group.command()
@click.argument("card", metavar="CARD")
@click.pass_context
def takeback(context: click.Context, card: str) -> None:
    """Take a card back: CARD is a lent card's number, or an id that `cards` lists."""
    do_act(context, "takeback", {"card": card})


@staff_group.command()
@click.pass_context
def cards(context: click.Context) -> None:
    """List the cards that staff have enrolled or lent: for whom, by whom and when."""
    do_act(context, "cards", {})
