"""How well the passages of a reading are known."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from quizapp.core.statistics.items import FEW, Vector, earned

SECURE = 90
"""Whole percent from which on a passage needs no teaching again."""


@dataclass(frozen=True)
class Asking:
    """One question of a quiz as passages see it: which it rests on (ids, in reading order), its points."""

    passages: tuple[int, ...]
    points: float


@dataclass(frozen=True)
class Share:
    """How well a passage is known.

    `share` is of all points asked about it, `n` the attempts it rests on, `items` the places
    (from 0) of the questions about it, `missed` the places of the attempts that got less than
    half of its points.
    """

    share: float
    n: int
    items: tuple[int, ...]
    missed: tuple[int, ...]


def passage_shares(
    asked: Sequence[Asking],
    vectors: Sequence[Vector],
    drawn: Sequence[Collection[int]] | None = None,
) -> Mapping[int, Share]:
    """Return the share of each passage that was asked about, in the order they are first asked.

    share(p) = sum over attempts a and questions i about p of w_i f_ai, divided by n * sum of w_i,
    with w the points of a question and f the fraction earned, a blank as 0. A question about
    several passages counts for each. Nothing at all where there are no attempts.

    `drawn` has the places of the questions that each attempt was asked, where not all are: then share(p)
    is the mean over the n attempts that were asked about p, each of its share of what it was asked.
    """
    if not vectors:
        return {}
    items: dict[int, list[int]] = {}
    for place, one in enumerate(asked):
        for passage in dict.fromkeys(one.passages):
            items.setdefault(passage, []).append(place)
    shares = {}
    for passage, places in items.items():
        own: dict[int, float] = {}
        for number, vector in enumerate(vectors):
            there = places if drawn is None else [place for place in places if place in drawn[number]]
            if points := math.fsum(asked[place].points for place in there):
                gained = math.fsum(asked[place].points * earned(vector[place]) for place in there)
                own[number] = gained / points
        if own:
            shares[passage] = Share(
                share=math.fsum(own.values()) / len(own),
                n=len(own),
                items=tuple(places),
                missed=tuple(number for number, share in own.items() if share < 0.5),
            )
    return shares


def weakest(shares: Mapping[int, Share], count: int = 3) -> list[int]:
    """Return the least known passages, the weakest first, those that are secure left out.

    Ties stay in the order they were asked. With too few attempts to say, all are candidates.
    """
    wanted = [
        passage
        for passage, one in shares.items()
        if int(one.share * 100 + 0.5) < SECURE or (one.n < FEW and one.missed)
    ]
    return sorted(wanted, key=lambda passage: shares[passage].share)[:count]
