"""What a link is to do on every connection."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.feed.walk import Broker


@dataclass(frozen=True, slots=True)
class Retained:
    """A message that the broker keeps: a birth or a last will."""

    topic: str
    payload: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPlan:
    """Where to connect, as whom, and what to hear and say on every connection.

    With a `will`, an end by `close` is a loss to the broker, so that it publishes the will.
    """

    brokers: Sequence[Broker]
    client_id: str
    subscriptions: Sequence[str] = ()
    birth: Retained | None = None
    will: Retained | None = None
