"""A table of marks: one row a student, one column a question, on numpy.

What became of a question is one of three things, and each counts in its own way:

answered    the points earned.
left out    a blank, in the middle or from some place on to the end (not reached), earned 0. So Moodle
            counts a step without a mark, and so do the scores that students see.
not asked   NaN: a draw gave the student other questions. It is no mark at all: it is in no n, no mean
            and no covariance, and a student's score is out of what that student was asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

ALIKE = 1e-9
"""Values that differ by less than this share of the largest are the same: sums of thirds may."""


@dataclass(frozen=True, eq=False)
class Marks:
    """Points of n students in k questions, `values` of shape (n, k) with NaN for what was not asked.

    `maxima` (k,) are the points that each question can give, all above 0.
    """

    values: Array
    maxima: Array

    @classmethod
    def of(cls, rows: Sequence[Sequence[float | None]], maxima: Sequence[float] | None = None) -> "Marks":
        """Make a table of rows in which None is what was left out and NaN what was not asked."""
        values = np.array([[0.0 if mark is None else mark for mark in row] for row in rows], dtype=np.float64)
        values = values.reshape(len(rows), len(rows[0]) if rows else len(maxima or ()))
        return cls(values, np.ones(values.shape[1]) if maxima is None else np.array(maxima, dtype=np.float64))

    @property
    def n(self) -> int:
        return int(self.values.shape[0])

    @property
    def k(self) -> int:
        return int(self.values.shape[1])

    @cached_property
    def asked(self) -> Mask:
        """Return who was asked what, shape (n, k)."""
        return ~np.isnan(self.values)

    @cached_property
    def complete(self) -> bool:
        """Tell whether everyone was asked everything."""
        return bool(self.asked.all())

    @cached_property
    def filled(self) -> Array:
        """Return the points with 0 for what was not asked, shape (n, k)."""
        return self.values if self.complete else np.where(self.asked, self.values, 0.0)

    @cached_property
    def columns(self) -> Array:
        """Return the points question by question, shape (k, n): each question's lie together."""
        return np.ascontiguousarray(self.values.T)

    @cached_property
    def earned(self) -> Array:
        """Return the points of each student, shape (n,)."""
        earned: Array = self.filled.sum(axis=1)
        return earned

    @cached_property
    def possible(self) -> Array:
        """Return what each student's points are out of, shape (n,)."""
        if self.complete:
            return np.full(self.n, self.maxima.sum())
        possible: Array = self.asked.astype(np.float64) @ self.maxima
        return possible

    @cached_property
    def shares(self) -> Array:
        """Return the share of the points that each student got, 0 to 1; NaN of who was asked nothing."""
        return share(self.earned, self.possible)

    def rest(self, item: int) -> Array:
        """Return each student's share of the points of all questions but one; NaN where there are none."""
        if self.complete and self.k > 1:
            rest: Array = (self.earned - self.columns[item]) / (self.maxima.sum() - self.maxima[item])
            return rest
        own = np.where(self.asked[:, item], self.maxima[item], 0.0)
        return share(self.earned - self.filled[:, item], self.possible - own)

    @cached_property
    def both(self) -> Array:
        """Return how many were asked each two questions, shape (k, k)."""
        if self.complete:
            return np.full((self.k, self.k), float(self.n))
        asked = self.asked.astype(np.float64)
        both: Array = asked.T @ asked
        return both

    @cached_property
    def covariances(self) -> Array:
        """Return the covariance of each two questions, shape (k, k).

        sum (x - mean x)(y - mean y) over the N students who were asked both, each mean over all who were
        asked that question, divided by N sqrt((1 - 1/Nx)(1 - 1/Ny)): n - 1 where everyone was asked both.
        So weighted by N the sum over all pairs is one of squares, and never below 0.
        """
        off = np.zeros((self.k, self.n))
        for place, column in enumerate(self.columns):
            asked = slice(None) if self.complete else self.asked[:, place]
            own = column[asked]
            if not alike(own):
                # Means are taken off first, so that large marks lose no digits.
                off[place, asked] = own - own.mean()
        each = np.maximum(np.diag(self.both), 1.0)
        short = np.sqrt(np.maximum(1 - 1 / each, 0.5))
        between: Array = (off @ off.T) / (np.maximum(self.both, 1.0) * np.outer(short, short))
        return between

    def without(self, item: int) -> "Marks":
        """Return the table without one question."""
        return Marks(np.delete(self.values, item, axis=1), np.delete(self.maxima, item))


def share(earned: Array, possible: Array) -> Array:
    """Return earned / possible, NaN where nothing was possible."""
    some = possible > ALIKE * max(float(possible.max(initial=0.0)), 1e-300)
    shares: Array = np.divide(earned, possible, out=np.full(earned.shape, np.nan), where=some)
    return shares


def alike(values: Array) -> bool:
    """Tell whether there is no difference in the values, but for what rounding makes."""
    if values.size < 2:
        return True
    low, high = float(values.min()), float(values.max())
    return high - low <= ALIKE * max(abs(low), abs(high))


def left_out(blank: Mask) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    """Return how many omitted each question, and how many did not reach it; each of shape (k,).

    `blank` (n, k) is in the order in which the questions were put. Not reached are the blanks after a
    student's last answer; those before are omitted (Crocker & Algina 1986, ch. 14). Both earned 0.
    """
    unreached = np.logical_and.accumulate(blank[:, ::-1], axis=1)[:, ::-1]
    return (blank & ~unreached).sum(axis=0), unreached.sum(axis=0)
