"""The page's files, read once: no template and no disk is touched while the board is up."""

import hashlib
from dataclasses import dataclass
from importlib import resources

from jinja2 import Environment, StrictUndefined

MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file that the page asks for; `tag` changes when it does."""

    body: bytes
    media_type: str
    tag: str


@dataclass(frozen=True, slots=True)
class Pages:
    """The board's page and its files; `version` changes when any of them does."""

    board: str
    assets: dict[str, Asset]
    version: str


def read_pages(building_name: str) -> Pages:
    """Read and render everything that a browser is given."""
    folder = resources.files(__package__) / "page"
    assets = {
        entry.name: _asset(entry.read_bytes(), suffix)
        for entry in folder.iterdir()
        for suffix in MEDIA_TYPES
        if entry.name.endswith(suffix)
    }
    text = (folder / "board.html").read_text(encoding="utf-8")
    tags = "".join(assets[name].tag for name in sorted(assets))
    version = _digest((tags + text).encode())
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(text)
    return Pages(template.render(building=building_name, version=version), assets, version)


def _asset(body: bytes, suffix: str) -> Asset:
    return Asset(body, MEDIA_TYPES[suffix], _digest(body))


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]
