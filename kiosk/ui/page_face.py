"""The words and looks of one page of a turn."""

from dataclasses import dataclass

from kiosk.ui.looks import Icon, Page, Tone


@dataclass(frozen=True, slots=True)
class TurnFace:
    """The words and looks of the page shown; an empty string means that there is no such thing."""

    page: Page = Page.ANSWER
    tone: Tone = Tone.READY
    icon: Icon = Icon.NONE
    name: str = ""
    place: str = ""
    headline: str = ""
    detail: str = ""
    step: str = ""
    count: str = ""
    """Minutes and seconds of the OUT page."""
    urgent: str = ""
    leave: str = ""
    end_it: str = ""
    leave_line: str = ""
    other_place: str = ""
    undo: str = ""
    not_back: str = ""
    go_now: str = ""
    not_today: str = ""
    elsewhere: str = ""
    """Another place than the one offered."""
    medical: str = ""
    """With the two after it: why an adult goes past a rule."""
    errand: str = ""
    other_reason: str = ""
    pin: str = ""
    erase: str = ""
    language: str = ""
    """What the page's language calls itself, where the student can choose another."""
    keys: str = ""
    """Each character is a key."""
    switch_keys: str = ""
    done: str = ""
    digits: str = ""
    """What stands on the keypad's keys, from nought to nine."""
    yes: str = ""
    own: str = ""
    """Leads to the student's own passes."""
