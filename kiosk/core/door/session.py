"""One student's turn at a door: inputs in, commands out."""

from typing import get_args

from kiosk.core.door import (
    approving,
    asking,
    cardturns,
    enrolling,
    greeting,
    handing,
    holding,
    keeping,
    lineturn,
    ownrecord,
    panel,
    pinpad,
    questions,
    staffturn,
    summoning,
    touching,
    turns,
    typedid,
    visiting,
)
from kiosk.core.door.commands import DoorCommand, Record, Send
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import (
    CardGarbled,
    CardTapped,
    GoRecorded,
    Moment,
    PanelAct,
    PanelPressed,
    SentByStaff,
    SessionInput,
    Tick,
    Touch,
)
from kiosk.core.door.night import AWAKE_MS
from kiosk.core.door.scene import Toast
from kiosk.core.events import EndedHow, IdentifiedBy
from kiosk.core.ids import CardHash, StaffId, StudentId
from kiosk.core.protocol import Call, Grant, Identify, Identity, Refusal, Sync
from kiosk.core.school import Student

SAME_TAP_MS = 3_000
"""D4: the same card within this time is one tap."""
CARDS_REMEMBERED_MAX = 50
"""Cards whose last tap is kept for `SAME_TAP_MS`: more than can be tapped in that time."""
CHECKS_REMEMBERED_MAX = 50
"""Students whose last check's end is kept: more than pass a door while one tap waits its turn."""
TOAST_MS = 3_000

BUSY = (
    turns.Choosing,
    turns.Offered,
    turns.Identifying,
    turns.Checking,
    turns.Starting,
    turns.AskTeacher,
    turns.Overriding,
    turns.Urging,
    turns.OutElsewhere,
    turns.TypingId,
    turns.Vouching,
    cardturns.Enrolling,
    cardturns.OwnRecord,
    turns.PinPad,
    turns.Panel,
    turns.Refusing,
    turns.Returning,
    turns.Setting,
    turns.Picking,
)
"""Turns that another student's card does not take away."""

BY_SOMEBODY = (CardTapped, CardGarbled, *get_args(Touch))
"""Inputs that somebody in front of the door has caused."""


class Session:
    """Whose turn it is and what they are being asked; everything lasting is in `DoorState`."""

    def __init__(self, state: DoorState) -> None:
        self._state = state
        self.turn: turns.Turn = turns.Idle()
        self.toast: Toast | None = None
        self._toast_ends_ms = 0
        self._tapped_ms: dict[CardHash, int] = {}
        self._now_ms = 0
        self._turn_ms = 0
        """Since when this kind of page stands: a badge tapped before can't have answered it."""
        self._checked_ms: dict[StudentId, int] = {}
        """When whose check ended: that student's taps from before mean nothing (D4)."""
        self.awake_until_ms = AWAKE_MS
        """Until then the screen is bright at night too: somebody is, or was just now, there."""
        self.summons = summoning.Summons()
        self.handing = handing.Handing()

    def handle(self, happened: SessionInput, moment: Moment) -> list[DoorCommand]:
        """Take one input; return what is to be recorded and sent, in order."""
        before, self._now_ms = self.turn, moment.mono_ms
        if self.turn != turns.Idle() or isinstance(happened, BY_SOMEBODY):
            self.awake_until_ms = moment.mono_ms + AWAKE_MS
        self.turn, commands = self._step(happened, moment)
        if isinstance(happened, Tick):
            commands += holding.due(self._state, moment)
            # Of other inputs the fresh id may be another pass's already.
            commands += self.summon(moment)
        self._next_page(moment)
        if type(self.turn) is not type(before):
            self._turn_ms = moment.mono_ms
        still = isinstance(self.turn, turns.Checking | turns.Starting)
        if isinstance(before, turns.Checking | turns.Starting) and not still:
            self._checked_ms.pop(before.who.id, None)
            self._checked_ms[before.who.id] = moment.mono_ms
            while len(self._checked_ms) > CHECKS_REMEMBERED_MAX:
                del self._checked_ms[next(iter(self._checked_ms))]
        return commands

    def summon(self, moment: Moment) -> list[DoorCommand]:
        """Start an urgent appointment that has come, with the input's own fresh id."""
        asks_now = summoning.asks_now(self.turn)
        commands = summoning.start(self._state, self.summons, asks_now, moment)
        self._next_page(moment)
        return commands

    def _next_page(self, moment: Moment) -> None:
        """Once nobody has a turn: tell who is to go, and go on with the passes that staff make."""
        if self.turn != turns.Idle():
            return
        page = self.summons.next_page(self._state, moment)
        following = page or self.handing.next_page(self._state, moment)
        if following is not None:
            self.turn, self._turn_ms = following, moment.mono_ms

    def wakes_ms(self) -> int | None:
        """Return when time alone changes something here."""
        times = [self._toast_ends_ms] if self.toast else []
        times += [self._state.held.due_ms] if self._state.held else []
        for ms in (
            self._state.line.wakes_ms(self._now_ms),
            self._state.near.wakes_ms(self._now_ms),
        ):
            times += [] if ms is None else [ms]
        match self.turn:
            case turns.Idle() | turns.Starting():
                pass
            case turns.Identifying(deadline_ms=ms):
                times.append(ms)
            case turns.Checking(resend_ms=resend, deadline_ms=deadline):
                times.append(min(resend, deadline))
            case (
                turns.TypingId()
                | turns.PinPad()
                | cardturns.Enrolling()
                | cardturns.OwnRecord() as page
            ):
                times.append(questions.wakes_ms(page))
            case turns.Panel() as page:
                times.append(panel.wakes_ms(page, self._now_ms))
            case other:
                times.append(other.closes_ms)
        return min(times, default=None)

    def _step(self, happened: SessionInput, moment: Moment) -> asking.Step:
        match happened, self.turn:
            case CardTapped(card, tapped_ms), _:
                return self._tapped(card, tapped_ms, moment)
            case CardGarbled(), _:
                self._say(Toast("try_again"), moment)
            case Call(approved_by=staff) as call, turns.AskTeacher(refused=asked) as turn if (
                staff is not None and call.id == asked
            ):
                return approving.called(self._state, turn, staff, moment)
            case Call() as call, _:
                return self._called(call, moment), []
            case Sync() as sync, turns.AskTeacher() as turn:
                return approving.told(turn, sync, moment), []
            case GoRecorded(pass_id), turns.Starting() as turn if turn.id == pass_id:
                return asking.go_recorded(self._state, turn, moment)
            case Grant() | Refusal() as answer, turns.Checking() as turn:
                if answer.id == turn.request.id:
                    return asking.answered(self._state, turn, answer, moment)
            case Identity() as identity, _:
                return self._identified(identity, moment)
            case Tick(), _:
                return self._time_passes(moment)
            case SentByStaff() as sent, _ if self._state.school is not None:
                return self._hand(sent, moment)
            case PanelPressed(PanelAct.SEND), turns.Picking(marked=marked) as turn if marked:
                return self._hand(SentByStaff(turn.staff, marked), moment)
            case _:
                step = ownrecord.take(self._state, self.turn, happened, moment)
                step = step or enrolling.take(self._state, self.turn, happened, moment)
                step = step or typedid.take(self._state, self.turn, happened, moment)
                step = step or staffturn.take(self._state, self.turn, happened, moment)
                return step or self._touched(happened, moment)
        return self.turn, []

    def _hand(self, sent: SentByStaff, moment: Moment) -> asking.Step:
        self.handing.take(self._state, sent)
        return touching.leave(self._state, self.turn, moment)

    def _touched(self, happened: SessionInput, moment: Moment) -> asking.Step:
        toast = touching.told(self.turn, happened)
        if toast is not None:
            self._say(toast, moment)
        return touching.touched(self._state, self.turn, happened, moment)

    # --- cards ----------------------------------------------------------------------------------

    def _tapped(self, card: CardHash, tapped_ms: int, moment: Moment) -> asking.Step:
        last_ms = self._tapped_ms.pop(card, None)
        self._tapped_ms[card] = tapped_ms
        while len(self._tapped_ms) > CARDS_REMEMBERED_MAX:
            del self._tapped_ms[next(iter(self._tapped_ms))]
        repeated = last_ms is not None and tapped_ms - last_ms < SAME_TAP_MS
        if repeated or self._state.school is None:
            return self.turn, []
        if (
            isinstance(self.turn, cardturns.OwnRecord)
            and self.turn.stage is not cardturns.OwnStage.ASK
        ):
            # Whoever comes next reads nothing of it.
            self.turn = turns.Idle()
        staff = self._state.staff_of(card)
        if staff is not None:
            return self._badge(card, staff, tapped_ms, moment)
        who = self._state.student_of(card)
        if who is None:
            return self._ask_whose(card, moment)
        if tapped_ms <= self._checked_ms.get(who.id, -1):
            return self.turn, []
        return self._student(card, who, tapped_ms, moment)

    def _badge(self, card: CardHash, staff: StaffId, tapped_ms: int, moment: Moment) -> asking.Step:
        if tapped_ms >= self._turn_ms:
            step = staffturn.badge(self._state, self.turn, staff, moment)
            if step is not None:
                return step
        # It answered nothing, so the next one may: a teacher who was too early taps again.
        del self._tapped_ms[card]
        return self.turn, []

    def _student(self, card: CardHash, who: Student, tapped_ms: int, moment: Moment) -> asking.Step:
        match self.turn:
            case turns.Checking(who=now) | turns.Starting(who=now) if now.id == who.id:
                return self.turn, []
            case (
                turns.AskTeacher(who=now)
                | turns.Choosing(who=now)
                | turns.Offered(who=now)
                | turns.Overriding(who=now)
                | turns.Urging(who=now)
                | turns.OutElsewhere(who=now)
                | cardturns.OwnRecord(who=now)
            ) if now.id == who.id:
                return touching.more_time(self.turn, moment), []
            case turns.Summoned(who=now) as turn if now.id == who.id and tapped_ms >= self._turn_ms:
                return summoning.acknowledged(turn, moment), []
        if isinstance(self.turn, turns.Vouching) and self.turn.who.id == who.id:
            # The card is found: it proves what the typed ID could not.
            self.turn = turns.Idle()
        opened = self._state.open_of(who.id)
        if opened is not None:
            recorded = Record(tuple(self._state.end(opened.id, EndedHow.TAP, moment)))
            if isinstance(self.turn, BUSY):
                self._say(Toast("welcome_back", who.label), moment)
                return self.turn, [recorded]
            return greeting.welcome(who, moment, opened), [recorded]
        if isinstance(self.turn, BUSY):
            self._say(Toast("busy"), moment)
            return self.turn, []
        waiting = self._state.line.of(who.id)
        if waiting is not None and self._state.link.answers(moment.mono_ms):
            return lineturn.tapped(self._state, who, waiting, tapped_ms, moment)
        asked = [Send(Identify(id=moment.fresh_id, card=card))] if self._state.link.up else []
        near = self._state.near.of(who.id, moment)
        if near is not None:
            return keeping.offer(who, near, moment.fresh_id, moment), list(asked)
        return greeting.offer(who, moment.fresh_id, moment), list(asked)

    def _ask_whose(self, card: CardHash, moment: Moment) -> asking.Step:
        if isinstance(self.turn, BUSY):
            self._say(Toast("busy"), moment)
            return self.turn, []
        if not self._state.link.up:
            return turns.CardUnknown(moment.mono_ms + asking.DENIED_MS, asked=False), []
        turn = turns.Identifying(card, moment.fresh_id, moment.mono_ms + asking.DEADLINE_MS)
        return turn, [Send(Identify(id=moment.fresh_id, card=card))]

    def _identified(self, identity: Identity, moment: Moment) -> asking.Step:
        match self.turn:
            case turns.TypingId(asked_as=asked_as) as keys if asked_as == identity.id:
                return typedid.answered(self._state, keys, identity, moment)
            case turns.Identifying(asked_as=asked_as) as asking_whose if asked_as == identity.id:
                return self._card_known(asking_whose, identity, moment)
            case (
                turns.Choosing(who=who, asked_as=asked_as)
                | turns.Offered(who=who, asked_as=asked_as)
            ) if asked_as == identity.id:
                pass
            case _:
                return self.turn, []
        out = identity.out
        if out is not None and out.id not in self._state.states:
            return visiting.out_elsewhere(self._state, who, out, moment)
        return self.turn, []

    def _card_known(
        self, turn: turns.Identifying, identity: Identity, moment: Moment
    ) -> asking.Step:
        """Go on with a card that the building has looked up."""
        who = self._state.remember_visitor(turn.card, identity)
        if who is None:
            closes_ms = moment.mono_ms + asking.DENIED_MS
            return turns.CardUnknown(closes_ms, card=turn.card, lent=identity.lent), []
        opened = self._state.open_of(who.id)
        if opened is not None:
            # Out from here with another card, or since before this door's last start.
            changes = self._state.end(opened.id, EndedHow.TAP, moment)
            return greeting.welcome(who, moment, opened), [Record(tuple(changes))]
        if identity.out is not None and identity.out.id not in self._state.states:
            return visiting.out_elsewhere(self._state, who, identity.out, moment)
        known_by = IdentifiedBy.LENT if identity.lent else IdentifiedBy.CARD
        waiting = self._state.line.of(who.id)
        if waiting is not None:
            tapped_ms = turn.deadline_ms - asking.DEADLINE_MS
            return lineturn.tapped(self._state, who, waiting, tapped_ms, moment, known_by)
        return greeting.offer(who, identity.id, moment, known_by), []

    def _called(self, call: Call, moment: Moment) -> turns.Turn:
        """Let the call stand on the idle page; whose turn it is now is told beside it."""
        if self._state.school is None:
            # A door with a new card has no policy yet; the call is said again.
            return self.turn
        within = self._state.school.policy.accept_within
        waiting = self._state.line.call(call, within, moment)
        if waiting is None:
            return self.turn
        if isinstance(self.turn, BUSY):
            self._say(Toast("your_turn", waiting.label), moment)
            return self.turn
        return turns.Idle()

    # --- time -------------------------------------------------------------------------------------

    def _say(self, toast: Toast, moment: Moment) -> None:
        self.toast = toast
        self._toast_ends_ms = moment.mono_ms + TOAST_MS

    def _time_passes(self, moment: Moment) -> asking.Step:
        now = moment.mono_ms
        if self.toast and now >= self._toast_ends_ms:
            self.toast = None
        match self.turn:
            case turns.Idle() | turns.Starting():
                return self.turn, []
            case turns.Checking() as turn:
                return asking.time_passes(self._state, turn, moment)
            case turns.Identifying(deadline_ms=deadline_ms):
                if now >= deadline_ms:
                    return turns.CardUnknown(now + asking.DENIED_MS), []
                return self.turn, []
            case turns.TypingId() as pad if now < pad.closes_ms:
                return typedid.time_passes(pad, moment)
            case cardturns.Enrolling() as page if now < page.closes_ms:
                return enrolling.time_passes(page, moment)
            case cardturns.OwnRecord() as page if now < page.closes_ms:
                return ownrecord.time_passes(page, moment)
            case turns.PinPad() as pad if now < pad.closes_ms:
                return pinpad.time_passes(pad, moment)
            case other if now >= other.closes_ms:
                return touching.leave(self._state, other, moment)
        return self.turn, []
