"""Plays a person at a door of the running demo: a card, a touch, a look."""

from pathlib import Path

from kiosk.sim.card_reader import CardFraming, card_frame
from kiosk.sim.demo_folder import FOLDER_NAME, DemoFolderError, DemoState, running_demo
from kiosk.sim.demo_school import card_of, staff_of, students_of
from kiosk.sim.puppet_strings import (
    CONTROLS,
    TILE_PREFIX,
    DoorMuteError,
    Sight,
    grab,
    look,
    look_after,
    touch,
)

FAILURES = (DemoFolderError, DoorMuteError, LookupError, ValueError, OSError)
"""What the functions here raise, each with words for a person."""


def demo_at(folder: Path) -> DemoState:
    """Return the demo that runs in `folder`; raises DemoFolderError if none does."""
    return running_demo(folder / FOLDER_NAME)


def tap(folder: Path, room_name: str, card: str) -> str:
    """Write a card's bytes to a room's reader, and say what the door shows then."""
    room = demo_at(folder).room(room_name)
    school = folder / FOLDER_NAME / "school"
    number = card_of(card, [*students_of(school), *staff_of(school)])
    before = look(Path(room.puppet))
    frame = card_frame(CardFraming(room.framing), number)
    with Path(room.slot).open("wb", buffering=0) as slot:
        slot.write(frame)
    seen = look_after(Path(room.puppet), before)
    did = f"Card {number} at room {room.room}."
    if seen == before:
        did += " Nothing changed: a card counts once until it was away for 3 s."
    return _told(did, seen)


def choose(folder: Path, room_name: str, item: str) -> str:
    """Touch a destination or a control, and say what the door shows then."""
    room = demo_at(folder).room(room_name)
    puppet = Path(room.puppet)
    name = item.casefold()
    before = look(puppet)
    touch(puppet, name if name in CONTROLS else TILE_PREFIX + name)
    return _told(f"Touched {name} at room {room.room}.", look_after(puppet, before))


def screenshot(folder: Path, room_name: str, file: Path) -> str:
    """Save what a door shows as a PNG."""
    grab(Path(demo_at(folder).room(room_name).puppet), file)
    return f"Saved {file}"


def _told(did: str, seen: Sight) -> str:
    texts = "\n".join(f"  {text}" for text in seen.texts)
    return f"{did} The light is {seen.light}; the door shows:\n{texts}"
