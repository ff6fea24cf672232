"""Other processes that do a campaign's work, and end when it does, however that ends."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from threading import Thread
from typing import Final, NoReturn, TypeVar

NICENESS: Final = 10
"""A campaign takes hours of processor time: whatever else the machine does goes first."""
ENDED: Final = 143
ENDS_S_MAX: Final = 5.0
"""How long a worker may take to close what it has open."""
Result = TypeVar("Result")


@contextmanager
def workers(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Give so many processes; those at work when the block fails are told to end."""
    pool = ProcessPoolExecutor(jobs, initializer=_begin)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        for process in multiprocessing.active_children():
            process.join()
        raise
    # Who is told to end while the pool says that there is no more to do complains of half a word.
    pool.shutdown(cancel_futures=True)


def work(function: Callable[[], Result]) -> Result:
    """Do one piece of work; told to end, close what it has open and go."""
    try:
        return function()
    except SystemExit:
        # The pool would take it for the result, and go on.
        os._exit(ENDED)


def _begin() -> None:
    os.nice(NICENESS)
    # Ctrl-C goes to all that the terminal knows of: the one who hands out the work tells us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    Thread(target=_outlive_nobody, name="outlive-nobody", daemon=True).start()


def _end(_number: int, _frame: object) -> NoReturn:
    sys.exit(ENDED)


def _outlive_nobody() -> None:
    """End when whoever hands out the work is gone, killed for example."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
        # Whatever the signal met that did not end: nobody would ever ask for its result.
        time.sleep(ENDS_S_MAX)
        os._exit(ENDED)
