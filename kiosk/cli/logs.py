"""Logs go to stderr: with priorities for journald when it listens, else for a person's eyes."""

import logging
import os
import sys
from typing import Final

PRIORITIES: Final = {
    logging.DEBUG: 7,
    logging.INFO: 6,
    logging.WARNING: 4,
    logging.ERROR: 3,
    logging.CRITICAL: 2,
}
"""syslog's numbers, which journald reads from `<N>` at the start of a line."""
JOURNAL_FORMAT: Final = "%(name)s: %(message)s"
PERSON_FORMAT: Final = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


class _JournalFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        prefix = f"<{PRIORITIES.get(record.levelno, 5)}>"
        # Each line of a stack is a line of its own to journald.
        return "\n".join(prefix + line for line in super().format(record).splitlines())


def log_to_stderr() -> None:
    """Send every record of this process to stderr, and nowhere else."""
    handler = logging.StreamHandler(sys.stderr)
    under_journald = "JOURNAL_STREAM" in os.environ
    formatter = (
        _JournalFormatter(JOURNAL_FORMAT) if under_journald else logging.Formatter(PERSON_FORMAT)
    )
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
