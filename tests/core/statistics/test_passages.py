import pytest

from quizapp.core.statistics.passages import Asking, Share, passage_shares, weakest

ONE, TWO, THREE = 11, 12, 13
ASKED = [Asking((ONE,), 1.0), Asking((TWO,), 3.0), Asking((ONE, TWO), 1.0)]


def test_a_passage_has_the_share_of_all_points_asked_about_it() -> None:
    shares = passage_shares(ASKED, [[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    # ONE: (1 + 0 + 0 + 1) / 4 points; TWO: (3 + 0 + 0 + 1) / 8 points.
    assert shares[ONE].share == pytest.approx(0.5)
    assert shares[TWO].share == pytest.approx(0.5)
    assert shares[TWO].items == (1, 2)
    assert shares[TWO].n == 2


def test_who_got_less_than_half_of_its_points_missed_the_passage() -> None:
    shares = passage_shares(ASKED, [[1.0, 1.0, 0.0], [None, None, 1.0], [None, None, None]])
    assert shares[ONE].missed == (2,)
    assert shares[TWO].missed == (1, 2)


def test_no_attempt_no_shares() -> None:
    assert passage_shares(ASKED, []) == {}


def test_a_passage_named_twice_by_a_question_counts_once() -> None:
    assert passage_shares([Asking((ONE, ONE), 1.0)], [[1.0]])[ONE].items == (0,)


def share(value: float, n: int = 22, missed: tuple[int, ...] = ()) -> Share:
    return Share(value, n, (0,), missed)


def test_the_weakest_come_first_and_the_secure_not_at_all() -> None:
    shares = {ONE: share(0.95), TWO: share(0.6), THREE: share(0.41), 14: share(0.6), 15: share(0.894)}
    assert weakest(shares) == [THREE, TWO, 14]
    assert weakest({ONE: share(0.895)}) == []


def test_with_too_few_attempts_a_passage_that_somebody_missed_is_named() -> None:
    assert weakest({ONE: share(0.95, n=3, missed=(0,)), TWO: share(1.0, n=3)}) == [ONE]
