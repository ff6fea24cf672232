"""About how long a line takes, from what every door knows of the place."""

from kiosk.core.school import Destination


def about_minutes(place: Destination | None, ahead: int | None) -> int | None:
    """Return after how many minutes a student with `ahead` others before may go there; None: open.

    As many come back in one allowance as have room there. Who waits because of anything else, and
    not for that room, is told the same: the number says nothing of the reason.
    """
    if place is None or ahead is None or not place.minutes or not place.capacity:
        return None
    return -(-place.minutes * (ahead + 1) // place.capacity)
