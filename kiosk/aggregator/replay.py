"""A subscriber's question for what it missed of the feed: `{"from": n, "reply_to": topic}`."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

REPLAYED_MAX = 1_000
"""Events in one answer; a reader that missed more asks again from where that ended."""


class ReplayQuestion(BaseModel):
    """What a subscriber asks; unknown fields are ignored, as everywhere on the wire."""

    model_config = ConfigDict(strict=True, frozen=True)

    start: Annotated[int, Field(alias="from", ge=1)]
    reply_to: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^+#\x00]+$")]
    limit: Annotated[int, Field(ge=1, le=REPLAYED_MAX)] = REPLAYED_MAX


def read_question(payload: bytes, prefix: str) -> ReplayQuestion | None:
    """Return the question, or None if it can't be read or wants its answer outside `prefix`."""
    try:
        question = ReplayQuestion.model_validate_json(payload)
    except ValidationError:
        return None
    return question if question.reply_to.startswith(prefix) else None
