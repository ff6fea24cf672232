"""Puts what happened on one day into lines that a person can follow."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from kiosk.core.protocol import EpochBeat, Freeze, Hold
from kiosk.core.schoolparts import PolicyDocument, RosterPart
from kiosk.sim.campaign.world import World

ID_CHARS = 6
"""Enough of an id's end to tell it from every other of its day."""
NOISE = (EpochBeat, Freeze, Hold, PolicyDocument, RosterPart)
TOLD = (
    *("kind", "seq", "student", "destination", "ruling", "reason", "how", "staff", "id", "boot"),
    *("fence", "max_fence", "epoch", "upto", "missing", "last_seq", "open", "pending", "closed"),
    *("adopt", "reserved", "doubt", "offline", "urgent", "override", "attempt", "held", "seqs"),
    *("event", "request", "answered", "answer", "opened", "alert", "text", "barrier", "in_step"),
    *("superseded", "approved_by", "unknown", "out", "changes", "holds", "hold", "card"),
)
"""Which fields are worth a place in a line, of whatever they are the fields."""


def told(thing: object) -> str:
    """Return a message, a change or an event in few words."""
    if isinstance(thing, Enum):
        return str(thing.value)
    if isinstance(thing, str):
        return thing if " " in thing else f"..{thing[-ID_CHARS:]}" if len(thing) > 20 else thing
    if isinstance(thing, Mapping):
        return "{" + ", ".join(f"{told(k)}: {told(v)}" for k, v in thing.items()) + "}"
    if isinstance(thing, tuple | list | set | frozenset):
        some = thing if isinstance(thing, tuple | list) else sorted(thing)
        return "(" + ", ".join(told(each) for each in some) + ")"
    if is_dataclass(thing):
        here = {f.name for f in fields(thing)}
        parts = [
            f"{name}={told(value)}"
            for name in TOLD
            if name in here and (value := getattr(thing, name)) not in (None, False, (), "")
        ]
        return " ".join([type(thing).__name__, *parts])
    return str(thing)


def is_noise(message: object) -> bool:
    """Say whether a message would only hide the others."""
    return isinstance(message, NOISE)


def story(world: World) -> list[str]:
    """Return the day's trace: when, who, what."""
    width = max((len(who) for _, who, _ in world.trace), default=0)
    return [f"{ms / 1_000:9.3f} s  {who:<{width}}  {what}" for ms, who, what in world.trace]
