"""A point in time up to which something is waited for."""

from time import monotonic


class Deadline:
    """Counts down from its making."""

    def __init__(self, seconds: float) -> None:
        self._at_s = monotonic() + seconds

    def left_s(self) -> float:
        """Return how long to wait yet; never less than 0."""
        return max(0.0, self._at_s - monotonic())

    @property
    def is_past(self) -> bool:
        """Say whether it is over."""
        return self.left_s() <= 0
