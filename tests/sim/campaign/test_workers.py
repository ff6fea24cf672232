import signal
import subprocess
import sys

import pytest

CAMPAIGN = [sys.executable, "-m", "kiosk.cli", "campaign", "--seeds", "100000", "--jobs", "2"]
ENDS_S_MAX = 30.0
WORK = """
import os, sys
from kiosk.sim.campaign.workers import work, workers
with workers(2) as pool:
    for pid in [pool.submit(work, os.getpid).result() for _ in range(4)]:
        print(pid, flush=True)
    pool.submit(work, sys.stdin.read)
    {then}
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_whatever_ends_a_campaign_ends_its_workers(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WORK.format(then="sys.stdin.readline()")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline()
        child.send_signal(number)
        # The pipe has an end only once nobody holds it any more: neither child nor worker.
        child.communicate(timeout=ENDS_S_MAX)
    assert child.returncode != 0


def test_a_campaign_that_is_told_to_end_does_so_at_once() -> None:
    with subprocess.Popen(
        CAMPAIGN, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as child:
        assert child.stdout is not None
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(timeout=3)
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=ENDS_S_MAX)
    assert child.returncode == 128 + signal.SIGTERM
