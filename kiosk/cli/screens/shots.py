"""Which pictures there are, and the index that says when each screen is seen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kiosk.core.door.scene import Screen
from kiosk.core.words import LANGUAGES
from kiosk.ui.gallery import gallery
from kiosk.ui.gallery_notes import note_of

COMMAND: Final = "./run screens"
LANDSCAPE: Final = (800, 480)
PORTRAIT: Final = (480, 800)
STANDING: Final = ("idle", "choose", "in line", "out", "ask teacher", "panel")
"""Drawn upright as well."""
TRANSLATED: Final = ("idle", "choose", "out")
"""Drawn in every other language as well."""
HEAD: Final = f"""\
# Every screen

What a door shows, and when. Made from `kiosk/ui/gallery.py` by `{COMMAND}`; not by hand. The names
are invented. `./run screens` draws only what has changed.
"""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: an example of the gallery in one language at one size in pixels."""

    name: str
    language: str
    size: tuple[int, int]
    note: str

    @property
    def file(self) -> str:
        """Return the picture's file name."""
        words = self.name.replace(",", "").replace(" ", "-")
        upright = "-upright" if self.size == PORTRAIT else ""
        return f"{words}{'' if self.language == 'en' else f'-{self.language}'}{upright}.png"


def shots() -> list[Shot]:
    """Return every picture, in the order of the index."""
    return [shot for _, group in groups() for shot in group]


def groups() -> Iterator[tuple[str, list[Shot]]]:
    """Yield each heading of the index with its pictures."""
    scenes = gallery("en")
    for screen in Screen:
        names = [name for name, scene in scenes.items() if scene.screen is screen]
        title = screen.value.replace("_", " ").capitalize()
        yield title, [Shot(name, "en", LANDSCAPE, note_of(name)) for name in names]
    yield "Upright", [Shot(name, "en", PORTRAIT, "On an upright screen.") for name in STANDING]
    others = [language for language in LANGUAGES if language != "en"]
    yield (
        "Other languages",
        [
            Shot(name, language, LANDSCAPE, f"In the language `{language}`.")
            for language in others
            for name in TRANSLATED
        ],
    )


def index() -> str:
    """Return the text of the index."""
    parts = [HEAD]
    for title, group in groups():
        rows = [_row(shot) for shot in group]
        parts.append("\n".join([f"## {title}\n", "| screen | seen when |", "|---|---|", *rows, ""]))
    return "\n".join(parts)


def _row(shot: Shot) -> str:
    width = 200 if shot.size == PORTRAIT else 320
    picture = f'<img src="{shot.file}" width="{width}" alt="{shot.name}">'
    return f"| {picture} | **{shot.name}**: {shot.note} |"
