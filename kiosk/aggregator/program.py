"""The aggregator program: links, journal and board around one mind, in one thread of its own."""

import gc
import logging
import queue
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import monotonic

from kiosk.aggregator.desk import Arrival, Came, Delivered, Desk, Up
from kiosk.aggregator.mind import Mind, Now, utc_now
from kiosk.aggregator.petitions import Petitions, Question
from kiosk.aggregator.pin_checker import PinChecker
from kiosk.aggregator.reception import read
from kiosk.aggregator.replay import read_question
from kiosk.aggregator.web.acts import Acts
from kiosk.aggregator.web.app import make_app
from kiosk.aggregator.web.audience import Audience
from kiosk.aggregator.web.server import WebServer
from kiosk.core.aggregator.coordination import ActAsked, Aside, BeatDue, BuildingInput, LinkUp
from kiosk.core.pins import CheckPin, PinAsked, PinChecked
from kiosk.core.ports import Codec
from kiosk.core.school import School
from kiosk.feed.link import SWITCH_S
from kiosk.feed.walk import Broker
from kiosk.settings import AggregatorSettings
from kiosk.store.building_journal import BuildingJournal
from kiosk.store.claim import claimed
from kiosk.store.failures import JournalError
from kiosk.store.school_files import load_school
from kiosk.store.staff_pins import draw_code

_log = logging.getLogger(__name__)

ARRIVALS_MAX = 20_000
"""Arrivals that may wait: some 100 doors' worth of a bad minute; doors send again what is lost."""
BATCH_MAX = 500
"""Arrivals decided under one commit: beyond that, answering the first would wait on the last."""
BEAT_S = 2.5
"""Time between heartbeats to all doors: PROTOCOL section 2 promises one every 5 s at least."""
BOARD_EVERY_S = 0.1
"""Shortest time between two boards: faster than an eye can tell, slower than a bell's burst."""
BOARD_SHARE_MAX = 0.05
"""Part of the time that boards may take while doors wait for answers: with very many out a board
takes long, and then they come less often."""
BOARD_PAUSE_S_MAX = 4.0
"""However long a board takes, the next comes before readers hold this one to be old."""
CHECKPOINT_EVERY_S = 60.0
NEW_LIFE_PAUSE_S = 1.0
"""Pause before a new start after a failed commit: a full disk must not be tried in a tight loop."""
Asked = Question | PinChecked
"""What people in browsers ask, and PINs that were looked at."""
MakeJournal = Callable[[Path, Codec], BuildingJournal]


class AggregatorProgram:
    """Everything of one building's aggregator, wired."""

    def __init__(
        self,
        settings: AggregatorSettings,
        school: School,
        make_journal: MakeJournal = BuildingJournal,
        now: Now = utc_now,
    ) -> None:
        self._settings = settings
        self._now = now
        self._make_journal = make_journal
        self._school = school
        self._arrivals: queue.SimpleQueue[Arrival | Asked | None] = queue.SimpleQueue()
        brokers = [Broker(b.host, b.port) for b in settings.brokers]
        self._desk = Desk(settings.building_id, school.roster, brokers, self._put)
        self._audience = Audience()
        self._petitions = Petitions(self._put)
        self._checker = PinChecker(settings.school, settings.card_key, self._put)
        acts = Acts(
            self._petitions,
            partial(draw_code, settings.card_key),
            from_network=settings.web.acts_from_network,
        )
        app = make_app(self._audience, settings.name, school.schedule.time_zone, acts)
        self.web = WebServer(app, settings.web.host, settings.web.port)
        self._mind: Mind | None = None
        self._beat_s = 0.0
        self._board_s = 0.0
        self._tidied_s = monotonic()
        self._board_stale = True
        self._ending = False

    def open(self) -> None:
        """Read the journal, serve the board, connect."""
        self._begin_life()
        self._checker.start()
        self.web.start()
        self._desk.open()

    def close(self) -> None:
        """End links, board and journal."""
        self._desk.close()
        self.web.close()
        self._checker.close()
        self._end_life()

    def end(self) -> None:
        """Let `serve` return; safe in a signal handler."""
        self._ending = True
        self._arrivals.put(None)

    def serve(self) -> None:
        """Take what arrives until `end`; a commit that fails begins a new life from disk."""
        while not self._ending:
            batch = self._next_batch()
            try:
                if self._mind is not None:
                    self._take(self._mind, batch)
                elif monotonic() >= self._beat_s:
                    # Links that came up between two lives have told nobody: say everything.
                    self._take(self._begin_life(), [Up()])
            except JournalError as fault:
                _log.error("nothing is decided until this is mended: %s", fault)
                self._fail()
            except Exception:  # noqa: BLE001 # the top of the loop logs and begins anew
                # The top of the aggregator's loop: memory can't be trusted, what is on disk can.
                _log.exception("a batch of %d could not be taken", len(batch))
                self._fail()

    # --- one turn -------------------------------------------------------------------------------

    def _next_batch(self) -> list[Arrival | Asked]:
        """Wait for an arrival or for time to do something, then take all that is there."""
        batch: list[Arrival | Asked] = []
        due_s = self._beat_s
        if self._mind is not None and self._board_stale:
            due_s = min(due_s, self._board_s)
        try:
            arrival = self._arrivals.get(timeout=max(0.0, due_s - monotonic()))
            while arrival is not None:
                batch.append(arrival)
                if len(batch) == BATCH_MAX:
                    break
                arrival = self._arrivals.get_nowait()
        except queue.Empty:
            pass
        return batch

    def _take(self, mind: Mind, batch: Sequence[Arrival | Asked]) -> None:
        inputs: list[BuildingInput] = []
        for arrival in batch:
            match arrival:
                case Came():
                    inputs += self._came(mind, arrival)
                case Up():
                    inputs.append(LinkUp())
                case Delivered(n):
                    mind.delivered(n)
                case ActAsked() | PinAsked() | PinChecked():
                    inputs.append(arrival)
        now_s = monotonic()
        if now_s >= self._beat_s:
            self._beat_s = now_s + BEAT_S
            self._board_stale = True
            inputs.append(BeatDue())
            mind.republish()
        if inputs:
            self._board_stale = True
            mind.take(inputs)
        if self._board_stale and now_s >= self._board_s:
            self._show_board(mind)
        if not batch and now_s - self._tidied_s > CHECKPOINT_EVERY_S:
            self._tidied_s = now_s
            mind.checkpoint()

    def _show_board(self, mind: Mind) -> None:
        begun_s = monotonic()
        self._audience.publish(mind.board())
        took_s = monotonic() - begun_s
        pause_s = min(max(BOARD_EVERY_S, took_s / BOARD_SHARE_MAX), BOARD_PAUSE_S_MAX)
        self._board_s, self._board_stale = begun_s + pause_s, False

    def _came(self, mind: Mind, came: Came) -> list[BuildingInput]:
        topics = self._desk.topics
        if came.topic == topics.staff_replay:
            question = read_question(came.payload, topics.staff_replay + "/")
            if question is not None:
                bodies = mind.replay(question.start, question.limit)
                self._desk.answer_replay(question.reply_to, bodies)
            return []
        door_topic = topics.parse_door(came.topic)
        if door_topic is None:
            _log.warning("a message came on a topic that nobody subscribed to")
            return []
        return [read(self._desk.codec, door_topic, came.payload, retained=came.retained)]

    # --- lives ----------------------------------------------------------------------------------

    def _begin_life(self) -> Mind:
        path = self._settings.data_dir / "building.sqlite3"
        journal = self._make_journal(path, self._desk.codec)
        try:
            mind = Mind(self._school, journal, self._desk, self._aside, now=self._now)
        except JournalError:
            journal.close()
            raise
        # What was read stays: to look through it again and again for what can be forgotten would
        # hold up answers.
        gc.freeze()
        self._mind = mind
        return mind

    def _fail(self) -> None:
        self._end_life()
        self._beat_s = monotonic() + NEW_LIFE_PAUSE_S

    def _end_life(self) -> None:
        mind, self._mind = self._mind, None
        if mind is None:
            return
        try:
            mind.close()
        except JournalError as fault:
            _log.error("the journal did not close well: %s", fault)

    def _aside(self, command: Aside) -> None:
        if isinstance(command, CheckPin):
            self._checker.check(command)
        else:
            self._petitions.answered(command)

    def _put(self, arrival: Arrival | Asked) -> None:
        if self._arrivals.qsize() < ARRIVALS_MAX:
            self._arrivals.put(arrival)
        else:
            _log.warning("more arrives than can be decided: one message is left to be sent again")


def run(
    settings: AggregatorSettings,
    make_journal: MakeJournal = BuildingJournal,
    now: Now = utc_now,
) -> int:
    """Run a building's aggregator until SIGTERM or SIGINT; prints `ready board=URL` when it is.

    Raises JournalInUseError while another aggregator has its data folder.
    """
    sys.setswitchinterval(SWITCH_S)
    school = load_school(settings.school, settings.card_key)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    program = AggregatorProgram(settings, school, make_journal, now)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: program.end())
    # Two minds over one record would both grant the last place.
    with claimed(settings.data_dir):
        try:
            program.open()
            sys.stdout.write(f"ready board=http://{settings.web.host}:{program.web.port}/\n")
            sys.stdout.flush()
            program.serve()
        finally:
            program.close()
    return 0
