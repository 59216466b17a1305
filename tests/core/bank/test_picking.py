"""What a quick quiz takes."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.bank.picking import Candidate, pick

TYPES = ("multiple_choice", "true_false", "numeric")


def bank(per_passage: int, passages: int) -> list[Candidate]:
    """Return questions citing one passage each, types in turn."""
    return [
        Candidate(id=p * 100 + n, type=TYPES[n % 3], passages=(p,))
        for p in range(1, passages + 1)
        for n in range(per_passage)
    ]


def test_ten_over_five_passages_are_two_a_passage() -> None:
    picked = pick(bank(4, 5), [1, 2, 3, 4, 5], 10, Random(1))
    assert Counter(candidate.passages[0] for candidate in picked) == {1: 2, 2: 2, 3: 2, 4: 2, 5: 2}


def test_the_types_take_turns() -> None:
    picked = pick(bank(3, 4), [1, 2, 3, 4], 9, Random(1))
    assert Counter(candidate.type for candidate in picked) == dict.fromkeys(TYPES, 3)


def test_a_passage_that_was_not_chosen_is_not_asked_about() -> None:
    picked = pick(bank(4, 5), [2, 4], 20, Random(1))
    assert {candidate.passages[0] for candidate in picked} == {2, 4}
    assert len(picked) == 8


def test_the_order_is_that_of_the_reading() -> None:
    picked = pick(bank(2, 3), [3, 1, 2], 6, Random(4))
    assert [candidate.passages[0] for candidate in picked] == [3, 3, 1, 1, 2, 2]


def test_a_question_on_two_passages_counts_for_both() -> None:
    both = Candidate(1, "true_false", (1, 2))
    first, third = Candidate(2, "true_false", (1,)), Candidate(3, "true_false", (3,))
    for seed in range(20):
        picked = pick([both, first, third], [1, 2, 3], 2, Random(seed))
        assert picked in ([both, third], [first, third])


def test_the_same_seed_picks_the_same_whatever_the_order_of_the_rows() -> None:
    candidates = bank(4, 5)
    assert pick(candidates, [1, 2, 3], 7, Random(9)) == pick(candidates[::-1], [1, 2, 3], 7, Random(9))


def test_another_seed_picks_others() -> None:
    assert len({tuple(c.id for c in pick(bank(9, 2), [1, 2], 4, Random(seed))) for seed in range(8)}) > 1


@given(
    st.lists(
        st.tuples(st.sampled_from(TYPES), st.sets(st.integers(1, 6), min_size=1, max_size=3)), max_size=25
    ),
    st.lists(st.integers(1, 6), unique=True),
    st.integers(0, 30),
    st.integers(),
)
def test_never_more_than_asked_nor_fewer_than_there_are(
    rows: list[tuple[str, set[int]]], passages: list[int], count: int, seed: int
) -> None:
    candidates = [Candidate(n, kind, tuple(sorted(cites))) for n, (kind, cites) in enumerate(rows)]
    picked = pick(candidates, passages, count, Random(seed))
    fitting = [c for c in candidates if set(c.passages) & set(passages)]
    assert len(picked) == min(count, len(fitting))
    assert len({c.id for c in picked}) == len(picked)
    assert all(c in fitting for c in picked)


@given(st.lists(st.integers(0, 8), min_size=1, max_size=6), st.integers(0, 30), st.integers())
def test_no_passage_is_two_ahead_of_one_that_still_has_questions(
    supply: list[int], count: int, seed: int
) -> None:
    candidates = [Candidate(p * 100 + n, "numeric", (p,)) for p, k in enumerate(supply) for n in range(k)]
    asked = Counter(c.passages[0] for c in pick(candidates, list(range(len(supply))), count, Random(seed)))
    for passage, there in enumerate(supply):
        if asked[passage] < there:
            assert max(asked.values(), default=0) - asked[passage] <= 1
