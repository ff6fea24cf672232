"""The keypad at a door: staff type six digits, the aggregator says whose they are."""

from dataclasses import replace

from kiosk.core.door import asking, questions, turns
from kiosk.core.door.commands import Send
from kiosk.core.door.doorstate import DoorState
from kiosk.core.door.inputs import DigitPressed, ErasePressed, Moment
from kiosk.core.door.scene import Notice
from kiosk.core.pins import PIN_DIGITS
from kiosk.core.protocol import Pin, PinResult

OPEN_MS = 30_000
"""Six digits take some five seconds; who has walked away leaves nothing open."""
AGAIN_MS = 1_500
ANSWER_MS = 4_000
"""A PIN takes some 50 ms and may wait for others: asked once more, then given up."""

WRONG = Notice("pin_wrong")
ALONE = Notice("pin_alone")
SILENT = Notice("pin_silent")


def opened(
    state: DoorState, back: turns.AsksAdult | turns.Denied | None, moment: Moment
) -> turns.PinPad:
    """Show the keypad; without the building it says that only a badge serves."""
    now = moment.mono_ms
    told = None if state.link.answers(now) else ALONE
    return turns.PinPad(back, now, now + OPEN_MS, told=told)


def digit(
    state: DoorState, turn: turns.PinPad, pressed: DigitPressed | ErasePressed, moment: Moment
) -> asking.Step:
    """Take one key; the sixth digit asks."""
    now = moment.mono_ms
    if turn.pin_id is not None:
        return turn, []
    opened_anew = replace(turn, opened_ms=now, closes_ms=now + OPEN_MS)
    if not state.link.answers(now):
        return replace(opened_anew, typed="", told=ALONE), []
    if isinstance(pressed, ErasePressed):
        return replace(opened_anew, typed="", told=None), []
    typed = f"{turn.typed}{pressed.digit}"
    if len(typed) < PIN_DIGITS:
        return replace(opened_anew, typed=typed, told=None), []
    asked = replace(
        opened_anew, typed=typed, told=None, pin_id=moment.fresh_id, again_ms=now + AGAIN_MS
    )
    return replace(asked, deadline_ms=now + ANSWER_MS), [Send(_pin(asked))]


def refused(turn: turns.PinPad, result: PinResult, moment: Moment) -> turns.PinPad:
    """The aggregator knows nobody with that PIN, or says how long nobody need try."""
    if result.id != turn.pin_id:
        return turn
    told = WRONG if result.wait_until is None else Notice("pin_wait", result.wait_until)
    return _anew(turn, told, moment)


def time_passes(turn: turns.PinPad, moment: Moment) -> asking.Step:
    """Ask once more, then say that nobody answers."""
    return questions.time_passes(turn, moment, _pin, _silent)


def _anew(turn: turns.PinPad, told: Notice, moment: Moment) -> turns.PinPad:
    now = moment.mono_ms
    return turns.PinPad(turn.back, now, now + OPEN_MS, told=told)


def _silent(turn: turns.PinPad, moment: Moment) -> turns.PinPad:
    return _anew(turn, SILENT, moment)


def _pin(turn: turns.PinPad) -> Pin:
    return Pin(id=turn.pin_id or "", pin=turn.typed)
