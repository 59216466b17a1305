"""What a rule is, and the list of them.

The rules cite their sources in short:

HDR       Haladyna, Downing and Rodriguez, "A review of multiple-choice item-writing guidelines for
          classroom assessment", Applied Measurement in Education 15(3), 2002, by number of guideline.
Tarrant   Tarrant, Knierim, Hayes and Ware, "The frequency of item writing flaws in multiple-choice
          questions used in high stakes nursing assessments", Nurse Education in Practice 6(6), 2006.
SAQUET    Moore, Costello, Nguyen and Stamper, "An automatic question usability evaluation toolkit",
          Artificial Intelligence in Education, 2024: the nineteen flaws of Tarrant as rules for a machine.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from quizapp.core.bank.lint.view import View
from quizapp.core.bank.model import Question, Unit
from quizapp.core.findings import Finding, Level


@dataclass(frozen=True)
class Flaw:
    """Where a rule is broken and why. `question` is for rules of a bank: "" where it is of the whole."""

    place: str
    message: str
    question: str = ""


ItemCheck = Callable[[View], Iterable[Flaw]]
BankCheck = Callable[[Unit], Iterable[Flaw]]


@dataclass(frozen=True)
class Rule:
    """A rule: its id, how grave it is, how to mend it. `english`: it reads English and nothing else."""

    id: str
    level: Level
    remedy: str
    source: str
    english: bool

    def finding(self, flaw: Flaw) -> Finding:
        return Finding(self.level, flaw.place, flaw.message, self.remedy, self.id)

    @property
    def title(self) -> str:
        """Its id as people read it."""
        return self.id.replace("-", " ").capitalize()


_ITEM_RULES: dict[str, tuple[Rule, ItemCheck]] = {}
_BANK_RULES: dict[str, tuple[Rule, BankCheck]] = {}


def item_rule(name: str, level: Level, remedy: str, english: bool = True) -> Callable[[ItemCheck], ItemCheck]:
    """Register a rule over one question. It looks at neither the question's id nor its status."""

    def register(check: ItemCheck) -> ItemCheck:
        _ITEM_RULES[name] = (_rule(name, level, remedy, check.__doc__, english), check)
        return check

    return register


def bank_rule(
    name: str, level: Level, remedy: str, english: bool = False
) -> Callable[[BankCheck], BankCheck]:
    """Register a rule over a whole bank."""

    def register(check: BankCheck) -> BankCheck:
        _BANK_RULES[name] = (_rule(name, level, remedy, check.__doc__, english), check)
        return check

    return register


def _rule(name: str, level: Level, remedy: str, source: str | None, english: bool) -> Rule:
    if name in _ITEM_RULES or name in _BANK_RULES:
        raise ValueError(f"two rules are called {name}")
    if not source:
        raise ValueError(f"the rule {name} names no source")
    return Rule(name, level, remedy, source, english)


def rules() -> Mapping[str, Rule]:
    """Return every rule by its id."""
    return {name: rule for table in (_ITEM_RULES, _BANK_RULES) for name, (rule, _) in table.items()}


def item_findings(question: Question, english: bool = True) -> list[Finding]:
    """Return what the rules over one question find, places relative to the question."""
    view = View(question)
    return [
        rule.finding(flaw)
        for rule, check in _ITEM_RULES.values()
        if english or not rule.english
        for flaw in check(view)
    ]


def bank_findings(unit: Unit, english: bool = True) -> list[tuple[str, Finding]]:
    """Return what the rules over a bank find: the id of a question, or "", and the finding."""
    return [
        (flaw.question, rule.finding(flaw))
        for rule, check in _BANK_RULES.values()
        if english or not rule.english
        for flaw in check(unit)
    ]
