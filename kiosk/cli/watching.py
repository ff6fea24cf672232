"""The staff feed in a terminal: every pass event of a building as it happens."""

import json
import queue
import secrets
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import SystemRandom
from typing import Any, Final

from rich.console import Console
from rich.markup import escape

from kiosk.core.ids import BuildingId
from kiosk.feed.link import Link
from kiosk.feed.plan import LinkPlan
from kiosk.feed.topics import Topics
from kiosk.feed.walk import Broker

WAITING_MAX: Final = 10_000
"""Lines that may wait for a slow terminal; beyond it the oldest reader's problem is its own."""
STYLES: Final = {
    "started": "green",
    "ended": "blue",
    "arrived": "cyan",
    "checked_in": "cyan",
    "refused": "yellow",
    "abandoned": "dim",
    "alert": "bold red",
}


@dataclass(slots=True)
class FeedReader:
    """Turns what comes on the feed into lines, and sees what is missing."""

    as_json: bool
    _last: int | None = field(default=None)

    def lines(self, payload: bytes) -> list[str]:
        """Return the lines to print for one message; none for one that came twice."""
        try:
            body = json.loads(payload)
        except ValueError:
            return ["[red]something unreadable came on the feed[/red]"]
        data = body.get("data") if isinstance(body, dict) else None
        if not isinstance(data, dict):
            return [] if self.as_json or not isinstance(body, dict) else [_alert_line(body)]
        n, last = data.get("n"), self._last
        if not isinstance(n, int) or n == last:
            return []
        self._last = n
        if self.as_json:
            return [json.dumps(body, ensure_ascii=False)]
        gap = n - last - 1 if last is not None else 0
        missed = [f"[red]{gap} events were missed here[/red]"] if gap > 0 else []
        return [*missed, event_line(body, data)]


def event_line(event: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """Return one event as a line for people, with rich's markup."""
    kind = str(data.get("kind", "?"))
    who = str(data.get("student_name") or data.get("student") or "somebody")
    place = str(data.get("destination_name") or data.get("destination") or "?")
    room = str(data.get("origin_name") or data.get("origin") or data.get("door") or "?")
    flags = ("urgent", "offline", "override", "undone")
    marks = [word for word in flags if data.get(word) is True]
    words = {
        "started": f"left {room} for {place}",
        "ended": f"is back in {room} from {place}",
        "arrived": f"arrived at {data.get('door')}",
        "checked_in": f"is at {place}",
        "refused": f"was told not now for {place} ({data.get('reason')})",
        "abandoned": f"gave up the request for {place}",
        "corrected": "was given another time of return",
        "left_line": f"{'missed the call' if data.get('missed') else 'left the line'} for {place}",
        "extended": f"was given {data.get('minutes')} more minutes",
        "approved": f"was given a yes by {data.get('staff_name') or 'staff'}",
        "declined": "was given a no" if data.get("staff") else "took the request back",
        "expired": f"forgot to come back from {place}: ended, not seen",
    }.get(kind, kind)
    style = STYLES.get(kind, "white")
    tail = f" [bold]{', '.join(marks)}[/bold]" if marks else ""
    return f"{_clock(event.get('time'))} [{style}]{kind:<9}[/] {escape(who)} {escape(words)}{tail}"


def watch(building: str, host: str, port: int, *, as_json: bool) -> int:
    """Print events until Ctrl-C or SIGTERM; returns the exit code.

    How the link stands goes to stderr, so that stdout holds events and nothing else.
    """
    console = Console(highlight=False, soft_wrap=True)
    beside = Console(highlight=False, soft_wrap=True, stderr=True)
    reader = FeedReader(as_json=as_json)
    waiting: queue.SimpleQueue[bytes | str | None] = queue.SimpleQueue()
    topics = Topics(BuildingId(building))
    link = Link(
        LinkPlan(
            brokers=[Broker(host, port)],
            client_id=f"watch-{secrets.token_hex(6)}",
            subscriptions=(topics.staff_event, topics.staff_alert),
        ),
        SystemRandom(),
        on_message=lambda _topic, payload, _retained: _put(waiting, payload),
        on_up=lambda: _put(waiting, f"watching {building} on {host}:{port}; Ctrl-C ends"),
        on_down=lambda why: _put(waiting, f"no feed: {why}; trying again"),
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: waiting.put(None))
    link.start()
    try:
        while (came := waiting.get()) is not None:
            if isinstance(came, bytes):
                for line in reader.lines(came):
                    console.print(line, markup=not as_json)
            else:
                beside.print(f"[dim]{escape(came)}[/dim]")
    finally:
        link.close()
    return 0


def _put(waiting: "queue.SimpleQueue[bytes | str | None]", came: bytes | str) -> None:
    if waiting.qsize() < WAITING_MAX:
        waiting.put(came)


def _alert_line(body: Mapping[str, Any]) -> str:
    kind, text = str(body.get("kind", "alert")), str(body.get("text", ""))
    return f"{_clock(body.get('at'))} [{STYLES['alert']}]{escape(kind):<9}[/] {escape(text)}"


def _clock(at: object) -> str:
    try:
        return datetime.fromisoformat(str(at)).astimezone().strftime("%H:%M:%S")
    except ValueError:
        return "--:--:--"
