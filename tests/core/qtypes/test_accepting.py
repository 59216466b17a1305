"""Accepting an answer that was refused: what each type can make of it."""

from typing import Any

import pytest

from quizapp.core.bank.model import Question, read_question
from quizapp.core.qtypes.base import Mark
from quizapp.core.qtypes.registry import QUESTION_TYPES


def question(**fields: Any) -> Question:
    read, findings = read_question({"id": "one", "prompt": "What do the rules say?", **fields})
    assert read, findings
    return read


SHORT = question(type="short_text", accept=["Amsel"], reject=[{"text": "Ms A.", "feedback": "Write it out."}])
NUMBER = question(type="numeric", answer=3, reject=[{"value": 4}])
GAPS = question(
    type="cloze",
    text="It opens at {{1}} on {{2}}.",
    gaps=[
        {"name": "1", "accept": ["nine"], "choices": ["nine", "ten"]},
        {"name": "2", "accept": ["Monday"]},
    ],
)


@pytest.mark.parametrize(
    ("asked", "raw"),
    [
        (SHORT, {"answer": ["the ouzel"]}),
        (SHORT, {"answer": ["ms a"]}),
        (NUMBER, {"answer": ["2.5"]}),
        (NUMBER, {"answer": ["4"]}),
        (GAPS, {"g-1": ["nine"], "g-2": ["a Monday"]}),
    ],
)
def test_an_answer_that_is_accepted_is_right_from_then_on(asked: Question, raw: dict[str, list[str]]) -> None:
    qtype = asked.qtype
    response = qtype.parse(asked.content, raw)
    assert qtype.grade(asked.content, response).mark is not Mark.RIGHT
    (wrong,) = [one for one in qtype.summarise(asked.content, [response]).tallies if one.correct is False]
    wider = qtype.accepting(asked.content, wrong)
    assert qtype.grade(wider, response).mark is Mark.RIGHT
    read, findings = read_question(Question(asked.meta, wider).as_mapping())
    assert read == Question(asked.meta, wider)
    assert [one for one in findings if one.level == "error"] == []
    assert qtype.say_key(wider) == qtype.say_key(asked.content), "The right answer shown stays the same."


def test_what_was_picked_from_a_list_cannot_be_accepted() -> None:
    response = GAPS.qtype.parse(GAPS.content, {"g-1": ["ten"]})
    (wrong,) = GAPS.qtype.summarise(GAPS.content, [response]).tallies
    assert GAPS.qtype.accepting(GAPS.content, wrong) is None


def test_no_more_is_accepted_than_the_question_may_hold() -> None:
    full = question(type="short_text", accept=[f"word {n}" for n in range(40)])
    response = full.qtype.parse(full.content, {"answer": ["another"]})
    (wrong,) = full.qtype.summarise(full.content, [response]).tallies
    assert full.qtype.accepting(full.content, wrong) is None


@pytest.mark.parametrize("name", QUESTION_TYPES)
def test_every_type_answers_what_may_be_accepted_and_marked(name: str) -> None:
    qtype = QUESTION_TYPES[name]
    for example in qtype.examples():
        content = qtype.Content.model_validate(example.content)
        assert qtype.by_hand is (name == "essay")
        assert all(one.points > 0 for one in qtype.rubric(content))
        answers = [qtype.parse(content, one.raw) for one in example.answers if one.outcome != "malformed"]
        for tally in qtype.summarise(content, answers).tallies:
            wider = qtype.accepting(content, tally)
            assert wider is None or wider != content
