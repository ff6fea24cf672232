"""What the screen can say: one field for each thing, the same fields in every language."""

from dataclasses import dataclass

from kiosk.ui.phrases.keys_table import PinWords, TypingWords
from kiosk.ui.phrases.sheet_table import SheetWords

WESTERN = "0123456789"
FEW = range(3, 11)
"""Last two digits of the numbers that Arabic counts so; no other language here has the form."""
MANY = range(11, 100)


def in_digits(text: str, digits: str) -> str:
    """Return a number or a time in other digits, given from nought to nine."""
    return text if digits == WESTERN else text.translate(str.maketrans(WESTERN, digits))


@dataclass(frozen=True, slots=True)
class Writing:
    """How a language is written."""

    own_name: str
    """What its readers call it, in their script."""
    right_to_left: bool = False
    digits: str = WESTERN
    """Its own, from nought to nine."""

    def apart(self, text: str) -> str:
        """Return text, maybe of another script, so that it turns round nothing beside it."""
        if not self.right_to_left:
            return text
        return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"

    def number(self, number: int) -> str:
        """Return a number in the language's own digits."""
        return in_digits(str(number), self.digits)


@dataclass(frozen=True, slots=True)
class Counted:
    """Words that depend on a number; `{n}` stands for it.

    The forms are Unicode's plural categories. A language gives those that it has, and each counts
    for the same numbers in all of ours; `few` and `many` go by the number's last two digits.
    """

    one: str
    other: str
    zero: str | None = None
    two: str | None = None
    few: str | None = None
    many: str | None = None
    digits: str = WESTERN

    def of(self, number: int) -> str:
        """Return the words for `number`."""
        words = self._form(number) or self.other
        return words.format(n=in_digits(str(number), self.digits))

    def _form(self, number: int) -> str | None:
        match number:
            case 0:
                return self.zero
            case 1:
                return self.one
            case 2:
                return self.two
        last_two = number % 100
        if last_two in FEW:
            return self.few
        return self.many if last_two in MANY else None


@dataclass(frozen=True, slots=True)
class TileWords:
    """The two short lines of a tile: what it is, and what to do next; `{time}` only in `timed`."""

    state: str
    step: str
    timed: str


@dataclass(frozen=True, slots=True)
class BannerWords:
    """A banner alone on its strip, and beside others."""

    full: str
    short: str


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page that tells one thing."""

    headline: str
    detail: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class LineWords:
    """The page of a student who waits in line."""

    ahead: Counted
    """How many go before."""
    next: str
    detail: str
    about: Counted
    """After about how many minutes."""


@dataclass(frozen=True, slots=True)
class OverrideWords:
    """The page on which an adult says why a refused student goes anyway, or a pass is urgent."""

    page: PageWords
    urgent: PageWords
    medical: str
    errand: str
    other: str

    def asked(self, *, urgent: bool) -> PageWords:
        """Return the question about a refusal, or about an urgent pass."""
        return self.urgent if urgent else self.page


@dataclass(frozen=True, slots=True)
class IdleWords:
    """The page that waits for a card."""

    ready: PageWords
    hold: PageWords
    frozen: PageWords
    unplugged: PageWords
    places_left: Counted
    """The number itself stands beside it, large."""
    out_now: str
    coming_up: str
    """Before the names of those who have an appointment now, if nobody is out."""
    out_and_coming: str
    everyone_here: str
    forgot: str
    """Short: leads to the keys for an ID."""
    more: Counted
    bell: str
    waiting: Counted
    """How many wait in line here."""
    minutes_out: Counted
    minutes_over: Counted
    overtime: str
    called_back: str
    """In place of `out_now` during a hold."""


@dataclass(frozen=True, slots=True)
class ChooseWords:
    """The page with the tiles."""

    where_to: str
    urgent_note: str
    more_places: str
    free: TileWords
    ask_teacher: TileWords
    wait: TileWords
    not_now: TileWords
    closed: TileWords
    full: TileWords
    line: Counted
    """How many wait, where a tile has a line; after about how many minutes is the next."""
    about: Counted
    urgent: TileWords


@dataclass(frozen=True, slots=True)
class OutWords:
    """The page that counts down."""

    overtime: str
    no_limit: str
    take_your_time: str
    come_back: str
    overtime_come_back: str
    tap_there: str
    """On a one-way pass."""
    adult_told: str
    due: str
    due_there: str


@dataclass(frozen=True, slots=True)
class Controls:
    """Words on what can be touched."""

    urgent: str
    cancel: str
    close: str
    end_it: str
    leave_line: str
    other_place: str
    go_now: str
    not_today: str
    pin: str
    teachers_pin: str
    """On a refusal, which an adult can go past."""
    undo: str
    not_back: str
    seconds: Counted


@dataclass(frozen=True, slots=True)
class DoneWords:
    """What staff have done last and can take back; `{name}` is a student's label."""

    approved: str
    approved_all: Counted
    longer: str
    paused: str
    resumed: str
    declining: str
    """This and the next are done once they can't be taken back any more."""
    returning: str


@dataclass(frozen=True, slots=True)
class EnrolWords:
    """Staff say whose an unknown card is; of a card for lending, who has it today."""

    whose: str
    touch: str
    type_id: str
    sure: PageWords
    """Beneath a student's name, as the four after it."""
    lend: PageWords
    yes: str
    saved: PageWords
    lent: PageWords
    taken: PageWords
    failed: PageWords
    to_lend: PageWords


@dataclass(frozen=True, slots=True)
class RecordWords:
    """A student's own passes of the last days."""

    title: str
    """Short: it also leads there."""
    none: str
    out_now: str
    weekdays: tuple[str, ...]
    """Short, Monday first."""
    ask: PageWords
    failed: PageWords


@dataclass(frozen=True, slots=True)
class PanelWords:
    """The panel of staff at the door; `{name}` is theirs."""

    title: str
    nobody: str
    paused: str
    asks: Counted
    yes: str
    no: str
    longer: str
    end: str
    correct: str
    back_at: str
    """`{time}` of a return as it was recorded."""
    corrected: str
    """`{time}` of a return by staff's word; follows `back_at`."""
    yes_to_all: str
    pause: str
    resume: str
    pick: str
    """Leads to the list of students; in two lines."""
    settings: str
    undo: str
    more: str
    close: str
    done: DoneWords


@dataclass(frozen=True, slots=True)
class PickWords:
    """The list on which staff mark whom they make passes for."""

    title: str
    touch: str
    nobody: str
    send: Counted
    back: str
    find: str
    all_names: str
    type: str
    """While no letter is typed yet."""
    nobody_found: str
    erase: str
    """On the key that takes the last letter away: two or three letters, or a symbol."""


@dataclass(frozen=True, slots=True)
class SettingsWords:
    """The page about a settings file that can't be used, for whoever mends it."""

    headline: str
    faults: Counted
    cure: str
    line: str
    """Before a fault: in which line, `{n}`, of the file."""
    missing: str
    """In a fault's place: `{key}` is not there."""


@dataclass(frozen=True, slots=True)
class ToastWords:
    """Short words about something beside the page; `{name}` is a student's label."""

    welcome_back: str
    busy: str
    try_again: str
    your_turn: str
    declined: str
    undone: str


@dataclass(frozen=True, slots=True)
class Banners:
    """A state of the whole door, always shown."""

    alone: BannerWords
    hold: BannerWords
    room_frozen: BannerWords
    clock_unset: BannerWords
    reader_unplugged: BannerWords


@dataclass(frozen=True, slots=True)
class Phrases:
    """Everything the screen can say in one language, besides names and the rules' reasons."""

    writing: Writing
    both: str
    """Two things beside each other, `{one}` and `{other}`."""
    idle: IdleWords
    choose: ChooseWords
    out: OutWords
    controls: Controls
    pin: PinWords
    typing: TypingWords
    enrol: EnrolWords
    record: RecordWords
    panel: PanelWords
    sheet: SheetWords
    pick: PickWords
    toasts: ToastWords
    banners: Banners
    starting: PageWords
    wrong_settings: SettingsWords
    no_network: PageWords
    """No school has come: no broker can be reached."""
    no_aggregator: PageWords
    """No school has come: nobody speaks for the building."""
    room_unknown: PageWords
    """No school has come, though the building speaks. In the step `{room}`."""
    checking: PageWords
    ask_teacher: PageWords
    place_asked: PageWords
    """As `ask_teacher`, where the destination's own staff say yes."""
    welcome_back: PageWords
    refused: PageWords
    wait: PageWords
    """A refusal that lifts by itself: not now, but soon."""
    in_line: LineWords
    override: OverrideWords
    your_turn: PageWords
    appointment: PageWords
    """`{time}` in the detail."""
    summoned: PageWords
    arrived: PageWords
    """At the end of a one-way pass."""
    checked_in: PageWords
    """At the destination, on a pass that goes on."""
    out_elsewhere: PageWords
    vouch: PageWords
    """Of a student who is out and whose ID was typed."""
    card_unknown: PageWords
    not_recorded: PageWords
