"""The page about the rulebook: every rule in order, with its numbers, rulings, reach and words."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from enum import Enum
from typing import Final

from kiosk.cli.docs import sample_school as sample
from kiosk.cli.docs.lifts import lifts
from kiosk.cli.docs.rule_facts import Number, RuleFacts, numbers_without_rule, rule_facts
from kiosk.core.policy import Policy, WhenAlone
from kiosk.core.rule import Finding, Reach, Ruling
from kiosk.core.rulebook import Decision, alone
from kiosk.core.words import ALONE, HALL_FULL, LANGUAGES, PROTOCOL_REASONS, Reason

RULINGS: Final = {
    Ruling.ALLOW: "go",
    Ruling.DEFER: "the building must be asked",
    Ruling.WAIT: "until a place comes free",
    Ruling.APPROVE: "ask the teacher, who can say yes at the door",
    Ruling.REFUSE: "not now",
}
INTRODUCTION: Final = """\
Every request for a pass is put to all of these rules; each may object with one *finding*. The
gravest ruling stands, and of those the first in this order is shown. A teacher's yes answers every
`APPROVE`. An urgent pass is never blocked. The same rulebook runs at the door and in the
aggregator: a door sees its own room, the aggregator the building, and a rule that needs the
building makes the door ask it (`DEFER`)."""

LIFTED: Final = """\
With one of these the rules beside it do not object, whatever their numbers; no page tells the
student which it was. When an appointment is made, staff are told what would stand in its way then,
no-fly times too; when its time comes the rules that it does not lift are asked. At a door that is
alone the yes of an adult there is an override, and the yes that came with an appointment is none.
An accommodation also lifts the minutes of the pass. Urgent passes count against no limit and start
no cooldown."""


def rules_page() -> str:
    """Return docs/rules.md."""
    facts = rule_facts(sample.LIMITED)
    blocks = [
        "# The rules",
        "Made from the rulebook by `./run docs`; do not edit.",
        INTRODUCTION,
        _table(("ruling, mildest first", "what it means"), _rulings()),
        "## All at a glance",
        _glance(facts),
        "## What lifts a rule",
        LIFTED,
        _lifts(facts),
        *(block for rule in facts for block in _of_rule(rule, facts)),
        *_while_alone(),
        "## Words without a rule",
        *(block for reason in PROTOCOL_REASONS for block in _of_reason(reason)),
        "## Other numbers and switches",
        _numbers(numbers_without_rule(Policy())),
    ]
    return "\n\n".join(blocks) + "\n"


def _rulings() -> Iterator[tuple[str, ...]]:
    for ruling in Ruling:
        yield f"`{ruling.name}`", RULINGS[ruling]


def _glance(facts: Iterable[RuleFacts]) -> str:
    rows = (
        (
            str(rule.order),
            f"[{rule.title}](#{_anchor(rule)})",
            f"`{rule.reason.code}`",
            _names(rule.rulings),
            f"`{rule.reach.name}`",
        )
        for rule in facts
    )
    return _table(("", "rule", "reason", "ruling", "reach"), rows)


def _lifts(facts: Iterable[RuleFacts]) -> str:
    titles = {rule.name: f"[{rule.title}](#{_anchor(rule)})" for rule in facts}

    def told(names: tuple[str, ...]) -> str:
        return "every rule" if len(names) == len(titles) else ", ".join(titles[n] for n in names)

    rows = ((lift.words, told(lift.lifted)) for lift in lifts(sample.LIMITED))
    return _table(("with", "lifted"), rows)


def _of_rule(rule: RuleFacts, facts: Iterable[RuleFacts]) -> Iterator[str]:
    yield f"## {rule.order}. {rule.title}"
    yield rule.text
    rows = [
        ("ruling", ", ".join(f"`{r.name}`: {RULINGS[r]}" for r in rule.rulings)),
        ("reach", _reach(rule)),
        ("reason code", f"`{rule.reason.code}`{_shared(rule, facts)}"),
        ("objects, for example, when", "; ".join(rule.objects_when)),
        ("tells when to try again", "yes" if rule.tells_time else "no"),
        ("an adult can override it", "yes" if rule.overridable else "no"),
    ]
    yield _table(("", rule.title), rows)
    if rule.numbers:
        yield _numbers(rule.numbers)
    yield _words(rule.reason)


def _reach(rule: RuleFacts) -> str:
    if rule.asks_without_clock:
        return f"`{rule.reach.name}`; a door that does not know the time asks the building"
    if rule.reach is Reach.BUILDING and rule.door_rulings:
        return (
            f"`{rule.reach.name}`; of what its room sees, a door rules {_names(rule.door_rulings)}"
        )
    return f"`{rule.reach.name}`"


def _shared(rule: RuleFacts, facts: Iterable[RuleFacts]) -> str:
    others = [f.title for f in facts if f.reason is rule.reason and f.name != rule.name]
    return f", the same as {', '.join(others)}" if others else ""


def _while_alone() -> Iterator[str]:
    yield "## While the building can't be asked"
    yield (
        "Every `DEFER` becomes one and the same finding, whoever asks and whatever it was about;"
        " `when_alone` says which:"
    )
    deferred = Decision((Finding(Ruling.DEFER, HALL_FULL),))
    rows = (
        (f"`{switch}`", _names([alone(deferred, switch).ruling]), f"`{ALONE.code}`")
        for switch in WhenAlone
    )
    yield _table(("`when_alone`", "becomes", "reason"), rows)


def _of_reason(reason: Reason) -> Iterator[str]:
    yield f"### `{reason.code}`"
    yield _words(reason)


def _words(reason: Reason) -> str:
    rows = []
    for language in LANGUAGES:
        phrase = reason.phrase(language)
        rows.append((language, "student", phrase.student))
        if phrase.timed is not None:
            rows.append((language, "student, with a time", phrase.timed))
        for used_up, words in phrase.used_up.items():
            where = ", of one place" if used_up.to_destination else ""
            rows.append((language, f"student, limit by {used_up.span}{where}", words))
        rows.append((language, "staff", phrase.staff))
    return _table(("language", "for", "words"), rows)


def _numbers(numbers: Iterable[Number]) -> str:
    rows = (
        (
            f"`{n.policy_field}`",
            f"`{n.file_key}`" if n.file_key else "not in the file",
            f"`{n.rule_field}`" if n.rule_field else "",
            _default(n.default),
        )
        for n in numbers
    )
    return _table(("policy", "`[policy]` in school.toml", "in the rule", "default"), rows)


def _default(value: object) -> str:
    match value:
        case None:
            return "no limit"
        case ():
            return "none"
        case timedelta():
            return f"{value / timedelta(minutes=1):g} min"
        case Enum():
            return f"`{value.value}`"
        case _:
            return str(value)


def _names(rulings: Iterable[Ruling]) -> str:
    return ", ".join(f"`{ruling.name}`" for ruling in rulings)


def _anchor(rule: RuleFacts) -> str:
    return f"{rule.order}-{rule.title.lower().replace(' ', '-')}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
