import ast
import re
import sys
from pathlib import Path

from tests.architecture.tree import ROOT, parsed, project_files, python_files, text_files, where

MODULE_LINES_MAX = 400
FUNCTION_LINES_MAX = 40

# A thing with no better name has no home yet.
HOMELESS_NAMES = frozenset(
    {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}
)

TOP_LEVEL = frozenset(
    {".ci", ".editorconfig", ".gitignore", "LICENSE", "README.md", "deploy", "docs"}
    | {"firmware_config", "kiosk", "pyproject.toml", "requirements-dev.lock", "requirements.lock"}
    | {"run", "systemd", "tests"}
)

# Written in two halves, so that this file passes its own test.
MACHINE_PATHS = ["/" + name + "/" for name in ("work", "root", "tmp")]
REGISTRY_HOSTS = ["py" + "pi.org", "python" + "hosted", "debian" + ".org", "npm" + "js.org"]

SUPPRESSION = re.compile(
    r"#\s*(?:noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?|type:\s*ignore(?:\[[^]]*])?)"
)


def test_modules_stay_short() -> None:
    lengths = {where(path): len(path.read_text().splitlines()) for path in python_files()}
    assert {name: n for name, n in lengths.items() if n > MODULE_LINES_MAX} == {}


def test_functions_stay_short() -> None:
    too_long = [
        f"{where(path, node.lineno)} {node.name}"
        for path in python_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > FUNCTION_LINES_MAX
    ]
    assert not too_long, "\n".join(too_long)


def test_every_module_has_a_name_of_its_own() -> None:
    homeless = [
        where(path)
        for path in python_files()
        if HOMELESS_NAMES & {path.stem, *path.relative_to(ROOT).parts}
    ]
    assert not homeless, "\n".join(homeless)


def test_the_top_level_holds_only_what_the_design_names() -> None:
    found = {path.relative_to(ROOT).parts[0] for path in project_files()}
    assert found - TOP_LEVEL == set()


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{where(path, number)} {needle}"
        for path in text_files()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        for needle in MACHINE_PATHS + REGISTRY_HOSTS
        if needle in line
    ]
    assert not found, "\n".join(found)


def test_core_imports_only_the_standard_library_and_itself() -> None:
    found = [
        f"{where(path)} imports {name}"
        for path in python_files()
        if path.is_relative_to(ROOT / "kiosk" / "core")
        for name in imports_of(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not is_core(name)
    ]
    assert not found, "\n".join(found)


def test_core_opens_prints_and_asks_nothing() -> None:
    found = [
        f"{where(path, node.lineno)} {node.func.id}"
        for path in python_files()
        if path.is_relative_to(ROOT / "kiosk" / "core")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in {"open", "print", "input", "exec", "eval", "__import__"}
    ]
    assert not found, "\n".join(found)


def test_every_suppression_names_its_rule_and_gives_its_reason() -> None:
    bare = []
    for path in python_files():
        for number, line in enumerate(path.read_text().splitlines(), 1):
            for match in SUPPRESSION.finditer(line):
                names_rule = match.group().rstrip()[-1] in "]0123456789"
                gives_reason = re.search(r"\w{2,}", line[match.end() :]) is not None
                if path != Path(__file__) and not (names_rule and gives_reason):
                    bare.append(where(path, number))
    assert not bare, "\n".join(bare)


def imports_of(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names


def is_core(name: str) -> bool:
    return name == "kiosk.core" or name.startswith("kiosk.core.")
