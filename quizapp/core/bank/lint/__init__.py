"""Item-writing rules over questions and banks, and the waivers that set one aside with a reason."""

from collections.abc import Iterable
from dataclasses import replace

from quizapp.core.bank.links import did_you_mean
from quizapp.core.bank.lint import bank, cues, options, sourcing, stem, wording  # noqa: F401  they add their rules
from quizapp.core.bank.lint.rules import Rule, bank_findings, item_findings, rules
from quizapp.core.bank.model import Question, Status, Unit
from quizapp.core.findings import Finding

__all__ = ["Rule", "lint_question", "lint_unit", "open_findings", "rules"]


def lint_question(question: Question, language: str = "en") -> list[Finding]:
    """Return what the rules over one question find, places relative to it; what is waived is marked so."""
    found = item_findings(question, _is_english(language))
    return [*_waived(question, found), *_unknown_waivers(question)]


def lint_unit(unit: Unit) -> list[Finding]:
    """Return what all rules find in a unit: question by question without the retired, then of the whole."""
    english = _is_english(unit.meta.language)
    of_bank = bank_findings(unit, english)
    findings = []
    for question in unit.questions:
        if question.meta.status is Status.RETIRED:
            continue
        found = item_findings(question, english)
        found += [finding for name, finding in of_bank if name == question.meta.id]
        found = [*_waived(question, found), *_unknown_waivers(question), *_idle_waivers(question, found)]
        file, line = unit.places.get(question.meta.id, ("", None))
        findings += [
            replace(finding.under(f"{unit.meta.id}/{question.meta.id}"), file=file, line=line)
            for finding in found
        ]
    for name, finding in of_bank:
        if not name:
            place = f"{unit.meta.id}/{finding.place}" if finding.place else unit.meta.id
            findings.append(replace(finding, place=place))
    return findings


def open_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that nobody has waived."""
    return [finding for finding in findings if not finding.waived]


def _is_english(language: str) -> bool:
    return language.split("-")[0].lower() in ("", "en")


def _waived(question: Question, found: Iterable[Finding]) -> list[Finding]:
    reasons = {waiver.rule: waiver.reason for waiver in question.meta.waive}
    return [
        finding if finding.level == "error" else replace(finding, waived=reasons.get(finding.rule, ""))
        for finding in found
    ]


def _unknown_waivers(question: Question) -> list[Finding]:
    return [
        Finding(
            "error",
            f"waive[{index}].rule",
            f"There is no rule “{waiver.rule}”.",
            did_you_mean(waiver.rule, rules()) or "Take the waiver out.",
            "unknown-waiver",
        )
        for index, waiver in enumerate(question.meta.waive)
        if waiver.rule not in rules()
    ]


def _idle_waivers(question: Question, found: Iterable[Finding]) -> list[Finding]:
    broken = {finding.rule for finding in found}
    return [
        Finding(
            "advice",
            f"waive[{index}]",
            f"Nothing breaks the rule “{waiver.rule}” here any more.",
            "Take the waiver out.",
            "idle-waiver",
        )
        for index, waiver in enumerate(question.meta.waive)
        if waiver.rule in rules() and waiver.rule not in broken
    ]
