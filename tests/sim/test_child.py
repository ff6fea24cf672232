import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from kiosk.sim.child import Child, ChildFailedError

GOOD = "import time; print('ready board=http://x/', flush=True); time.sleep(60)"
BAD = "import sys; print('hello', flush=True); sys.exit('no school here')"


def child(folder: Path, program: str) -> Child:
    return Child("door 214", (sys.executable, "-c", program), folder / "log", os.environ)


def test_what_the_ready_line_says_is_returned(tmp_path: Path) -> None:
    async def run() -> dict[str, str]:
        started = child(tmp_path, GOOD)
        ready = await started.start()
        await started.stop()
        return ready

    assert asyncio.run(run()) == {"board": "http://x/"}


def test_one_that_ends_before_it_is_ready_is_told_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(ChildFailedError, match=r"(?s)door 214 ended with code 1.*no school here"):
        asyncio.run(child(tmp_path, BAD).start())


def test_one_that_is_never_ready_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.sim.child.READY_WITHIN_S", 0.0)

    async def run() -> None:
        mute = child(tmp_path, GOOD)
        try:
            await mute.start()
        finally:
            await mute.stop()

    with pytest.raises(ChildFailedError, match="was not ready"):
        asyncio.run(run())


def test_one_that_will_not_end_is_ended_by_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.sim.child.END_WITHIN_S", 0.0)

    async def run() -> int:
        stubborn = child(tmp_path, f"import signal; signal.signal(15, signal.SIG_IGN); {GOOD}")
        await stubborn.start()
        ended = asyncio.create_task(stubborn.ended())
        await asyncio.sleep(0)
        await stubborn.stop()
        return await ended

    assert asyncio.run(run()) == -signal.SIGKILL
