"""How far the staff feed has certainly reached the broker, and what to publish once more."""


class Deliveries:
    """Counts acknowledged feed numbers; a number counts only once all before it have come."""

    def __init__(self, published_upto: int) -> None:
        self.upto = published_upto
        self._beyond: set[int] = set()
        self._at_last_look = published_upto

    def acknowledged(self, n: int) -> bool:
        """Take the broker's word for `n`; return whether `upto` has moved."""
        if n <= self.upto:
            return False
        self._beyond.add(n)
        before = self.upto
        while self.upto + 1 in self._beyond:
            self.upto += 1
            self._beyond.discard(self.upto)
        return self.upto > before

    def stuck(self, n: int) -> bool:
        """Say whether events up to `n` wait and none has come through since the last look."""
        still = self.upto == self._at_last_look and self.upto < n
        self._at_last_look = self.upto
        return still
