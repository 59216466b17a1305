import pytest

from quizapp.core.statistics.distribution import Bin, distribution, mean, median


def test_mean_and_median_of_scores() -> None:
    assert mean([3, 4.5, 12]) == 6.5
    assert median([12, 3, 4.5]) == 4.5
    assert median([3, 4, 9, 12]) == 6.5


def test_nothing_has_no_mean_and_no_median() -> None:
    assert mean([]) is None
    assert median([]) is None


def test_twelve_points_make_seven_bins_with_full_marks_alone_in_the_last() -> None:
    assert distribution([0, 1.5, 2, 7.99, 11.5, 12, 12], 12) == [
        Bin(0, 1, 2),
        Bin(2, 3, 1),
        Bin(4, 5, 0),
        Bin(6, 7, 1),
        Bin(8, 9, 0),
        Bin(10, 11, 1),
        Bin(12, 12, 2),
    ]


def test_five_points_make_a_bin_each() -> None:
    assert [(b.low, b.high, b.count) for b in distribution([5, 5, 0.5], 5)] == [
        (0, 0, 1), (1, 1, 0), (2, 2, 0), (3, 3, 0), (4, 4, 0), (5, 5, 2),
    ]  # fmt: skip


def test_three_thirds_count_as_the_point_they_are() -> None:
    assert distribution([sum([1 / 3] * 3) - 1e-12], 1) == [Bin(0, 0, 0), Bin(1, 1, 1)]


@pytest.mark.parametrize("maximum", [0.5, 2.5, 6, 7, 20, 100])
def test_every_score_has_one_bin_and_there_are_at_most_seven(maximum: float) -> None:
    scores = [0, maximum / 3, maximum / 2, maximum]
    bins = distribution(scores, maximum)
    assert sum(b.count for b in bins) == 4
    assert len(bins) <= 7
