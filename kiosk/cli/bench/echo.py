"""The other end of an echo: a process of its own that sends back what it hears.

`python -m kiosk.cli.bench.echo PORT` says `ready` when it is, and ends with SIGTERM.
"""

import signal
import sys
from random import Random

from kiosk.feed.link import Link
from kiosk.feed.plan import LinkPlan
from kiosk.feed.walk import Broker

CALL = "echo/call"
ANSWER = "echo/answer"


def serve(port: int) -> None:
    """Send back until SIGTERM."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    link = Link(
        LinkPlan(
            brokers=(Broker("127.0.0.1", port),), client_id="echo-answers", subscriptions=(CALL,)
        ),
        Random(),  # noqa: S311 # spreads reconnections, guards nothing
        on_message=lambda _topic, payload, _retained: answer(payload),
        on_up=lambda: print("ready", flush=True),  # noqa: T201 # whoever started us waits for it
        on_down=lambda _why: None,
    )

    def answer(payload: bytes) -> None:
        link.publish(ANSWER, payload)

    link.start()
    signal.sigwait([signal.SIGTERM])
    link.close()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
