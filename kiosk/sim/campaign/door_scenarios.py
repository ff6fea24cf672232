"""What a door does when things come in one very particular order (D1 to D7)."""

from kiosk.core.aggregator.coordination import HoldsSet
from kiosk.core.door.inputs import Cancelled, LinkChanged
from kiosk.core.door.scene import Screen
from kiosk.core.protocol import EpochBeat, Heartbeat, Sync
from kiosk.core.rule import Holds
from kiosk.sim.campaign.bench import BEAT_MS, BOOTH, HALL, S0, Table, promise
from kiosk.sim.campaign.schools import TEACHER, pair_school


def a_retry_gets_its_own_grant() -> None:
    """The answer to the first try is lost (flaw: refused by their own ghost)."""
    table = Table(pair_school())
    here = table.doors[0]
    table.ask(here, S0, HALL)
    table.up()
    table.building.said.clear()
    table.wait(600)
    table.settle()
    promise("a retry has the id of the first try", kept=here.screen is Screen.OUT)


def a_go_that_took_too_long_is_void() -> None:
    """The commit stalls; the start is stamped before it (flaw)."""
    table = Table(pair_school())
    here = table.doors[0]
    here.commit_ms = 4_000
    asked = table.ask(here, S0, HALL)
    table.settle()
    promise("a stalled go is not shown", kept=all(s.screen is not Screen.OUT for s in here.scenes))
    promise("a void pass is not held", kept=not table.building.held(asked.id))


def what_is_given_up_is_free_at_once() -> None:
    """The student cancels while the grant is lost."""
    table = Table(pair_school())
    here = table.doors[0]
    asked = table.ask(here, S0, BOOTH)
    table.up()
    table.building.said.clear()
    here.give(Cancelled())
    table.up()
    promise("a request given up is not held", kept=not table.building.held(asked.id))


def a_tap_while_checking_is_no_return() -> None:
    """It is handled late, after the go (flaw)."""
    table = Table(pair_school())
    here = table.doors[0]
    here.tap(table.card(S0))
    table.wait(3_000)
    here.choose(HALL)
    (asked,) = here.keeper.state.pending
    table.wait(300)
    here.commit_ms = 500
    table.settle()
    here.tap(table.card(S0), before_ms=600)
    promise("a tap from before the go ends nothing", kept=asked in here.keeper.state.open)


def a_second_read_is_no_return() -> None:
    """The reader repeats the card that is held to it until the go."""
    table = Table(pair_school())
    here = table.doors[0]
    asked = table.ask(here, S0, HALL)
    table.settle()
    here.now_ms += 1_000
    here.tap(table.card(S0))
    promise("a repeated card is one tap", kept=asked.id in here.keeper.state.open)


def an_answer_that_was_under_way_tells_of_no_loss() -> None:
    """The acknowledgement overtakes the answer to an older heartbeat (flaw)."""
    table = Table(pair_school())
    here = table.doors[0]
    table.ask(here, S0, HALL)
    table.up()
    table.down()
    started = here.said.pop()
    here.wait(BEAT_MS)
    heartbeat = next(m for m in here.said if isinstance(m, Heartbeat))
    here.said.clear()
    table.building.hear(here.door, heartbeat)
    late, table.building.said = table.building.said, []
    table.building.hear(here.door, started)
    table.down()
    for to, message in late:
        if to == here.door:
            here.hear(message)
    promise("an older answer is no rollback", kept=len(here.keeper.state.outbox) == 0)


def the_oldest_events_go_first_and_few_at_a_time() -> None:
    """A door comes back from a time alone (flaw: another order livelocks after a rollback)."""
    table = Table(pair_school())
    here = table.doors[0]
    here.give(LinkChanged(up=False))
    for _ in range(12):
        here.wait(4_000)
        here.tap(table.card(S0))
        here.choose(HALL)
        here.give(Cancelled())
    here.link()
    sent = [m.seq for m in here.said if not isinstance(m, Heartbeat) and hasattr(m, "seq")]
    promise("the oldest eight events go first", kept=sent == list(range(1, 9)))


def an_older_epoch_is_not_heard() -> None:
    """A grant of a life that was lost comes late."""
    table = Table(pair_school())
    here = table.doors[0]
    table.ask(here, S0, HALL)
    table.up()
    here.hear(EpochBeat(epoch=5, now=table.building.now()))
    table.down()
    promise("a grant of an older epoch starts nothing", kept=here.screen is Screen.CHECKING)


def an_answer_to_an_older_heartbeat_changes_nothing() -> None:
    """Two answers come in the wrong order."""
    table = Table(pair_school())
    here = table.doors[0]
    answers: list[Sync] = []
    for hold in (True, False):
        table.building.give(HoldsSet(Holds(hold=hold), TEACHER))
        here.wait(BEAT_MS)
        table.up()
        answers += [m for to, m in table.building.said if isinstance(m, Sync) and to == here.door]
        table.building.said.clear()
    here.hear(answers[-1])
    here.hear(answers[0])
    promise("the newest answer stands", kept=not here.keeper.state.holds.hold)


def what_an_earlier_life_asked_for_is_given_up() -> None:
    """The program dies between the request and its answer."""
    table = Table(pair_school())
    here = table.doors[0]
    asked = table.ask(here, S0, HALL)
    table.up()
    here.start()
    here.link()
    table.up()
    promise("an older pending is given up", kept=not table.building.held(asked.id))
    promise("no pending is left", kept=here.disk.pending_ids() == set())


def after_a_power_cut_what_went_under_an_id_in_reserve_stays_held() -> None:
    """The card had the id and nothing else, and may have lost the start."""
    table = Table(pair_school())
    here = table.doors[0]
    table.go(here, S0, HALL)
    table.wait(4_000)
    here.tap(table.card(S0))
    table.settle()
    table.wait(4_000)
    asked = table.ask(here, S0, HALL)
    promise("the request goes under the id in reserve", kept=not here.disk.pending_ids())
    table.up()
    here.lose_power()
    table.beats()
    promise("what may have been shown stays held", kept=table.building.held(asked.id))
