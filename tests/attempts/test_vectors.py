"""Stored scores, read many at a time."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.attempts.vectors import parse, read_vectors
from quizapp.extensions import db
from tests.reports.conftest import ALL_RIGHT, HALF_RIGHT, sit  # noqa: F401  a fixture

FEW = st.sampled_from([None, 0.0, 1.0, 0.2, 0.25, 0.5])
ANY = st.one_of(st.none(), st.floats(0, 1))


@pytest.mark.parametrize("fractions", [FEW, ANY])
def test_vectors_are_read_as_json_reads_them_and_a_blank_is_0(fractions):
    @given(
        st.integers(1, 6).flatmap(lambda k: st.lists(st.lists(fractions, min_size=k, max_size=k), min_size=1))
    )
    def check(rows):
        expected = [[0.0 if one is None else one for one in row] for row in rows]
        assert parse([json.dumps(row) for row in rows]).tolist() == expected

    check()


def test_a_value_that_comes_late_is_read_too():
    rows = [[1.0, 0.0]] * 5000 + [[0.125, 1e-06]]
    assert parse([json.dumps(row) for row in rows])[-1].tolist() == [0.125, 1e-06]


def test_nobody_has_no_vectors():
    assert parse([]).shape == (0, 0)


def test_vectors_of_different_lengths_are_refused():
    with pytest.raises(ValueError):
        parse(["[1.0, 1.0]", "[1.0]"])


def test_the_attempts_that_were_handed_in_are_read(app, cast, sit):  # noqa: F811
    sit(cast.heron, ALL_RIGHT)
    sit(cast.wren, HALF_RIGHT)
    sit(cast.eagle, HALF_RIGHT, submitted=False)
    with app.app_context():
        found = read_vectors(db.session.connection(), cast.assignment)
        db.session.rollback()
    assert np.sort(found.sum(axis=1)).tolist() == [2.5, 5.0]
