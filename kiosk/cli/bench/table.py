"""The table that a person reads."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from kiosk.cli.bench.figures import Figure, Spread, Unit

CAPTION = "p50 / p99, of rates p50 / lowest; every floor was measured in the same run, in turns"
DECIMALS = {Unit.MS: 2, Unit.MB: 0, Unit.PER_S: 0, Unit.MS_PER_S: 2}
OUTCOMES = {True: Text("met", "green"), False: Text("missed", "red"), None: Text("")}


def table_of(figures: Sequence[Figure]) -> Table:
    """Return every figure beside its floor and its target."""
    table = Table(caption=CAPTION)
    for heading in ("measured", "value", "floor", "floor is", "ratio", "target", ""):
        is_number = heading in ("value", "floor", "ratio")
        table.add_column(heading, justify="right" if is_number else "left")
    for figure in figures:
        table.add_row(
            figure.name,
            _spread(figure.value, figure.unit),
            _spread(figure.floor, figure.unit),
            figure.floor_name,
            f"{figure.ratio:.2f}x",
            figure.target,
            OUTCOMES[figure.met],
        )
    return table


def _spread(spread: Spread, unit: Unit) -> str:
    places = DECIMALS[unit]
    worst = spread.values[0] if unit is Unit.PER_S else spread.p99
    return f"{spread.p50:.{places}f} / {worst:.{places}f} {unit}"
