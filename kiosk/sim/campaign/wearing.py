"""What a mutant is, and how the real minds wear one for a while."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

Piece = tuple[object, str, object]
"""A module or class, the name of something in it, and what stands there instead.

Pieces are put in the place of others by name, so their parts are of any type.
"""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One rule of the protocol taken away; `rule` says which, in the protocol's numbers."""

    name: str
    rule: str
    pieces: Callable[[], list[Piece]]


@contextmanager
def worn(mutant: Mutant) -> Iterator[None]:
    """Let the real minds lack the rule inside the block."""
    with ExitStack() as undo:
        for place, name, piece in mutant.pieces():
            before = vars(place)[name]
            setattr(place, name, piece)
            undo.callback(setattr, place, name, before)
        yield
