"""The grading of a whole attempt."""

from typing import Any

import pytest

from quizapp.core.attempts.scoring import Asked, grade_attempt
from quizapp.core.bank.model import Question, read_question
from quizapp.core.qtypes.base import Mark
from quizapp.core.qtypes.choices import choice_key


def question(**fields: Any) -> Question:
    read, findings = read_question({"id": "one", "prompt": "What do the rules say?", **fields})
    assert read, findings
    return read


THREE = question(
    type="multiple_response",
    choices=[
        {"text": "A", "correct": True},
        {"text": "B", "correct": True},
        {"text": "C", "correct": True},
        {"text": "D"},
    ],
)
NUMBER = question(type="numeric", answer=3)


def chosen(*texts: str) -> str:
    return '{"choices":[' + ",".join(f'"{choice_key(text)}"' for text in texts) + "]}"


def test_each_slot_earns_its_share_of_its_points() -> None:
    asked = [Asked(2, NUMBER, 2.0), Asked(1, THREE, 3.0)]
    result = grade_attempt(asked, {1: chosen("A", "B"), 2: '{"text":"3","value":"3"}'})
    assert [slot.slot for slot in result.slots] == [1, 2]
    assert result.of(1).earned == pytest.approx(2.0, abs=1e-5)
    assert result.of(2).earned == 2.0
    assert (result.total, result.maximum) == (pytest.approx(4.0, abs=1e-5), 5.0)


def test_the_vector_keeps_slot_order_and_tells_blank_from_wrong() -> None:
    asked = [Asked(3, NUMBER, 1.0), Asked(1, THREE, 1.0), Asked(2, THREE, 1.0)]
    result = grade_attempt(asked, {1: chosen("D"), 3: '{"text":"3","value":"3"}'})
    assert result.vector == (0.0, None, 1.0)
    assert [slot.grade.mark for slot in result.slots] == [Mark.WRONG, Mark.BLANK, Mark.RIGHT]


def test_nothing_answered_earns_nothing_of_all_the_points() -> None:
    result = grade_attempt([Asked(1, THREE, 1.5), Asked(2, NUMBER, 1.0)], {})
    assert (result.total, result.maximum, result.vector) == (0.0, 2.5, (None, None))


def test_what_waits_to_be_marked_is_counted_and_adds_nothing_yet() -> None:
    essay = question(type="essay")
    result = grade_attempt(
        [Asked(1, essay, 4.0), Asked(2, NUMBER, 1.0), Asked(3, essay, 1.0)],
        {1: '{"text":"So."}', 2: '{"text":"3","value":"3"}'},
    )
    assert [slot.grade.mark for slot in result.slots] == [Mark.WAITING, Mark.RIGHT, Mark.BLANK]
    assert (result.total, result.maximum, result.waiting) == (1.0, 6.0, 1)
    assert result.vector == (None, 1.0, None)
