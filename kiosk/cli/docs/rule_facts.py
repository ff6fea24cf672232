"""What can be said of every rule, found by asking it: rulings, reach, numbers."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import timedelta
from enum import Enum
from typing import Any

from kiosk.cli.docs.moments import all_moments, single_moments
from kiosk.core.limits import Limit, Span
from kiosk.core.policy import Policy
from kiosk.core.rule import Finding, Reach, Rule, Ruling
from kiosk.core.rulebook import rulebook_of
from kiosk.core.words import Reason
from kiosk.store.school_toml import PolicyTable


class UnprobedError(RuntimeError):
    """Something new has no sample that shows what it does; the text says where to add one."""


@dataclass(frozen=True, slots=True)
class Number:
    """One of the school's numbers that a rule goes by."""

    policy_field: str
    file_key: str | None
    """Its key under `[policy]` in school.toml, if it has one."""
    rule_field: str | None
    """What the rule itself calls it."""
    default: object


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """One rule as the page tells it."""

    name: str
    order: int
    title: str
    text: str
    reason: Reason
    reach: Reach
    asks_without_clock: bool
    """Asks the building while the door's clock is not known to be right, and only then."""
    rulings: tuple[Ruling, ...]
    door_rulings: tuple[Ruling, ...]
    """What a door decides by itself."""
    overridable: bool
    tells_time: bool
    objects_when: tuple[str, ...]
    numbers: tuple[Number, ...]


def rule_facts(policy: Policy) -> tuple[RuleFacts, ...]:
    """Return what is to be said of each rule, in rulebook order."""
    rulebook = rulebook_of(policy)
    numbers = _numbers(policy)
    return tuple(
        _facts_of(rule, order, numbers.get(type(rule), ()))
        for order, rule in enumerate(rulebook, 1)
    )


def numbers_without_rule(policy: Policy) -> tuple[Number, ...]:
    """Return the policy's numbers and switches that no rule goes by."""
    linked = {n.policy_field for numbers in _numbers(policy).values() for n in numbers}
    return tuple(
        _number(policy, field.name) for field in fields(policy) if field.name not in linked
    )


def _facts_of(rule: Rule, order: int, numbers: tuple[Number, ...]) -> RuleFacts:
    moments = list(all_moments())
    building = _findings(rule.check(m.ask, m.facts(Reach.BUILDING)) for m in moments)
    door = _findings(rule.check(m.ask, m.facts(Reach.ROOM)) for m in moments)
    timeless = _findings(rule.check(m.ask, m.facts(Reach.ROOM, clock_known=False)) for m in moments)
    if not building:
        raise UnprobedError(
            f"{type(rule).__name__} never objects: add to CHANGES in kiosk/cli/docs/moments.py"
            " a moment in which it does"
        )
    defers = Ruling.DEFER in _rulings(door)
    title, text = _told(rule)
    return RuleFacts(
        name=type(rule).__name__,
        order=order,
        title=title,
        text=text,
        reason=rule.reason,
        reach=Reach.BUILDING if defers else Reach.ROOM,
        asks_without_clock=not defers and Ruling.DEFER in _rulings(timeless),
        rulings=_rulings(building),
        door_rulings=tuple(r for r in _rulings(door) if r is not Ruling.DEFER),
        overridable=rule.overridable,
        tells_time=any(f.retry_at is not None for f in building),
        objects_when=tuple(
            words
            for words, moment in single_moments()
            if rule.check(moment.ask, moment.facts(Reach.BUILDING)) is not None
        ),
        numbers=numbers,
    )


def _findings(found: Iterable[Finding | None]) -> list[Finding]:
    return [finding for finding in found if finding is not None]


def _rulings(findings: Iterable[Finding]) -> tuple[Ruling, ...]:
    return tuple(sorted({finding.ruling for finding in findings}))


def _told(rule: Rule) -> tuple[str, str]:
    """Return the rule's title and what it does, from its module's and its class's first words."""
    module = inspect.getmodule(type(rule))
    title, _, what = (inspect.getdoc(module) or "").splitlines()[0].partition(": ")
    own = inspect.getdoc(type(rule)) or ""
    return title, f"{what[:1].upper()}{what[1:]}\n\n{own}"


def _numbers(policy: Policy) -> dict[type[Rule], tuple[Number, ...]]:
    """Return each rule's numbers: a rule goes by a number if another value makes another rule."""
    found: dict[type[Rule], tuple[Number, ...]] = {}
    policy = replace(policy, limits=())
    before = rulebook_of(policy)
    for field in fields(policy):
        other: Any = _another(getattr(policy, field.name))
        changed = replace(policy, **{field.name: other})
        for one, other in zip(before, rulebook_of(changed), strict=True):
            if one != other:
                number = _number(policy, field.name, _first_difference(one, other))
                found[type(one)] = (*found.get(type(one), ()), number)
    return found


def _first_difference(one: Any, other: Any) -> str | None:  # noqa: ANN401 # a rule is a dataclass
    names = (field.name for field in fields(one))
    return next((name for name in names if getattr(one, name) != getattr(other, name)), None)


def _number(policy: Policy, name: str, rule_field: str | None = None) -> Number:
    return Number(name, _file_key(name), rule_field, getattr(policy, name))


def _file_key(name: str) -> str | None:
    """Return the key in school.toml that sets the policy's `name`."""
    if name == "limits":
        return "[[limits]]"
    table = PolicyTable()
    for key in PolicyTable.model_fields:
        changed = table.model_copy(update={key: _another(getattr(table, key))})
        if getattr(changed.policy(), name) != getattr(table.policy(), name):
            return key
    return None


def _another(value: Any) -> object:  # noqa: ANN401 # a policy's number may be of any type
    """Return a value of the same type that differs."""
    others: list[tuple[type, Callable[[], object]]] = [
        (bool, lambda: not value),
        (int, lambda: value + 1),
        (timedelta, lambda: value + timedelta(minutes=1)),
        (Enum, lambda: next(member for member in type(value) if member is not value)),
        (str, lambda: value + "x"),
        (type(None), lambda: 1),
        (tuple, lambda: tuple(Limit(1, span) for span in Span)),
    ]
    for kind, make in others:
        if isinstance(value, kind):
            return make()
    if is_dataclass(value) and not isinstance(value, type):
        name = fields(value)[0].name
        return replace(value, **{name: _another(getattr(value, name))})
    raise UnprobedError(f"say in kiosk/cli/docs/rule_facts.py what differs from {value!r}")
