"""The door's rules (D1 to D8), each taken away in turn."""

from collections.abc import Iterable
from dataclasses import replace
from heapq import nlargest

from kiosk.core.door import asking, doorkeeper, doorstate, outbox, session, syncing, turns
from kiosk.core.door.commands import DoorCommand, Record, Send, Show
from kiosk.core.door.doorbook import Append, DoorChange, DropPending, PutOpen, PutPending
from kiosk.core.door.doorkeeper import Doorkeeper
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import DoorInput, Moment, SessionInput
from kiosk.core.door.outbox import Outbox
from kiosk.core.door.scene import Screen
from kiosk.core.door.session import Session
from kiosk.core.events import Abandoned
from kiosk.core.ids import BootId, PassId
from kiosk.core.protocol import AdoptedPass, Heartbeat, Request, Sync, ToDoor
from kiosk.core.rulebook import Decision
from kiosk.sim.campaign.wearing import Mutant, Piece

NEVER_MS = 10**12


def _new_id_on_retry() -> list[Piece]:
    really = asking.time_passes

    def time_passes(state: DoorState, turn: turns.Checking, moment: Moment) -> asking.Step:
        following, commands = really(state, turn, moment)
        match commands:
            case [*_, Send(Request() as again)] if isinstance(following, turns.Checking):
                fresh = replace(again, id=moment.fresh_id)
                del state.pending[again.id]
                state.pending[fresh.id] = fresh
                changes = (DropPending(again.id), PutPending(fresh))
                return replace(following, request=fresh), [Record(changes), Send(fresh)]
        return following, commands

    return [(asking, "time_passes", time_passes)]


def _go_before_commit() -> list[Piece]:
    really = Doorkeeper.step

    def step(self: Doorkeeper, happened: DoorInput, moment: Moment) -> list[DoorCommand]:
        commands = really(self, happened, moment)
        turn = self.session.turn
        if isinstance(turn, turns.Starting):
            self.session.turn = turns.Out(turn.who, turn.id, moment.mono_ms + asking.OUT_MS)
            scene = replace(self._draw(self.state, self.session, moment), screen=Screen.OUT)
            commands.insert(0, Show(scene))
        return commands

    return [(Doorkeeper, "step", step)]


def _given_up_without_a_word() -> list[Piece]:
    def give_up(state: DoorState, request: Request, _moment: Moment) -> list[DoorCommand]:
        state.pending.pop(request.id, None)
        return [Record((DropPending(request.id),))]

    return [(asking, "give_up", give_up)]


def _tap_kept_for_later() -> list[Piece]:
    really = Session.handle

    def handle(self: Session, happened: SessionInput, moment: Moment) -> list[DoorCommand]:
        commands = really(self, happened, moment)
        self._checked_ms.clear()
        return commands

    return [(Session, "handle", handle)]


def _older_pendings_forgotten() -> list[Piece]:
    really = Doorkeeper.begin

    def begin(self: Doorkeeper, moment: Moment) -> list[DoorCommand]:
        self._memory = replace(self._memory, pending=(), reserved=())
        return really(self, moment)

    return [(Doorkeeper, "begin", begin)]


def _never_in_doubt() -> list[Piece]:
    really = asking.abandon

    def abandon(
        state: DoorState, request: Request, moment: Moment, *, doubt: bool
    ) -> list[DoorChange]:
        return really(state, request, moment, doubt=doubt and False)

    return [(asking, "abandon", abandon)]


def _no_doubt_about_reserved_ids() -> list[Piece]:
    really = Doorkeeper.begin

    def begin(self: Doorkeeper, moment: Moment) -> list[DoorCommand]:
        self.state.doubtful = frozenset()
        return really(self, moment)

    return [(Doorkeeper, "begin", begin)]


def _sent_is_done() -> list[Piece]:
    really = Outbox.due

    def due(self: Outbox) -> tuple[outbox.Row, ...]:
        rows = really(self)
        for row in rows:
            self.drop(row)
        return rows

    return [(Outbox, "due", due)]


def _lost_stays_lost() -> list[Piece]:
    def lost_again(
        _self: Outbox, _upto: object, _heartbeat_ms: int
    ) -> dict[BootId, tuple[int, ...]]:
        return {}

    return [(Outbox, "lost_again", lost_again)]


def _any_answer_tells_of_loss() -> list[Piece]:
    really = Outbox.lost_again

    def lost_again(self: Outbox, upto: dict[BootId, int], _heartbeat_ms: int) -> object:
        return really(self, upto, NEVER_MS)

    return [(Outbox, "lost_again", lost_again)]


def _newest_first() -> list[Piece]:
    return [(outbox, "nsmallest", nlargest)]


def _all_at_once() -> list[Piece]:
    return [(outbox, "UNDER_WAY_MAX", NEVER_MS)]


def _older_epochs_heard() -> list[Piece]:
    really = Doorkeeper._heard

    def heard(self: Doorkeeper, message: ToDoor, moment: Moment) -> list[DoorCommand]:
        epoch = getattr(message, "epoch", None)
        if epoch is not None and epoch < self.state.epoch:
            return self._take(message, moment)
        return really(self, message, moment)

    return [(Doorkeeper, "_heard", heard)]


def _new_epoch_said_to_nobody() -> list[Piece]:
    really = Doorkeeper._heartbeat

    def heartbeat(self: Doorkeeper, moment: Moment) -> list[DoorCommand]:
        commands = really(self, moment)
        return [
            Send(replace(command.message, epoch=1))
            if isinstance(command, Send) and isinstance(command.message, Heartbeat)
            else command
            for command in commands
        ]

    return [(Doorkeeper, "_heartbeat", heartbeat)]


def _nothing(*_args: object) -> list[object]:
    return []


def _disown_without_looking() -> list[Piece]:
    def disown(state: DoorState, reserved: Iterable[PassId], moment: Moment) -> list[DoorChange]:
        changes: list[DoorChange] = []
        for pass_id in reserved:
            event: Abandoned = asking.abandoned(state, pass_id, moment, doubt=False, request=None)
            changes.append(Append(event))
        return changes

    return [(syncing, "_disown", disown)]


def _adopt_without_looking() -> list[Piece]:
    really = syncing._adopt

    def adopt(state: DoorState, lost: Iterable[AdoptedPass]) -> list[DoorChange]:
        some = list(lost)
        for each in some:
            state.states.pop(each.id, None)
        return really(state, some)

    return [(syncing, "_adopt", adopt)]


def _old_answers_taken() -> list[Piece]:
    really = Doorkeeper._sync

    def sync(self: Doorkeeper, answer: Sync, moment: Moment) -> list[DoorCommand]:
        self._synced_ms = -1
        return really(self, replace(answer, boot=self.state.boot), moment)

    return [(Doorkeeper, "_sync", sync)]


def _fence_kept_to_oneself() -> list[Piece]:
    really = syncing.conclude

    def conclude(state: DoorState, sync: Sync, moment: Moment) -> list[DoorChange]:
        return really(state, replace(sync, fence=0), moment)

    return [(doorkeeper, "conclude", conclude)]


def _open_only_in_memory() -> list[Piece]:
    really = DoorState.start

    def start(self: DoorState, *args: object) -> list[DoorChange]:
        changes: list[DoorChange] = really(self, *args)  # type: ignore[arg-type] # as given
        return [change for change in changes if not isinstance(change, PutOpen)]

    return [(DoorState, "start", start)]


def _alone_is_yes() -> list[Piece]:
    def alone(_decision: Decision, _when: object) -> Decision:
        return Decision(())

    return [(doorstate, "alone", alone)]


DOOR_MUTANTS = (
    Mutant("new_id_on_retry", "D1: the same id on every retry", _new_id_on_retry),
    Mutant("go_before_commit", "D2: show only after the commit returned", _go_before_commit),
    Mutant(
        "stalled_go_shown",
        "D2: a commit that took too long is not shown",
        lambda: [(asking, "COMMIT_MAX_MS", NEVER_MS)],
    ),
    Mutant("open_only_in_memory", "D2: one transaction opens the pass", _open_only_in_memory),
    Mutant("given_up_silently", "D3: what is given up is said", _given_up_without_a_word),
    Mutant("tap_kept_for_later", "D4: taps while checking are ignored", _tap_kept_for_later),
    Mutant(
        "every_read_is_a_tap",
        "D4: the same card within 3 s is one tap",
        lambda: [(session, "SAME_TAP_MS", 0)],
    ),
    Mutant(
        "older_pendings_forgotten", "D5: older pendings are given up", _older_pendings_forgotten
    ),
    Mutant("never_in_doubt", "D5: in doubt after an unclean stop", _never_in_doubt),
    Mutant("no_doubt_reserved", "D5: so are ids in reserve", _no_doubt_about_reserved_ids),
    Mutant("sent_is_done", "D6: in the outbox until acknowledged", _sent_is_done),
    Mutant("lost_stays_lost", "D6: sent again if the answer shows a loss", _lost_stays_lost),
    Mutant("any_answer_tells_of_loss", "D6: only a later answer counts", _any_answer_tells_of_loss),
    Mutant("newest_first", "D6: lowest (boot, seq) first", _newest_first),
    Mutant("all_at_once", "D6: at most 8 events under way", _all_at_once),
    Mutant("older_epochs_heard", "D7: lower epochs are ignored", _older_epochs_heard),
    Mutant("new_epoch_unsaid", "D7: heartbeats carry the newest epoch", _new_epoch_said_to_nobody),
    Mutant("old_answers_taken", "D8: only newer answers of this life", _old_answers_taken),
    Mutant(
        "reserved_kept",
        "D8: reserved by nobody is given up",
        lambda: [(syncing, "_disown", _nothing)],
    ),
    Mutant("closed_kept", "D8: closed is dropped", lambda: [(syncing, "_close", _nothing)]),
    Mutant("adopt_left", "D8: adopt is opened", lambda: [(syncing, "_adopt", _nothing)]),
    Mutant("disown_blindly", "D8: not what it waits for or started", _disown_without_looking),
    Mutant("adopt_blindly", "D8: not what ended here", _adopt_without_looking),
    Mutant("fence_kept_to_oneself", "A6: any door can tell of a rollback", _fence_kept_to_oneself),
    Mutant("alone_is_yes", "Alone: never a silent yes", _alone_is_yes),
)
