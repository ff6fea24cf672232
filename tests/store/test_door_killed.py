import random
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from kiosk.core.door.doorbook import DoorMemory, OpenPass
from kiosk.core.protocol import Request
from kiosk.store.door_journal import DoorJournal
from tests.store.door_writer import PASSES_MAX
from tests.store.examples import CODEC, boot

ROOT = Path(__file__).parents[2]
KILLS = 20


def killed(path: Path, life: int, after: int) -> int:
    """Let a real door write, kill it some time after event `after`; return its last word."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.store.door_writer", str(path), str(life)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    said = -1
    while said < after:
        said = int(child.stdout.readline())
    child.send_signal(signal.SIGKILL)
    # What it said before it died counts too.
    left = [line for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    assert child.wait() == -signal.SIGKILL
    child.stdout.close()
    return int(left[-1]) if left else said


def test_every_acknowledged_commit_outlives_kill_9(tmp_path: Path) -> None:
    path, rng = tmp_path / "door.db", random.Random(214)
    acknowledged: dict[int, int] = {}
    for life in range(1, KILLS + 1):
        acknowledged[life] = killed(path, life, rng.randrange(1, 120))
        with closing(DoorJournal(path, CODEC)) as journal:
            memory = journal.open(boot(1_000 + life))
            assert memory.unclean
            assert memory.set_aside is None
            assert journal.verify_chain() is None
            check(memory, life, acknowledged[life])
    for life, said in acknowledged.items():
        assert memory.last_seq[boot(life)] >= said


def check(memory: DoorMemory, life: int, said: int) -> None:
    last = memory.last_seq[boot(life)]
    # At most the one commit under way when the kill came is there without having been said.
    assert said <= last <= said + 1
    seqs = {seq for kept, seq in memory.unacked if kept == boot(life)}
    assert seqs == set(range(1, last + 1))
    # Each transaction is there whole: between `started` and `ended` its pass is open, else none is.
    begun = (last + 1) // 2
    assert of_life(life, memory.open) == ([begun] if last % 2 else [])
    assert of_life(life, memory.pending) in ([], [begun + 1])
    assert (memory.epoch, memory.max_fence) == (life, begun)


def of_life(life: int, kept: Sequence[OpenPass | Request]) -> list[int]:
    numbers = [int(one.id[-12:], 16) for one in kept]
    return [number % PASSES_MAX for number in numbers if number // PASSES_MAX == life]
