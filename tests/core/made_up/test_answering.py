from random import Random
from typing import Any

import pytest

from quizapp.admin.made_up import DONT_KNOW, Twist, make_item, single_choice
from quizapp.core.bank.model import Question, read_question
from tests.cast import COMMON, QUESTIONS


def question(mapping: dict[str, Any]) -> Question:
    read, findings = read_question({**COMMON, **mapping})
    assert read, findings
    return read


ALL = [question(mapping) for mapping in QUESTIONS]
CHOICE, SEVERAL, STATEMENT, WORDS, NUMBER = ALL


def shares(one: Question, twist: Twist | None, ability: float, n: int = 400) -> tuple[float, float]:
    """Return the shares of right answers and of blanks that n students of that ability give."""
    rng = Random(3)
    item = make_item(one, ALL, twist, rng)
    answers = [item.answer(ability, rng) for _ in range(n)]
    right = sum(one.qtype.grade(one.content, answer).fraction == 1 for answer in answers)
    return right / n, sum(answer is None for answer in answers) / n


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.meta.type)
def test_the_able_get_more_right_whatever_the_type(one: Question) -> None:
    weak, strong = shares(one, None, -1.5), shares(one, None, 2.0)
    assert strong[0] > weak[0] + 0.2
    assert strong[1] < weak[1]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.meta.type)
def test_nobody_misses_what_nobody_misses(one: Question) -> None:
    assert shares(one, Twist.NOBODY_MISSES, -3.0) == (1.0, 0.0)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.meta.type)
def test_few_get_what_was_not_understood(one: Question) -> None:
    assert shares(one, Twist.NOT_UNDERSTOOD, 0.3)[0] < 0.4


def test_where_the_key_looks_wrong_the_able_choose_one_wrong_answer() -> None:
    assert shares(CHOICE, Twist.KEY_LOOKS_WRONG, 1.5)[0] < shares(CHOICE, Twist.KEY_LOOKS_WRONG, 0.0)[0]


def test_typed_errors_are_the_foreseen_ones_and_what_could_be_mixed_up() -> None:
    item = make_item(WORDS, ALL, None, Random(1))
    said = {WORDS.qtype.say(WORDS.content, one.response) for one in item.faulty}
    assert said == {"Ms Okafor", DONT_KNOW}
    near = make_item(NUMBER, ALL, None, Random(1))
    assert {one.response.model_dump()["text"] for one in near.faulty} == {"1", "2", "4", "5"}


def test_a_single_choice_is_told_from_the_others() -> None:
    assert [single_choice(one) for one in ALL] == [True, False, False, False, False]
