"""The figures of a test agree with their definitions, computed another way in exact fractions."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.statistics.item_analysis import analyse_items
from quizapp.core.statistics.marks import Marks
from quizapp.core.statistics.reliability import analyse_test
from tests.core.statistics import by_definition

CLOSE = 1e-6


@st.composite
def tables(draw, least=2, most=12):
    """Draw marks in quarters of the maximum, for 2 to 12 students and 2 to 6 questions of 1 to 10 points."""
    k = draw(st.integers(2, 6))
    maxima = [Fraction(draw(st.integers(1, 10))) for _ in range(k)]
    mark = st.integers(0, 4)
    rows = draw(st.lists(st.tuples(*[mark] * k), min_size=least, max_size=most))
    return [[most_ * part / 4 for most_, part in zip(maxima, row, strict=True)] for row in rows], maxima


def both(table, maxima):
    return Marks.of([[float(mark) for mark in row] for row in table], [float(one) for one in maxima])


def agree(expected, got):
    for name, value in expected.items():
        given_ = getattr(got, name)
        if value is None:
            assert given_ is None, name
            assert got.reasons[name], name
        else:
            assert given_ is not None, (name, got.reasons)
            assert given_ == pytest.approx(float(value), abs=CLOSE, rel=CLOSE), name


@given(tables())
@settings(max_examples=150, deadline=None)
def test_the_whole_test_agrees_with_the_definitions(drawn):
    table, maxima = drawn
    agree(by_definition.quiz(table, maxima), analyse_test(both(table, maxima)))


@given(tables())
@settings(max_examples=150, deadline=None)
def test_each_question_agrees_with_the_definitions(drawn):
    table, maxima = drawn
    for expected, got in zip(
        by_definition.items(table, maxima), analyse_items(both(table, maxima)), strict=True
    ):
        agree(expected, got)


def test_a_class_of_five_by_hand():
    """Scores 3, 3, 2, 1, 0 of 3: mean 60 %, variance of the scores 1.7."""
    marks = Marks.of([[1, 1, 1], [1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]])
    quiz = analyse_test(marks)
    assert quiz.n == 5
    assert quiz.mean == pytest.approx(60)
    assert quiz.median == pytest.approx(200 / 3)
    assert quiz.sd == pytest.approx(100 * 1.7**0.5 / 3)
    # Variances of the questions: 4/5 right 0.2, 3/5 right 0.3, 2/5 right 0.3.
    assert quiz.alpha == pytest.approx(150 * (1 - 0.8 / 1.7))
    assert quiz.kr20 == pytest.approx(quiz.alpha)
    assert quiz.error_ratio == pytest.approx(100 * (1 - quiz.alpha / 100) ** 0.5)
    assert quiz.sem == pytest.approx(quiz.error_ratio / 100 * quiz.sd)
    second = analyse_items(marks)[1]
    assert (second.facility, second.sd) == (pytest.approx(60), pytest.approx(100 * 0.3**0.5))
    # Rest of the second: 2, 2, 1, 1, 0; its marks 1, 1, 1, 0, 0: no other order would go together better.
    assert second.point_biserial == pytest.approx(0.35 / (0.3 * 0.7) ** 0.5)
    assert second.discrimination_index == pytest.approx(100 * second.point_biserial)
    assert second.discriminative_efficiency == pytest.approx(100)
    # Covariances with the score: 0.45, 0.65, 0.6.
    assert second.effective_weight == pytest.approx(
        100 * 0.65**0.5 / (0.45**0.5 + 0.65**0.5 + 0.6**0.5), rel=1e-9
    )


def test_a_class_of_eight_with_part_marks_and_marks_below_0_as_r_4_2_tells_it():
    """From R's mean, median, sd, var, cov, cor and qf; Q1 to Q4 are out of 1, 2, 5 and 4."""
    marks = Marks.of(
        [
            [1, 2, 4.5, 4],
            [1, 2, 5, 3],
            [0, 1, 3.5, 2],
            [1, 0, 2, -1],
            [0, 1, 1, 2.5],
            [1, 2, 3, 0],
            [0, 0, 0, 1],
            [-0.25, 1, 2.5, 4],
        ],
        [1, 2, 5, 4],
    )
    quiz = analyse_test(marks)
    assert [quiz.mean, quiz.median, quiz.sd, quiz.skewness, quiz.kurtosis] == pytest.approx(
        [51.822916667, 52.083333333, 31.485964292, 0.125066120, -0.914592989]
    )
    assert [quiz.alpha, quiz.error_ratio, quiz.sem, quiz.alpha_low, quiz.alpha_high] == pytest.approx(
        [66.129830871, 58.198083413, 18.324227762, -0.548011529, 92.392217792]
    )
    found = [
        [
            one.facility,
            one.sd,
            one.discrimination_index,
            one.discriminative_efficiency,
            one.effective_weight,
            one.point_biserial,
            one.alpha_if_deleted,
        ]
        for one in analyse_items(marks)
    ]
    assert found == [
        pytest.approx(expected)
        for expected in (
            [46.875, 57.379532189, 21.089171918, 24.137931034, 12.212693463, 0.210891719, 71.209016393],
            [56.25, 41.726148020, 80.167124130, 86.491557223, 23.147583833, 0.801671241, 46.986672957],
            [53.75, 33.779748794, 73.239884222, 73.829667231, 33.515546100, 0.732398842, 33.246649330],
            [48.4375, 45.531337325, 33.049551024, 33.848250795, 31.124176605, 0.330495510, 73.782716771],
        )
    ]


def test_of_marks_below_0_there_is_no_interval_of_the_facility():
    first, second = analyse_items(Marks.of([[-0.5, 1], [-0.5, 0], [0.25, 1]]))
    assert (first.facility, first.facility_low, first.facility_high) == (-25, None, None)
    assert first.reasons["facility_low"] == "Some marks are below 0: they are no shares of right answers."
    assert second.facility_low == pytest.approx(20.765960)
