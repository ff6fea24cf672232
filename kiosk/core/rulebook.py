"""The rulebook: every rule in order, and the one decision taken from them on both sides."""

from dataclasses import dataclass

from kiosk.core.rule import Ask, Facts, Finding, Rule, Ruling


@dataclass(frozen=True, slots=True)
class Decision:
    """Every finding in rulebook order; the gravest ruling stands, the first of it is shown."""

    findings: tuple[Finding, ...]

    @property
    def ruling(self) -> Ruling:
        """Return the ruling that stands."""
        return max((f.ruling for f in self.findings), default=Ruling.ALLOW)

    @property
    def shown(self) -> Finding | None:
        """Return the finding that the student is shown, if there is one."""
        stands = self.ruling
        return next((f for f in self.findings if f.ruling is stands), None)


def decide(rulebook: tuple[Rule, ...], ask: Ask, facts: Facts) -> Decision:
    """Apply every rule to `ask`; an adult's yes answers APPROVE, urgent goes past everything."""
    if ask.urgent:
        return Decision(())
    found = (rule.check(ask, facts) for rule in rulebook)
    findings = tuple(f for f in found if f is not None)
    if ask.approved_by is not None:
        findings = tuple(f for f in findings if f.ruling is not Ruling.APPROVE)
    return Decision(findings)
