"""On which line of a TOML text a key stands; the standard parser does not say."""

import re
from collections.abc import Sequence
from typing import Final

KeyPath = tuple[str | int, ...]

_HEADER: Final = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
_ARRAY_HEADER: Final = re.compile(r"\s*\[\[\s*([^\[\]]+?)\s*\]\]\s*(?:#.*)?$")
_ASSIGNMENT: Final = re.compile(
    r"""\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_.\-])+(?:\s*\.\s*\S+?)?)\s*="""
)
_KEY_PART: Final = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_\-]+))\s*\.?""")


def key_lines(text: str) -> dict[KeyPath, int]:
    """Map the path of each table, key and one-line array item to its line, counted from 1.

    Reads line by line and knows nothing of values over several lines but arrays of inline tables:
    a key it does not find has no entry, which costs a report its line number and nothing else.
    """
    found: dict[KeyPath, int] = {}
    array_sizes: dict[KeyPath, int] = {}
    table: KeyPath = ()
    open_array: KeyPath | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if header := _ARRAY_HEADER.match(line):
            name = _inside(_parts(header[1]), array_sizes)
            index = array_sizes.get(name, -1) + 1
            array_sizes[name] = index
            table, open_array = (*name, index), None
            found[table] = number
        elif header := _HEADER.match(line):
            table, open_array = _inside(_parts(header[1]), array_sizes), None
            found.setdefault(table, number)
        elif open_array is not None and line.lstrip().startswith("{"):
            index = array_sizes.get(open_array, -1) + 1
            array_sizes[open_array] = index
            found[(*open_array, index)] = number
        elif assignment := _ASSIGNMENT.match(line):
            key = (*table, *_parts(assignment[1]))
            found.setdefault(key, number)
            rest = line[assignment.end() :].strip()
            open_array = key if rest.startswith("[") and "]" not in rest else None
    return found


def line_of(path: Sequence[str | int], lines: dict[KeyPath, int]) -> int | None:
    """Return the line of `path`, else of the nearest thing around it that has one."""
    for end in range(len(path), 0, -1):
        if (number := lines.get(tuple(path[:end]))) is not None:
            return number
    return None


def _parts(dotted: str) -> KeyPath:
    return tuple(next(filter(None, m.groups()), "") for m in _KEY_PART.finditer(dotted))


def _inside(name: KeyPath, array_sizes: dict[KeyPath, int]) -> KeyPath:
    """Put the index of the newest item after each array of tables that `name` goes through."""
    path: KeyPath = ()
    for part in name[:-1]:
        path = (*path, part)
        if path in array_sizes:
            path = (*path, array_sizes[path])
    return (*path, *name[-1:])
