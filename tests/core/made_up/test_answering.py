from random import Random
from typing import Any

import pytest

from quizapp.core.bank.model import Question, read_question
from quizapp.core.made_up.answering import Twist, chance_right, make_item
from quizapp.core.made_up.possible import DONT_KNOW, possible_answers, single_choice
from quizapp.core.qtypes.registry import QUESTION_TYPES
from tests.cast import COMMON, QUESTIONS


def question(mapping: dict[str, Any]) -> Question:
    read, findings = read_question({**COMMON, **mapping})
    assert read, findings
    return read


ALL = [question(mapping) for mapping in QUESTIONS]
CHOICE, SEVERAL, STATEMENT, WORDS, NUMBER = ALL
OF_EACH_TYPE = [
    question(
        {"id": f"one-{name.replace('_', '-')}", "type": name, "title": name, "cites": ["rules/hours"]}
        | dict(qtype.examples()[0].content)
    )
    for name, qtype in QUESTION_TYPES.items()
]
GRADED = [one for one in OF_EACH_TYPE if not one.qtype.by_hand]


def name_of(one: Question) -> str:
    return one.meta.type


def shares(one: Question, twist: Twist | None, ability: float, n: int = 400) -> tuple[float, float]:
    """Return the mean share of the points and the share of blanks that n students of that ability give."""
    rng = Random(3)
    item = make_item(one, ALL, twist, rng)
    answers = [item.answer(ability, rng) for _ in range(n)]
    worth = sum(answer.worth for answer in answers if answer)
    return worth / n, sum(answer is None for answer in answers) / n


def test_half_get_right_what_is_as_hard_as_they_are_able() -> None:
    assert chance_right(0.7, 0.7, 1.5) == 0.5
    assert chance_right(1.0, 0.0, 1.0) == pytest.approx(0.7310586)
    assert chance_right(1.0, 0.0, 2.0) == pytest.approx(0.8807971)
    assert chance_right(-1.0, 0.0, 1.0) == pytest.approx(0.2689414)


@pytest.mark.parametrize("one", OF_EACH_TYPE, ids=name_of)
def test_of_every_type_something_right_and_something_plausibly_wrong_is_made_up(one: Question) -> None:
    item = make_item(one, OF_EACH_TYPE, None, Random(1))
    assert item.right
    assert item.faulty
    assert all(answer.weight > 0 for answer in (*item.right, *item.faulty))


@pytest.mark.parametrize("one", GRADED, ids=name_of)
def test_what_an_answer_is_worth_is_what_it_earns(one: Question) -> None:
    for answer in possible_answers(one, OF_EACH_TYPE, Random(1)):
        assert answer.worth == one.qtype.grade(one.content, answer.response).fraction


@pytest.mark.parametrize("one", OF_EACH_TYPE, ids=name_of)
def test_the_able_earn_more_whatever_the_type(one: Question) -> None:
    weak, strong = shares(one, None, -1.5), shares(one, None, 2.0)
    assert strong[0] > weak[0] + 0.15
    assert strong[1] < weak[1]


@pytest.mark.parametrize("one", OF_EACH_TYPE, ids=name_of)
def test_the_same_chance_makes_up_the_same_answers(one: Question) -> None:
    made = []
    for _ in range(2):
        rng = Random(11)
        item = make_item(one, OF_EACH_TYPE, None, rng)
        made.append([item.answer(0.2, rng) for _ in range(20)])
    assert made[0] == made[1]


@pytest.mark.parametrize("one", GRADED, ids=name_of)
def test_nobody_misses_what_nobody_misses(one: Question) -> None:
    assert shares(one, Twist.NOBODY_MISSES, -3.0) == (1.0, 0.0)


@pytest.mark.parametrize("one", ALL, ids=name_of)
def test_few_get_what_was_not_understood(one: Question) -> None:
    rng = Random(3)
    item = make_item(one, ALL, Twist.NOT_UNDERSTOOD, rng)
    answers = [item.answer(0.3, rng) for _ in range(400)]
    assert sum(answer is not None and answer.worth == 1 for answer in answers) / 400 < 0.4


def test_where_the_key_looks_wrong_the_able_choose_one_wrong_answer() -> None:
    assert shares(CHOICE, Twist.KEY_LOOKS_WRONG, 1.5)[0] < shares(CHOICE, Twist.KEY_LOOKS_WRONG, 0.0)[0]


def test_typed_errors_are_the_foreseen_ones_and_what_could_be_mixed_up() -> None:
    item = make_item(WORDS, ALL, None, Random(1))
    said = {WORDS.qtype.say(WORDS.content, one.response) for one in item.faulty}
    assert said == {"Ms Okafor", DONT_KNOW}
    near = make_item(NUMBER, ALL, None, Random(1))
    assert {one.response.model_dump()["text"] for one in near.faulty} == {"1", "2", "4", "5"}


def test_an_essay_is_put_together_of_a_phrase_for_each_criterion() -> None:
    essay = next(one for one in OF_EACH_TYPE if one.qtype.by_hand)
    phrases = {"Quotes": (("Nine.",), ("Monday.",), ("Soon.",)), "Reason": (("We are free.",), ("Yes.",))}
    answers = possible_answers(essay, [], Random(1), phrases)
    by_text = {one.response.model_dump()["text"]: one for one in answers}
    assert len(by_text) == 6
    assert (by_text["Nine. We are free."].worth, by_text["Nine. We are free."].levels) == (1.0, (0, 0))
    assert by_text["Monday. Yes."].worth == pytest.approx(1 / 3)
    assert by_text["Soon. Yes."].worth == 0


def test_an_essay_without_phrases_says_that_it_is_made_up() -> None:
    essay = next(one for one in OF_EACH_TYPE if one.qtype.by_hand)
    assert all(
        "made-up text" in one.response.model_dump()["text"] for one in possible_answers(essay, [], Random(1))
    )


def test_a_single_choice_is_told_from_the_others() -> None:
    assert [single_choice(one) for one in ALL] == [True, False, False, False, False]
