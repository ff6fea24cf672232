"""Reads a TOML file into a pydantic model, and says everything that is wrong with it at once."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from kiosk.store.faults import Fault, Given, known_names
from kiosk.store.toml_lines import KeyPath, key_lines, line_of

ModelT = TypeVar("ModelT", bound=BaseModel)


class Table(BaseModel):
    """One table of a file: no unknown keys, no guessing at types.

    The description of a field is what a report says is allowed there; a field whose
    `json_schema_extra` says `secret` is never shown.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


def parse_toml(path: Path, faults: list[Fault]) -> tuple[dict[str, Any], dict[KeyPath, int]]:
    """Return the keys of `path` and their lines; a file that is no TOML adds a fault instead."""
    line = None
    try:
        text = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(text), key_lines(text)
    except FileNotFoundError:
        cure = "there is no such file: make it, or give the right path"
    except UnicodeDecodeError:
        cure = "not readable as text: save it as UTF-8"
    except OSError as error:
        cure = f"can't be read ({error.strerror}): check the path and who may read it"
    except tomllib.TOMLDecodeError as error:
        cure = f"not TOML: {error}"
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else None
    faults.append(Fault(path.name, line, "file", Given.UNTOLD, cure))
    return {}, {}


def validated(
    model: type[ModelT],
    keys: Mapping[str, Any],
    *,
    path: Path,
    lines: dict[KeyPath, int],
    faults: list[Fault],
) -> ModelT | None:
    """Return the model, or None after adding every fault; paths are taken from beside the file."""
    try:
        return model.model_validate(dict(keys), context={"folder": path.parent})
    except ValidationError as error:
        faults.extend(_faults(model, error, path.name, lines))
        return None


def _faults(
    model: type[BaseModel], error: ValidationError, file: str, lines: dict[KeyPath, int]
) -> Iterator[Fault]:
    for found in error.errors(include_url=False):
        where = tuple(part for part in found["loc"] if part != "[key]")
        line = line_of(where, lines)
        parent, extra = _model_at(model, where[:-1]), str(where[-1]) if where else ""
        field = parent.model_fields.get(extra) if parent is not None else None
        allowed = field.description if field is not None else None
        value: object = found["input"]
        if field is not None and field.json_schema_extra == {"secret": True}:
            value = Given.SECRET
        match found["type"]:
            case "missing":
                value, cure = Given.NOTHING, allowed or found["msg"]
            case "extra_forbidden" if parent is not None:
                cure = known_names(extra, list(parent.model_fields))
            case "value_error":
                cure = str(found["ctx"]["error"])
            case _:
                cure = f"allowed is {_described(model, where) or found['msg']}"
        yield Fault(file, line, _dotted(where) or "file", value, cure)


def _described(model: type[BaseModel], where: KeyPath) -> str | None:
    """Return the description of the innermost named field on the way to `where`."""
    for end in range(len(where), 0, -1):
        parent = _model_at(model, where[: end - 1])
        field = parent.model_fields.get(str(where[end - 1])) if parent is not None else None
        if field is not None and field.description:
            return field.description
    return None


def _model_at(model: type[BaseModel], where: KeyPath) -> type[BaseModel] | None:
    """Return the model that the table at `where` is read into, if it is read into one."""
    annotation: Any = model
    for part in where:
        inner = _model_in(annotation)
        if inner is not None and part in inner.model_fields:
            annotation = inner.model_fields[str(part)].annotation
        elif inner is not None:
            return None
        else:
            # An item of an array or a mapping: the type of its values comes last.
            arguments = [a for a in get_args(annotation) if a is not Ellipsis]
            annotation = arguments[-1] if arguments else None
    return _model_in(annotation)


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 # any annotation at all
    options = [annotation, *get_args(annotation)]
    if any(option in (tuple, list, dict, Mapping) for option in _origins(annotation)):
        return None
    return next((o for o in options if isinstance(o, type) and issubclass(o, BaseModel)), None)


def _origins(annotation: Any) -> tuple[Any, ...]:  # noqa: ANN401 # any annotation at all
    return (getattr(annotation, "__origin__", None),)


def _dotted(where: KeyPath) -> str:
    text = ""
    for part in where:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
