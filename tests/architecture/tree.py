"""The project's own files, as its tests about shape see them."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

TEXT_SUFFIXES = frozenset(
    {".conf", ".css", ".csv", ".html", ".js", ".json", ".lock", ".md", ".py", ".qml", ".rules"}
    | {".service", ".sh", ".sql", ".svg", ".target", ".timer", ".toml", ".ts", ".txt", ".yaml", ""}
)


def ignored_names() -> list[str]:
    lines = (ROOT / ".gitignore").read_text().splitlines()
    return [".git", *(line.strip("/") for line in lines if line and not line.startswith("#"))]


def project_files(folder: Path = ROOT) -> Iterator[Path]:
    """Walks instead of asking git, so that it also holds for an unpacked archive."""
    ignored = ignored_names()
    for path in sorted(folder.iterdir()):
        if any(fnmatch(path.name, name) for name in ignored):
            continue
        if path.is_dir():
            yield from project_files(path)
        else:
            yield path


def python_files() -> list[Path]:
    folders = (ROOT / "kiosk", ROOT / "tests")
    return [path for folder in folders for path in project_files(folder) if path.suffix == ".py"]


def text_files(folder: Path = ROOT) -> list[Path]:
    """Files written by us; what is vendored speaks its own language."""
    return [
        path
        for path in project_files(folder)
        if path.suffix in TEXT_SUFFIXES and "vendor" not in path.parts
    ]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def where(path: Path, line: int | None = None) -> str:
    name = str(path.relative_to(ROOT))
    return name if line is None else f"{name}:{line}"
