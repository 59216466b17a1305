"""Rules in an address."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.attempts.policy import Combine, Policy, ReviewPolicy, When
from quizapp.core.attempts.trying import as_query, read_query

whens = st.sampled_from(list(When))
policies = st.builds(
    Policy,
    time_limit=st.none() | st.integers(1, 600).map(lambda minutes: timedelta(minutes=minutes)),
    attempts_allowed=st.none() | st.integers(1, 10),
    combine=st.sampled_from(list(Combine)),
    shuffle_questions=st.booleans(),
    shuffle_choices=st.booleans(),
    one_page=st.just(False),
    forward_only=st.booleans(),
    access_code=st.sampled_from(["", "asked"]),
    review=st.builds(ReviewPolicy, score=whens, correctness=whens, key=whens, feedback=whens, passage=whens),
)


@given(policies)
def test_what_is_written_into_an_address_is_read_from_it(policy: Policy) -> None:
    assert read_query(as_query(policy)) == policy


def test_an_address_never_tells_the_code() -> None:
    assert "QQZ" not in str(as_query(Policy(access_code="QQZ-11K")))


@pytest.mark.parametrize(
    "parts",
    [
        {"minutes": "601"},
        {"minutes": "²"},
        {"minutes": "9" * 5000},
        {"attempts": "-1"},
        {"way": "up"},
        {"counts": "median"},
        {"shows": "submitted"},
        {"shows": "submitted.submitted.submitted.submitted.soon"},
    ],
)
def test_rules_that_no_form_makes_are_refused(parts: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        read_query(parts)


def test_an_address_without_rules_is_as_usual() -> None:
    assert read_query({"shuffle": "choices"}) == Policy()
