"""Intervals, against published tables."""

import pytest

from quizapp.core.statistics.intervals import beta_probability, f_quantile, feldt, wilson


@pytest.mark.parametrize(
    ("p", "top", "bottom", "expected"),
    [
        # Tables of the F distribution, 5 and 2.5 % points.
        (0.95, 1, 1, 161.4476),
        (0.95, 5, 10, 3.3258),
        (0.95, 10, 5, 4.7351),
        (0.975, 4, 20, 3.5147),
        (0.975, 24, 120, 1.7597),
        (0.025, 20, 4, 1 / 3.5147),
        (0.5, 7, 7, 1.0),
    ],
)
def test_quantiles_of_f_are_those_of_the_tables(p, top, bottom, expected):
    assert f_quantile(p, top, bottom) == pytest.approx(expected, rel=2e-5)


def test_a_quantile_gives_its_probability_back_far_out_and_for_many_students():
    for top, bottom in ((99_999, 1_899_981), (2, 3), (299, 5681)):
        x = f_quantile(0.975, top, bottom)
        part = top * x / (top * x + bottom)
        assert beta_probability(part, top / 2, bottom / 2) == pytest.approx(0.975, abs=1e-9)


def test_wilson_gives_newcombes_examples():
    # Newcombe (1998), table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15 / 148, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(1 / 29, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


def test_feldts_interval_holds_alpha_and_narrows_with_students():
    low, high = feldt(0.79, 41, 26)
    # (1 - 0.79) times the 97.5 and 2.5 % points of F with 40 and 1000 degrees of freedom: 1.5 and 0.6.
    assert low == pytest.approx(0.6853, abs=2e-3)
    assert high == pytest.approx(0.8725, abs=2e-3)
    few, many = feldt(0.8, 10, 20), feldt(0.8, 1000, 20)
    assert few[0] < many[0] < 0.8 < many[1] < few[1]
