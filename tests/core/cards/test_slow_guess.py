"""Which right answers may have been slow guesses."""

import math

import pytest

from quizapp.core.cards.slow_guess import pace_of, slow_guesses, slow_line

TEN = [10.0] * 10
SPREAD = [20.0, 22, 25, 28, 30, 31, 32, 35, 40, 45, 60]


def test_among_fewer_than_ten_nothing_is_slow() -> None:
    assert slow_line(TEN[:9]) is None
    assert slow_guesses({1: 0.5}, {1: 900}, {1: TEN[:9]}) == set()
    assert slow_guesses({1: 0.5}, {1: 900}, {}) == set()


def test_where_all_take_the_same_time_slow_is_twice_that() -> None:
    assert slow_line(TEN) == pytest.approx(20)


def test_where_times_differ_slow_is_an_interquartile_range_past_the_upper_quartile_of_their_logs() -> None:
    wide = [5.0, 6, 8, 10, 20, 30, 40, 60, 80, 100, 120]  # quartiles 8.9 and 69.3 by their logs
    low, high = math.sqrt(8 * 10), math.sqrt(60 * 80)
    assert slow_line(wide) == pytest.approx(high * high / low) == pytest.approx(536.66, abs=0.01)
    # Twice the middle is more than 37.4 * 37.4 / 26.5 = 52.9.
    assert slow_line(SPREAD) == pytest.approx(62)


def test_one_who_took_an_hour_does_not_move_what_is_slow() -> None:
    assert slow_line([*TEN, 3600.0]) == pytest.approx(20)


def test_times_of_no_seconds_break_nothing() -> None:
    assert slow_line([0.0] * 10) == pytest.approx(2)


def test_a_right_answer_past_the_line_is_slow_and_one_on_it_is_not() -> None:
    others = {1: TEN, 2: TEN, 3: TEN}
    own = {1: 20.5, 2: 20.0, 3: 10.0}
    assert slow_guesses({1: 0.25, 3: 0.25}, {**own, 2: 9.0}, others) == {1}
    assert slow_guesses({2: 0.25}, {**own, 1: 9.0}, others) == set()


def test_where_guessing_does_not_pay_no_right_answer_is_a_slow_guess() -> None:
    others = {1: TEN, 2: TEN, 3: TEN}
    own = {1: 90.0, 2: 10.0, 3: 10.0}
    assert slow_guesses({1: 0.0}, own, others) == set()
    assert slow_guesses({1: 0.19}, own, others) == set()
    assert slow_guesses({1: 0.2}, own, others) == {1}


def test_an_answer_whose_time_no_page_measured_is_not_slow() -> None:
    assert slow_guesses({1: 0.5}, {2: 10.0}, {1: TEN, 2: TEN}) == set()


def test_who_is_slow_in_everything_is_measured_by_that() -> None:
    others = dict.fromkeys(range(1, 6), TEN)
    slowly = {1: 25.0, 2: 25.0, 3: 25.0, 4: 30.0, 5: 60.0}
    assert pace_of(slowly, others) == 2.5
    # 2.5 times the class's time is usual here: past 50 seconds is slow for this student.
    assert slow_guesses(dict.fromkeys(range(1, 6), 0.25), slowly, others) == {5}


def test_who_is_quick_in_everything_is_measured_by_the_class() -> None:
    others = dict.fromkeys(range(1, 4), TEN)
    assert pace_of({1: 5.0, 2: 5.0, 3: 18.0}, others) == 1
    assert slow_guesses({3: 0.5}, {1: 5.0, 2: 5.0, 3: 18.0}, others) == set()


def test_in_a_quiz_of_one_question_nothing_is_slow() -> None:
    assert slow_guesses({1: 0.5}, {1: 500.0}, {1: TEN}) == set()
