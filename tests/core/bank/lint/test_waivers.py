"""A rule is set aside on a question with a written reason, and in no other way."""

import pytest

from quizapp.core.bank.lint import lint_question, lint_unit, open_findings
from quizapp.core.bank.model import Unit, UnitMeta, read_question
from quizapp.core.bank.writing import write_question
from quizapp.core.bank.yaml_text import read_yaml
from tests.core.bank.lint.questions import typed

BAD = "It slept. Which animal was that?"
REASON = "The picture above it shows the animal."


def waived(rule: str = "ambiguous-wording"):
    return typed(BAD, "bear", waive=[{"rule": rule, "reason": REASON}])


def ambiguous(question):
    return [(finding.rule, finding.waived) for finding in lint_question(question)]


def test_a_waived_finding_carries_its_reason_and_is_not_open():
    assert ambiguous(typed(BAD, "bear")) == [("ambiguous-wording", "")]
    assert ambiguous(waived()) == [("ambiguous-wording", REASON)]
    assert open_findings(lint_question(waived())) == []


def test_a_waiver_of_no_known_rule_is_an_error_and_waives_nothing():
    found = lint_question(waived("ambiguous-words"))
    assert [(f.level, f.rule, f.place, f.waived) for f in found] == [
        ("warning", "ambiguous-wording", "prompt", ""),
        ("error", "unknown-waiver", "waive[0].rule", ""),
    ]
    assert found[1].hint == "Did you mean ambiguous-wording?"


def test_a_waiver_that_waives_nothing_any_more_is_told_of():
    unit = Unit(UnitMeta(id="animals", title="Animals"), (), (waived("k-type"),))
    assert ("advice", "idle-waiver", "animals/asked.waive[0]") in [
        (f.level, f.rule, f.place) for f in lint_unit(unit)
    ]


def test_an_error_cannot_be_waived():
    question = typed(
        "What fell?", "snow", cites=["a/b"], waive=[{"rule": "unresolved-citation", "reason": "So."}]
    )
    unit = Unit(UnitMeta(id="animals", title="Animals"), (), (question,))
    assert [(f.rule, f.waived) for f in lint_unit(unit)] == [("unresolved-citation", "")]


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_waiver_needs_a_reason(reason):
    mapping = {"id": "asked", "type": "short_text", "prompt": BAD, "accept": ["bear"]}
    _, findings = read_question({**mapping, "waive": [{"rule": "k-type", "reason": reason}]})
    assert [(f.place, f.message) for f in findings] == [("waive[0].reason", "This is empty.")]


def test_a_waiver_is_written_to_the_file_and_read_again():
    document = read_yaml(write_question(waived()))
    assert read_question(document.value[0])[0] == waived()
