"""The generated files under docs/: what should stand there, what does, and the writing of it."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from kiosk.cli.docs.asyncapi import asyncapi, schema_file
from kiosk.cli.docs.rules_page import rules_page
from kiosk.cli.docs.schemas import schemas

COMMAND: Final = "./run docs"
RULES: Final = "rules.md"
PROTOCOL: Final = "protocol"


def pages() -> Mapping[str, str]:
    """Return the text of every generated file by its path under docs/."""
    found = {
        RULES: rules_page(),
        f"{PROTOCOL}/asyncapi.json": _json(asyncapi()),
    }
    for name, schema in schemas().items():
        found[f"{PROTOCOL}/{schema_file(name)}"] = _json(schema)
    return found


def stale(docs: Path) -> list[str]:
    """Return which files in `docs` are not as the code says: changed, missing, or too many."""
    wanted = pages()
    found = {path: text for path, text in _standing(docs) if wanted.get(path) != text}
    missing = [path for path in wanted if not (docs / path).is_file()]
    return sorted([*found, *missing])


def write(docs: Path) -> list[str]:
    """Make `docs` as the code says; return which files have changed, come or gone."""
    changed = stale(docs)
    wanted = pages()
    for path in changed:
        file = docs / path
        if path in wanted:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(wanted[path], encoding="utf-8")
        else:
            file.unlink()
    return changed


def _standing(docs: Path) -> Iterator[tuple[str, str]]:
    """Yield every file that is ours to write: the rules, and all of the protocol's folder."""
    for file in sorted([docs / RULES, *(docs / PROTOCOL).rglob("*")]):
        if file.is_file():
            yield file.relative_to(docs).as_posix(), file.read_text(encoding="utf-8")


def _json(value: Any) -> str:  # noqa: ANN401 # any JSON value
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
