"""Which questions an attempt asks, and in which order."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.attempts.drawing import Slot, asks, draw, layout
from quizapp.core.attempts.policy import Policy, Section

LEVELS = ("remember", "understand", "apply")
POOL = [Slot(n, 100 + n, passages=(f"r/p{n % 3}",), level=LEVELS[n // 6]) for n in range(12)]
seeds = st.integers(1, 2**31 - 1)
FIVE = Policy(sections=(Section(ask=5),))


def test_a_quiz_without_sections_asks_all_in_its_own_order() -> None:
    slots = [Slot(2, 102), Slot(1, 101), Slot(3, 103)]
    assert layout(slots, Policy(), 7) == ((1, 101), (2, 102), (3, 103))


def test_a_shuffled_layout_is_the_same_whenever_it_is_drawn() -> None:
    slots = [Slot(n, 100 + n) for n in range(1, 7)]
    policy = Policy(shuffle_questions=True)
    assert layout(slots, policy, 7) == layout(slots[::-1], policy, 7)
    assert layout(slots, policy, 7) != layout(slots, policy, 8)
    assert sorted(layout(slots, policy, 7)) == [(n, 100 + n) for n in range(1, 7)]


@given(seeds)
def test_shuffling_stays_inside_a_section(seed: int) -> None:
    slots = [Slot(n, 100 + n, section=1 if n < 4 else 2) for n in range(1, 9)]
    policy = Policy(shuffle_questions=True, sections=(Section(title="A"), Section(title="B")))
    shown = [slot for slot, _ in layout(slots, policy, seed)]
    assert sorted(shown[:3]) == [1, 2, 3]
    assert sorted(shown[3:]) == [4, 5, 6, 7, 8]


@given(seeds)
def test_five_of_twelve_are_five_different_ones_in_the_quizzes_order(seed: int) -> None:
    shown = [slot for slot, _ in layout(POOL, FIVE, seed)]
    assert len(shown) == len(set(shown)) == 5
    assert shown == sorted(shown)
    assert shown == [slot for slot, _ in layout(POOL[::-1], FIVE, seed)]


@given(seeds, st.integers(1, 12))
def test_a_draw_is_spread_over_the_passages(seed: int, count: int) -> None:
    drawn = draw(POOL, count, Random(seed))
    asked = Counter(one.passages[0] for one in drawn)
    assert sum(asked.values()) == count
    assert max(asked.values()) - min(asked[f"r/p{n}"] for n in range(3)) <= 1


@given(seeds, st.integers(1, 12))
def test_questions_about_one_passage_are_spread_over_the_levels(seed: int, count: int) -> None:
    pool = [Slot(n, n, passages=("r/p",), level=("remember", "apply")[n % 2]) for n in range(12)]
    levels = Counter(one.level for one in draw(pool, count, Random(seed)))
    assert abs(levels["remember"] - levels["apply"]) <= 1


@given(seeds, seeds)
def test_the_second_attempt_draws_what_the_first_has_not_seen(first: int, second: int) -> None:
    before = {slot for slot, _ in layout(POOL, FIVE, first)}
    again = {slot for slot, _ in layout(POOL, FIVE, second, before)}
    assert not before & again


@given(seeds)
def test_where_the_pool_runs_out_a_draw_takes_the_unseen_first(seed: int) -> None:
    seen = set(range(9))
    drawn = {one.slot for one in draw(POOL, 5, Random(seed), seen)}
    assert {9, 10, 11} < drawn
    assert len(drawn) == 5


def test_chance_reaches_every_question_of_the_pool() -> None:
    reached = {slot for seed in range(1, 60) for slot, _ in layout(POOL, FIVE, seed)}
    assert reached == set(range(12))


def test_a_pool_smaller_than_its_draw_is_asked_whole() -> None:
    assert asks(Section(ask=5), 3) == 3
    assert len(layout(POOL[:3], FIVE, 7)) == 3


def test_questions_of_several_passages_and_of_none_can_be_drawn() -> None:
    pool = [Slot(1, 1, passages=("a", "b")), Slot(2, 2), Slot(3, 3, passages=("a",)), Slot(4, 4)]
    assert len(draw(pool, 3, Random(5))) == 3


def test_a_flagged_question_is_not_drawn_while_others_are_left():
    pool = [Slot(n, n, flagged=n in (2, 5)) for n in range(1, 7)]
    for seed in range(50):
        drawn = {one.slot for one in draw(pool, 4, Random(seed))}
        assert drawn == {1, 3, 4, 6}


def test_what_was_seen_is_asked_again_before_what_is_flagged():
    pool = [Slot(1, 1), Slot(2, 2, flagged=True), Slot(3, 3)]
    for seed in range(20):
        assert {one.slot for one in draw(pool, 2, Random(seed), seen={1, 3})} == {1, 3}


def test_a_student_is_asked_as_many_as_was_said_though_some_be_flagged():
    pool = [Slot(1, 1), Slot(2, 2, flagged=True), Slot(3, 3, flagged=True)]
    assert len(draw(pool, 2, Random(1))) == 2
