"""Each rule over a bank finds its flaw, and nothing in the bank mended."""

import pytest

from quizapp.core.bank.lint import lint_unit
from quizapp.core.bank.lint.bank import near_duplicate
from quizapp.core.bank.lint.rules import _BANK_RULES, bank_rule
from quizapp.core.bank.model import Passage, Question, Reading, Unit, UnitMeta
from tests.core.bank.lint.questions import choice, statement, typed

TEXT = "The old bear went into her cave when the first snow fell. She slept there until spring."
NAMES = ("ant", "bee", "cat", "dog", "eel", "fox", "gnu", "hen", "ibis", "jay", "kite", "lynx")
HARD = "International institutions necessarily accommodate contradictory administrative considerations."
CITED = {"cites": ["bears/winter"]}


def unit(*questions: Question, text: str = TEXT, level: str = "Grades 5 to 7") -> Unit:
    passage = Passage("winter", "1.1", "Winter", text, ("source:1",))
    reading = Reading("bears", "Bears", "source", "", (passage,))
    return Unit(UnitMeta(id="animals", title="Animals", level=level), (reading,), questions)


def found(of: Unit) -> list[tuple[str, str]]:
    return [(finding.rule, finding.place) for finding in lint_unit(of)]


def at_places(places: str, right: str = "y{}", wrong: str = "x{}") -> Unit:
    """Make a unit of questions with three choices whose right one stands at each place in turn."""
    asked = []
    for number, place in enumerate(places):
        texts = [wrong.format(letter) for letter in "abc"]
        texts[int(place)] = "*" + right.format("d")
        asked.append(choice(f"What does the {NAMES[number]} eat?", *texts, id=NAMES[number], **CITED))
    return unit(*asked)


EAT = "What did the bear do before winter?"
CASES: list[tuple[str, str, Unit, Unit]] = [
    ("key-positions", "animals", at_places("111111101212"), at_places("012012210120")),
    (
        "longest-keys",
        "animals",
        at_places("012012210120", "some {}", "any {}"),
        at_places("012012210120", "any {}", "any {}"),
    ),
    (
        "near-duplicate",
        "animals/two.prompt",
        unit(
            typed("In which month did the old bear fall asleep?", "May", id="one", **CITED),
            typed("In what month did the old bear fall asleep?", "May", id="two", **CITED),
        ),
        unit(
            typed("In which month did the old bear fall asleep?", "May", id="one", **CITED),
            typed("In which month did the old bear fall asleep?", "June", id="two", **CITED),
        ),
    ),
    (
        "passage-without-question",
        "animals/bears/winter",
        unit(typed("What fell?", "snow", status="draft", **CITED)),
        unit(typed("What fell?", "snow", **CITED)),
    ),
    (
        "pasted-option",
        "animals/asked.choices[1].text",
        unit(
            choice(
                EAT, "She went away", "*She went into her cave when the first snow fell", "She swam", **CITED
            )
        ),
        unit(choice(EAT, "She went away", "*She looked for shelter", "She swam", **CITED)),
    ),
    (
        "pasted-option",
        "animals/asked.prompt",
        unit(statement("The old bear went into her cave to hide.", **CITED)),
        unit(statement("As the text has it, the bear hid.", **CITED)),
    ),
    (
        "reading-level",
        "animals/bears",
        unit(
            typed("What fell?", "snow", **CITED),
            text=HARD,
        ),
        unit(typed("What fell?", "snow", **CITED)),
    ),
    (
        "reading-level",
        "animals/asked.prompt",
        unit(
            typed(
                "Considering international administrative institutions, " * 10 + "what fell?", "snow", **CITED
            )
        ),
        unit(
            typed(
                "Considering international administrative institutions, " * 10 + "what fell?", "snow", **CITED
            ),
            level="All ages",
        ),
    ),
    (
        "answer-in-another",
        "animals/one.accept[0]",
        unit(
            typed("What fell?", "snow", id="one", **CITED),
            typed("What did the bear do when the snow came?", "sleep", id="two", **CITED),
        ),
        unit(
            typed("What fell?", "snow", id="one", **CITED),
            typed("What did the bear do when the cold came?", "sleep", id="two", **CITED),
        ),
    ),
    (
        "unresolved-citation",
        "animals/asked.cites[1]",
        unit(typed("What fell?", "snow", cites=["bears/winter", "bears/winters"])),
        unit(typed("What fell?", "snow", cites=["bears/winter"])),
    ),
]


@pytest.mark.parametrize(
    ("rule", "place", "bad", "good"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_rule_finds_its_flaw_and_nothing_in_the_bank_mended(rule, place, bad, good):
    assert (rule, place) in found(bad)
    assert rule not in {name for name, _ in found(good)}


def test_every_rule_over_a_bank_has_an_example():
    assert {case[0] for case in CASES} == set(_BANK_RULES)


def test_a_retired_question_is_not_judged():
    question = choice("Bears:", "They sleep", "*They climb", "They swim", status="retired", **CITED)
    assert found(unit(question)) == [("passage-without-question", "animals/bears/winter")]


def test_no_two_rules_have_one_name():
    with pytest.raises(ValueError, match="two rules are called near-duplicate"):
        bank_rule("near-duplicate", "advice", "Mend it.")(near_duplicate)
