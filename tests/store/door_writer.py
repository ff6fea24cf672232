"""A real door's journal in a process of its own, for the tests that kill it.

`python -m tests.store.door_writer FILE LIFE` lives life number LIFE and commits without pause: each
pass is asked for, started, and ended, with everything that belongs to it. After each commit of an
event that returned it says the number of the event, one a line.
"""

import itertools
import sys
from pathlib import Path

from kiosk.core.door.doorbook import Append, DropOpen, DropPending, PutMarks, PutOpen, PutPending
from kiosk.store.door_journal import DoorJournal
from tests.store.examples import CODEC, boot, ended, open_pass, pass_id, request, started

PASSES_MAX = 1_000_000
"""More than a life here can have, so that a pass's number names its life too."""


def live(path: Path, life: int) -> None:
    """Write until killed."""
    journal = DoorJournal(path, CODEC)
    journal.open(boot(life))
    sys.stdout.write("0\n")
    sys.stdout.flush()
    for number in itertools.count(1):
        key = life * PASSES_MAX + number
        journal.commit([PutPending(request(key, boot(life)))])
        journal.commit(
            [
                DropPending(pass_id(key)),
                PutOpen(open_pass(key)),
                PutMarks(life, number),
                Append(started(key, boot(life), 2 * number - 1)),
            ]
        )
        sys.stdout.write(f"{2 * number - 1}\n")
        sys.stdout.flush()
        journal.commit([DropOpen(pass_id(key)), Append(ended(key, boot(life), 2 * number))])
        sys.stdout.write(f"{2 * number}\n")
        sys.stdout.flush()
        if number % 50 == 0:
            journal.checkpoint()


if __name__ == "__main__":
    live(Path(sys.argv[1]), int(sys.argv[2]))
