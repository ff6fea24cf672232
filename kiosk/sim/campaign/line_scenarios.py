"""What lines promise and the chance orders of a day hardly show (decision record 9)."""

from datetime import datetime

from kiosk.core.protocol import Call
from kiosk.sim.campaign.bench import BEAT_MS, BOOTH, S0, S2, Table, promise
from kiosk.sim.campaign.schools import pair_school

BEATS_OF_THREE_CALLS = 24
"""A place is kept for 30 s and 5 more."""


def who_never_comes_is_called_no_more() -> None:
    """The place is free, and the next in line does not see the light."""
    table = Table(pair_school())
    here = table.doors[0]
    table.go(here, S0, BOOTH)
    table.ask(here, S2, BOOTH)
    table.settle()
    here.wait(3_100)
    here.tap(table.card(S0))
    calls: set[datetime] = set()
    for _ in range(BEATS_OF_THREE_CALLS):
        table.up()
        calls |= {m.until for _, m in table.building.said if isinstance(m, Call)}
        table.down()
        table.wait(BEAT_MS)
    most = table.school.policy.calls_max
    promise(f"nobody is called more than {most} times", kept=len(calls) == most)
    line = table.building.mind.building.line
    promise("who never came is out of line", kept=not line.in_order())
