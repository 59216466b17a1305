"""A card's log: in whatever order it arrives, with what was taken back left out."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.cards.log import Entry, believed, memory_of, standing
from quizapp.core.cards.scheduling import NEW, Rating, Review, rebuild

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST, SECOND = Review(NOW, Rating.GOOD), Review(NOW + DAY, Rating.AGAIN)


def test_an_undone_review_is_as_if_it_never_was() -> None:
    assert memory_of([Entry(1, FIRST), Entry(2, SECOND), Entry(3, None, undoes=2)]) == rebuild([FIRST])
    assert memory_of([Entry(1, FIRST), Entry(2, None, undoes=1)]) == NEW


def test_a_review_that_arrives_late_takes_its_place() -> None:
    assert memory_of([Entry(1, SECOND), Entry(2, FIRST)]) == rebuild([FIRST, SECOND])


@given(st.permutations(range(6)))
def test_the_order_of_arrival_changes_nothing(order: list[int]) -> None:
    reviews = [Review(NOW + n * DAY, Rating.GOOD if n % 2 else Rating.AGAIN) for n in range(6)]
    entries = [Entry(place, reviews[n]) for place, n in enumerate(order)]
    assert memory_of(entries) == rebuild(reviews)


def test_of_one_moment_the_first_to_come_counts_first() -> None:
    both = [Entry(2, Review(NOW, Rating.AGAIN)), Entry(1, Review(NOW, Rating.GOOD))]
    assert [entry.id for entry in standing(both)] == [1, 2]


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [
        (None, (NOW, False)),
        (NOW - 3 * DAY, (NOW - 3 * DAY, False)),
        (NOW + timedelta(minutes=4), (NOW, False)),
        (NOW + timedelta(minutes=6), (NOW, True)),
        (NOW - 365 * DAY, (NOW, True)),
        (NOW + 365 * DAY, (NOW, True)),
    ],
)
def test_a_clock_that_is_far_off_is_not_believed(
    claimed: datetime | None, expected: tuple[datetime, bool]
) -> None:
    assert believed(claimed, now=NOW) == expected
