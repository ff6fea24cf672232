"""What is concluded from heartbeats, and what must not be (A1 to A5, D5, D8)."""

from dataclasses import replace
from datetime import timedelta

from kiosk.core.aggregator.coordination import BeatDue, StaffEnded
from kiosk.core.door.inputs import Cancelled
from kiosk.core.events import Arrived
from kiosk.core.ids import BootId
from kiosk.core.protocol import Grant, Heartbeat, Sync
from kiosk.sim.campaign.bench import BEAT_MS, HALL, S0, Table, promise
from kiosk.sim.campaign.door_disk import Platter
from kiosk.sim.campaign.schools import TEACHER, pair_school


def after_a_power_cut_what_was_asked_for_stays_held() -> None:
    """The last write may be lost, and with it a go that was shown."""
    table = Table(pair_school())
    here = table.doors[0]
    asked = table.ask(here, S0, HALL)
    table.up()
    table.building.said.clear()
    here.lose_power()
    table.settle()
    promise("a pass in doubt is held", kept=table.building.held(asked.id))


def what_nobody_waits_for_is_given_back() -> None:
    """The door's card is changed while a grant is on its way."""
    table = Table(pair_school())
    here = table.doors[0]
    asked = table.ask(here, S0, HALL)
    table.up()
    table.building.said.clear()
    here.take_card(Platter())
    table.beats()
    promise("a grant that nobody waits for is freed", kept=not table.building.held(asked.id))


def what_staff_ended_is_open_no_more() -> None:
    """Staff end a pass away from the door."""
    table = Table(pair_school())
    here = table.doors[0]
    gone = table.go(here, S0, HALL)
    table.building.give(StaffEnded(gone, TEACHER))
    table.beats()
    promise("a pass ended elsewhere is dropped", kept=gone not in here.keeper.state.open)


def what_a_door_has_lost_is_open_again() -> None:
    """The door's card is changed while a student is out."""
    table = Table(pair_school())
    here = table.doors[0]
    gone = table.go(here, S0, HALL)
    here.take_card(Platter())
    table.beats()
    promise("a lost pass is adopted", kept=gone in here.keeper.state.open)


def what_ended_here_is_not_adopted() -> None:
    """Two answers offer the same pass; the student is back between them."""
    table = Table(pair_school())
    here = table.doors[0]
    gone = table.go(here, S0, HALL)
    here.take_card(Platter())
    here.wait(BEAT_MS)
    table.up()
    said = [message for to, message in table.building.said if to == here.door]
    _, second = [message for message in said if isinstance(message, Sync)]
    for message in said:
        if message is not second:
            here.hear(message)
    here.tap(table.card(S0))
    here.hear(second)
    promise("a pass that ended here stays ended", kept=gone not in here.keeper.state.open)


def a_request_given_up_is_dead() -> None:
    """A copy of it comes late (flaw: a grant nobody owns)."""
    table = Table(pair_school())
    here = table.doors[0]
    asked = table.ask(here, S0, HALL)
    here.said.clear()
    here.give(Cancelled())
    table.settle()
    table.building.hear(here.door, asked)
    answers = [m for _, m in table.building.said]
    promise("a dead id is not granted", kept=not any(isinstance(m, Grant) for m in answers))


def a_request_of_an_earlier_life_is_dead() -> None:
    """A copy of it comes after the door has begun another life (flaw)."""
    table = Table(pair_school())
    here = table.doors[0]
    asked = table.ask(here, S0, HALL)
    here.said.clear()
    here.start()
    here.link()
    beat = next(m for m in here.said if isinstance(m, Heartbeat))
    table.building.hear(here.door, beat)
    table.building.hear(here.door, asked)
    promise("a dead life is granted nothing", kept=not table.building.held(asked.id))


def an_arrival_from_before_the_start_closes_nothing() -> None:
    """It comes from another door, by whose clock it was earlier."""
    table = Table(pair_school())
    here, there = table.doors
    gone = table.go(here, S0, HALL)
    arrived = Arrived(
        door=there.door,
        boot=BootId("another"),
        seq=1,
        id=gone,
        mono_ms=1,
        at=table.building.now() - timedelta(minutes=1),
        student=S0,
    )
    table.building.hear(there.door, arrived)
    promise("only a proved return frees", kept=table.building.held(gone))


def out_of_step_nothing_is_concluded() -> None:
    """A heartbeat overtakes the events that it tells of (flaw)."""
    table = Table(pair_school())
    here = table.doors[0]
    table.ask(here, S0, HALL)
    table.up()
    table.down()
    here.wait(4_000)
    here.tap(table.card(S0))
    here.said.clear()
    here.wait(BEAT_MS)
    table.building.hear(here.door, next(m for m in here.said if isinstance(m, Heartbeat)))
    sync = next(m for _, m in table.building.said if isinstance(m, Sync))
    promise("nothing is concluded out of step", kept=sync.reserved == ())


def a_grant_ends_by_no_clock() -> None:
    """It is not used for a minute, and nothing is heard of it (flaw)."""
    table = Table(pair_school())
    asked = table.ask(table.doors[0], S0, HALL)
    table.up()
    for _ in range(12):
        table.building.now_ms += BEAT_MS
        table.building.give(BeatDue())
    promise("no timer frees a grant", kept=table.building.held(asked.id))


def what_is_waited_for_is_not_given_back() -> None:
    """An answer calls a grant reserved that the door has asked for meanwhile."""
    table = Table(pair_school())
    here = table.doors[0]
    here.wait(BEAT_MS)
    table.up()
    sync = next(m for to, m in table.building.said if isinstance(m, Sync) and to == here.door)
    asked = table.ask(here, S0, HALL)
    here.hear(replace(sync, reserved=(asked.id,)))
    kept = all(event.id != asked.id for event in here.disk.events().values())
    promise("what the door waits for is kept", kept=kept)


def a_rolled_back_card_gets_in_step_again() -> None:
    """The aggregator has taken more of an earlier life than the door remembers (flaw)."""
    table = Table(pair_school())
    here = table.doors[0]
    image = here.disk.seen.copy()
    gone = table.go(here, S0, HALL)
    here.said.clear()
    here.disk.put_back(image)
    here.start()
    here.link()
    table.beats()
    promise("a rolled back door is in step again", kept=gone in here.keeper.state.open)
