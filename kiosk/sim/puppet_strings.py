"""Asks a door's puppet to do something, from another process and without Qt."""

import asyncio
import json
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

TILE_PREFIX: Final = "tile-"
"""Before a destination's id: the name of its tile."""
CONTROLS: Final = ("urgent", "cancel", "end-my-pass", "go-now", "not-today", "elsewhere")
"""What can be touched at a door beside the tiles."""
ANSWER_WITHIN_S: Final = 10.0
"""A door answers in milliseconds; one that draws its first frame or is busy may need longer."""
SETTLE_WITHIN_S: Final = 3.0
"""How long a person waits for a page to come: the alone path itself answers within 2 s."""
LOOK_EVERY_S: Final = 0.05
IDLE_WITHIN_S: Final = 20.0
"""From a door's `ready` to its first roster: a heartbeat and its answer, on a busy machine."""
IDLE_ITEM: Final = "clock"
"""Stands on the idle page only."""
STILL_FOR_S: Final = 0.3
"""A page that stays this long is an answer; "Checking..." passes sooner when all is well."""
ANSWER_BYTES_MAX: Final = 1024 * 1024
"""All texts of one screen are a few KiB."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What is to be seen at a door at one moment."""

    texts: tuple[str, ...]
    """Every text on the screen, in reading order."""
    items: tuple[str, ...]
    """The names of what can be touched."""
    light: str


class DoorMuteError(RuntimeError):
    """The door did not do it, or does not answer; the text says why and what to do."""


def ask(puppet: Path, **request: str) -> dict[str, Any]:
    """Ask once and return the answer; raises DoorMuteError if it was not done."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(ANSWER_WITHIN_S)
            line.connect(str(puppet))
            line.sendall(json.dumps(request).encode() + b"\n")
            answer = json.loads(_line(line))
    except (OSError, ValueError) as error:
        raise DoorMuteError(f"the door does not answer ({error}): does the demo run?") from error
    if not isinstance(answer, dict) or not answer.get("ok"):
        raise DoorMuteError(str(answer.get("why") if isinstance(answer, dict) else answer))
    return answer


def look(puppet: Path) -> Sight:
    """Return what is to be seen at the door now."""
    answer = ask(puppet, do="look")
    texts, items = answer.get("texts"), answer.get("items")
    return Sight(
        tuple(map(str, texts if isinstance(texts, list) else ())),
        tuple(map(str, items if isinstance(items, list) else ())),
        str(answer.get("light")),
    )


async def idle(puppet: Path) -> bool:
    """Wait until the door knows its room and takes taps; False if that takes too long."""
    loop = asyncio.get_running_loop()
    until = loop.time() + IDLE_WITHIN_S
    while loop.time() < until:
        reader, writer = await asyncio.open_unix_connection(puppet)
        try:
            writer.write(b'{"do": "look"}\n')
            answer = json.loads(await reader.readline())
        finally:
            writer.close()
        if IDLE_ITEM in answer.get("items", ()):
            return True
        await asyncio.sleep(LOOK_EVERY_S)
    return False


def touch(puppet: Path, item: str) -> None:
    """Touch an item, as soon as it is there; raises DoorMuteError if it does not come."""
    until = time.monotonic() + SETTLE_WITHIN_S
    while True:
        try:
            ask(puppet, do="touch", item=item)
        except DoorMuteError:
            if time.monotonic() > until:
                raise
            time.sleep(LOOK_EVERY_S)
        else:
            return


def grab(puppet: Path, file: Path) -> None:
    """Save what the door shows as a PNG."""
    ask(puppet, do="grab", file=str(file.absolute()))


def look_after(puppet: Path, before: Sight) -> Sight:
    """Return what is seen once it is another page that stays, or as it is when nothing changes."""
    until = time.monotonic() + SETTLE_WITHIN_S
    last, still_since = before, time.monotonic()
    while time.monotonic() < until:
        time.sleep(LOOK_EVERY_S)
        now = look(puppet)
        if now != last:
            last, still_since = now, time.monotonic()
        elif now != before and time.monotonic() - still_since > STILL_FOR_S:
            break
    return last


def _line(line: socket.socket) -> bytes:
    received = b""
    while not received.endswith(b"\n"):
        more = line.recv(65536)
        received += more
        if not more or len(received) > ANSWER_BYTES_MAX:
            raise OSError("no whole answer came")
    return received
