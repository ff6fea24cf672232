"""When each example of the gallery is seen, in words for a newcomer and for a school."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

NOTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "starting": "The program has come up and does not know its school yet.",
        "settings wrong": "The settings file has faults: what is wrong, and what is allowed.",
        "settings wrong, many": "More faults than fit.",
        "not enrolled, no network": "No school has ever come: the network or the broker is away.",
        "not enrolled, no answer": "The same, with a network: nobody speaks for the building.",
        "not enrolled, room unknown": "The building has nothing for this kiosk's room.",
        "idle": "Nobody's turn: the room, the clock, places left, who is out, the next bell.",
        "idle, nobody out": "Nobody is out.",
        "idle, appointments": "Students have appointments within the next minutes.",
        "idle, appointments alone": "Appointments are near and nobody is out.",
        "idle, no limit": "The school sets no limit for this room, and no bell is to come.",
        "idle, some waiting": "Students of this room wait in line for a place somewhere.",
        "idle, waiting without a limit": "One waits in line, in a room without a limit.",
        "idle, many out": "More are out than the list has room for; overtime stands first.",
        "idle, hold": "The building is on hold: all stay, those out are called back.",
        "idle, hold, many out": "A hold while many are out and the building can't be asked.",
        "idle, night": "Outside school hours; a touch or a card brings the idle page back.",
        "idle, frozen": "Staff have stopped new passes from this room.",
        "idle, reader unplugged": "The card reader is unplugged or broken.",
        "idle, alone": "The building can't be asked; the teacher at the door says yes.",
        "idle, clock not set": "The kiosk does not know what time it is.",
        "idle, card not read": "A card was held there too briefly, or two cards at once.",
        "idle, go undone": "A student has taken back a go.",
        "idle, told while alone": "A passing word beside a lasting state.",
        "choose": "A student has tapped: where to? Favourites stand first.",
        "choose, last seconds": "The choice closes in a few seconds, which is also heard.",
        "choose, six places": "A school with six destinations.",
        "choose, many places": "More destinations than tiles: the last tile turns the page.",
        "choose, long name": "A long name, while the building can't be asked.",
        "choose, someone is called": "Meanwhile a place came free for a student who waits.",
        "choose, someone else comes back": "Meanwhile another student's tap ended a pass.",
        "choose, told while alone": "A second card while one student chooses: it has to wait.",
        "urgent": "Urgent was touched: every place is a yes, and an adult is told.",
        "urgent, long name": "The same for a student with a long name.",
        "checking": "The building is asked; two seconds at most.",
        "checking whose card": "The building is asked whose card this is.",
        "ask teacher": "This pass needs a yes: the teacher's badge or PIN, here.",
        "ask teacher, alone": "The building can't be asked, so the teacher is.",
        "ask teacher, limit": "The student's passes are used up; the teacher may say yes.",
        "ask teacher, last seconds": "The page closes in a few seconds; any touch gives more time.",
        "ask teacher, place asked": "Staff at the destination are asked for a yes.",
        "refused, declined": "Staff have said no to this request.",
        "override, urgent": "Staff make an urgent pass, and say why before they choose the place.",
        "override": "A badge was read on a refusal: why is the student let go anyway?",
        "in line": "The place is full: how many are ahead, and that this screen calls.",
        "in line, next": "The student is next in line.",
        "your turn": "The place has come free: light, sound and 30 s to tap.",
        "arrived": "A tap at the end of a one-way pass.",
        "checked in": "A tap at the destination, on a pass that goes on.",
        "appointment": "The student who tapped has an appointment now: one touch goes there.",
        "appointment, not declinable": "An appointment that only staff can take back.",
        "summoned": "Staff have sent for this student, whose pass has started.",
        "out elsewhere": "The student is out from another room, and can end that pass here.",
        "out": "Go: the time counts down, then the idle page comes back by itself.",
        "out, overtime": "The allowance is used up: counting up, another colour, icon and word.",
        "out, no limit": "A student or a place without a time limit.",
        "out, one way": "Nobody is expected back from there: the pass ends on arrival.",
        "out, urgent": "An urgent pass: an adult is told.",
        "welcome back": "The second tap ended the pass; a mistake can be taken back.",
        "welcome back from another room": "A pass from another room was ended here.",
        "refused": "Not now, and from when.",
        "refused, wait": "Not now, but soon.",
        "refused, hold": "Refused because of a hold.",
        "card unknown": "Nobody in the building has this card.",
        "card unknown, alone": "The card is not of this room, and the building can't be asked.",
        "not recorded": "The kiosk can't save: no pass was started.",
        "type ID": "A student without a card types an ID.",
        "type ID, letters": "The other keys, at the longest that can be typed.",
        "type ID, checking": "The building is asked whose ID this is.",
        "type ID, unknown": "Nobody has this ID.",
        "type ID, wait": "Too many wrong IDs at this door: no try counts for a while.",
        "type ID, no answer": "The building did not answer in time.",
        "type ID, alone": "The building can't be asked whose ID it is; the teacher helps.",
        "vouch": "A student who is out typed an ID: an adult says who it is, then the pass ends.",
        "card unknown, to lend": "A card for lending that nobody has today.",
        "whose card": "A badge on an unknown card: whose is it?",
        "enrol": "Staff picked a student: is this the one whose card it is?",
        "enrol, lend": "The same for a card that is lent for the day.",
        "enrolled": "Saved in the building; for some seconds it can be taken back.",
        "enrolled, lent": "Lent to the end of the day.",
        "enrol fault": "Somebody else has this card.",
        "enrol fault, no answer": "The building did not answer in time.",
        "pin": "Staff type six digits, which are never shown.",
        "pin, checking": "The building checks the PIN.",
        "pin, wrong": "That PIN is nobody's.",
        "pin, wait": "Too many wrong PINs: closed for a while.",
        "pin, no answer": "The building did not answer in time.",
        "pin, alone": "A PIN can't be checked while the building can't be asked.",
        "panel": "A badge or PIN opened the staff panel: requests first, then who is out.",
        "panel, nobody": "The panel when nobody waits and nobody is out.",
        "panel, paused": "Staff have stopped new passes from this room.",
        "panel, some back": "Who came back lately: as seen, and by staff's word beside it.",
        "panel, said no": "Each act can be taken back for some seconds, and is named meanwhile.",
        "sheet, why not": "Staff say no to a request: the student is told why.",
        "sheet, back now": "Staff end a pass: the student is back now.",
        "sheet, back earlier": "Staff end a pass of who was back before; both times are kept.",
        "sheet, correct": "A return that was recorded too late: staff say when it really was.",
        "sheet, settings": "Staff set this door's language, sound and light.",
        "sheet, no clock": "Without the time of day only now can be recorded.",
        "panel, full": "The panel with more rows than fit; this room is paused.",
        "pick": "Staff mark the students whom they make passes for.",
        "pick, letters": "The letters, to find a student by name; accents do not matter.",
        "pick, found": "With each letter there are fewer to choose from.",
        "pick, nobody found": "No student whom this door knows is called that.",
        "pick, nobody": "Every student of this room is out.",
        "pick, full": "A full class, some marked.",
    }
)
"""A line for each example; those whose name ends as `STRESSED` tells need none of their own."""
STRESSED: Final[Mapping[str, str]] = MappingProxyType(
    {
        ", long": "the longest names",
        ", everything wrong": "every banner at once",
    }
)


def note_of(name: str) -> str:
    """Say when the example called `name` is seen; raises KeyError where no line says so."""
    if name in NOTES:
        return NOTES[name]
    for ending, what in STRESSED.items():
        base = name.removesuffix(ending)
        if base != name and base in NOTES:
            return f"As `{base}`, with {what}."
    raise KeyError(f"gallery_notes.py says nothing of {name!r}: add a line")
