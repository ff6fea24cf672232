"""What came of a day: whether the record is right, and how long answers took beside the floor."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.table import Table

from kiosk.cli.bench.figures import Spread
from kiosk.cli.day import journals
from kiosk.cli.day.folder import lessons
from kiosk.cli.day.program import Played, slack_of
from kiosk.sim.day import reckoning
from kiosk.sim.day.bells import Hour, hour_at
from kiosk.sim.day.clock import day_ends
from kiosk.sim.day.people import plan_school
from kiosk.sim.day.reckoning import Matched

BURST_P99_MS: Final = 1_000.0
"""RELIABILITY section 1: all are answered, the 99th of 100 within a second."""
FAULTS_SHOWN_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A day's result."""

    faults: list[str]
    passes: int
    events: int
    pairs: list[Matched]


def reckon(played: Played) -> Reckoned:
    """Compare the two accounts of the day; every fault is a promise broken."""
    spec, folder, diary = played.spec, played.folder, played.diary
    all_lessons = lessons(spec)
    school, slack = plan_school(spec), slack_of(spec)
    building = folder.aggregator / "building.sqlite3"
    records = journals.records(building, day_ends(all_lessons))
    pairs, faults = reckoning.matched(diary.outings, records, slack)
    faults += reckoning.ends_as_told(pairs, slack)
    faults += reckoning.rules_kept(pairs, school, all_lessons)
    doors = [(room, folder.door(room) / "door.sqlite3") for room in school.doors]
    events, different = journals.compared(building, doors)
    faults += different
    numbers = played.follower.events
    last = journals.feed_length(building)
    if sorted(numbers) != list(range(1, last + 1)):
        faults.append(f"the feed came with {len(numbers)} of {last} numbers")
    return Reckoned([*played.faults, *faults], len(pairs), events, pairs)


def show(console: Console, played: Played, reckoned: Reckoned) -> bool:
    """Print all of it; return whether the day was as it must be."""
    diary, heard = played.diary, played.follower
    console.print(
        f"{reckoned.passes:,} passes, {reckoned.events:,} events of {played.spec.doors} doors,"
        f" {len(heard.events):,} on the feed ({heard.asked} times asked again),"
        f" in {played.took_s:,.0f} s"
    )
    console.print("refused: " + _told(diary.refusals))
    console.print("visits: " + _told(diary.happened))
    console.print("asked and not answered in 2 s: " + _told(_unanswered(played)))
    console.print("alerts: " + _told(heard.alerts))
    console.print(_latencies(played, reckoned))
    burst = _answers_ms(played)[Hour.NO_FLY_ENDS]
    fast = bool(burst) and Spread.of(burst).p99 < BURST_P99_MS
    if not fast:
        console.print(f"[red]a burst's 99th answer of 100 took {BURST_P99_MS:g} ms or more[/red]")
    for fault in reckoned.faults[:FAULTS_SHOWN_MAX]:
        console.print(fault, style="red", markup=False, highlight=False)
    console.print(f"broken promises: {len(reckoned.faults)}")
    return fast and not reckoned.faults


def _latencies(played: Played, reckoned: Reckoned) -> Table:
    table = Table(title="milliseconds", caption="floor: an echo through the broker and one commit")
    for heading in ("from touch to answer", "n", "p50", "p95", "p99", "max"):
        table.add_column(heading, justify="left" if heading.startswith("from") else "right")
    _row(table, "the whole day", [a.ms for a in played.diary.answers])
    for hour, values in _answers_ms(played).items():
        _row(table, hour, values)
        _row(table, "  floor", played.floor[hour])
    _row(table, "the bell: from the card to the staff feed", _returns_ms(played, reckoned))
    return table


def _answers_ms(played: Played) -> dict[Hour, list[float]]:
    found: dict[Hour, list[float]] = {hour: [] for hour in Hour}
    for answer in played.diary.answers:
        hour = hour_at(lessons(played.spec), answer.at, played.outages)
        found[hour].append(answer.ms)
    return found


def _unanswered(played: Played) -> Counter[str]:
    all_lessons = lessons(played.spec)
    return Counter(hour_at(all_lessons, at, played.outages) for at in played.diary.unanswered)


def _row(table: Table, name: str, values: Sequence[float]) -> None:
    if not values:
        return
    spread = Spread.of(values)
    several = (spread.p50, spread.share(0.95), spread.p99, spread.most)
    table.add_row(name, f"{len(values):,}", *(f"{ms:.1f}" for ms in several))


def _returns_ms(played: Played, reckoned: Reckoned) -> list[float]:
    """Return how long it took from a card on the way in until staff could read of it."""
    heard = {h.id: h.at_ns for h in played.follower.events.values() if h.kind == "ended"}
    all_lessons = lessons(played.spec)
    return [
        (heard[pair.record.id] - pair.outing.tapped_ns) / 1e6
        for pair in reckoned.pairs
        if pair.outing.tapped is not None
        and pair.record.id in heard
        and hour_at(all_lessons, pair.outing.tapped) is Hour.BELL
    ]


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n:,} {kind}" for kind, n in sorted(counts.items())) or "nothing"
