"""Names for what a thing looks like, from the models to QML; Theme.qml and Icons.qml draw them."""

from enum import IntEnum, StrEnum, unique


@unique
class Page(IntEnum):
    """The pages of Pages.qml's stack, in its order."""

    IDLE = 0
    CHOOSE = 1
    OUT = 2
    ANSWER = 3
    """Everything that is one icon, a few words and at most two controls."""
    STARTING = 4
    PIN = 5
    PANEL = 6
    PICK = 7
    SETTINGS = 8
    SHEET = 9
    TYPE = 10
    NIGHT = 11
    RECORD = 12


@unique
class Tone(StrEnum):
    """A pair of colours, band and ink, defined in Theme.qml."""

    READY = "ready"
    CHECKING = "checking"
    GO = "go"
    ASK = "ask"
    WAIT = "wait"
    NO = "no"
    WELCOME = "welcome"
    URGENT = "urgent"
    OVERTIME = "overtime"
    HOLD = "hold"
    FAULT = "fault"


@unique
class Icon(StrEnum):
    """A symbol by what it means here, defined in Icons.qml."""

    NONE = ""
    RESTROOM = "restroom"
    WATER = "water"
    NURSE = "nurse"
    OFFICE = "office"
    LIBRARY = "library"
    COUNSELOR = "counselor"
    OTHER = "other"
    GO = "go"
    BADGE = "badge"
    LINE = "line"
    NOT_NOW = "not_now"
    URGENT = "urgent"
    TAP = "tap"
    CHECKING = "checking"
    OUT = "out"
    OVERTIME = "overtime"
    WELCOME = "welcome"
    ELSEWHERE = "elsewhere"
    UNKNOWN_CARD = "unknown_card"
    NOT_RECORDED = "not_recorded"
    OFFLINE = "offline"
    HOLD = "hold"
    PAUSED = "paused"
    CLOCK = "clock"
    UNPLUGGED = "unplugged"
    WARNING = "warning"
    CLOSE = "close"
    BACK = "back"
    MORE = "more"
    EVERYONE = "everyone"
    BELL = "bell"
    START = "start"
    TO = "to"
    LANGUAGE = "language"
