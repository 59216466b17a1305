"""The marks that a person gives: levels of a rubric, half marks, and an order that hides who wrote what."""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from quizapp.core.qtypes.base import Criterion

HALF = 0.5


@dataclass(frozen=True)
class Pick:
    """A level chosen for a criterion, by its place on the scale, and half a point more or not."""

    level: int
    half: bool = False


@dataclass(frozen=True)
class Judged:
    """What an answer was given on one criterion: complete in itself, whatever becomes of the rubric."""

    name: str
    points: float
    of: float
    words: str
    half: bool = False

    def as_mapping(self) -> dict[str, Any]:
        return asdict(self)


class UnreadableMarkError(Exception):
    """The mark cannot be taken; the message says what to mend."""


def judge(rubric: Sequence[Criterion], picks: Sequence[Pick | None]) -> tuple[Judged, ...]:
    """Return what was given on each criterion; a pick for each, or it is refused."""
    missing = [one.name for one, pick in zip(rubric, picks, strict=True) if pick is None]
    if missing:
        raise UnreadableMarkError(f"Choose a level for “{missing[0]}”.")
    judged = []
    for criterion, pick in zip(rubric, picks, strict=True):
        assert pick is not None
        if not 0 <= pick.level < len(criterion.scale):
            raise UnreadableMarkError(f"“{criterion.name}” has no such level.")
        points, words = criterion.scale[pick.level]
        given = points + HALF if pick.half else points
        if given > criterion.points:
            raise UnreadableMarkError(
                f"“{criterion.name}” gives {criterion.points:g} at most: leave out the half."
            )
        judged.append(Judged(criterion.name, given, criterion.points, words, pick.half))
    return tuple(judged)


def fraction_of(judged: Iterable[Judged]) -> float:
    """Return the share of the question's points that the criteria come to."""
    lines = list(judged)
    most = math.fsum(line.of for line in lines)
    return math.fsum(line.points for line in lines) / most if most else 0.0


def read_points(text: str, most: float) -> float:
    """Read points given by hand: from 0 to `most`, in halves; or refuse."""
    words = text.strip().replace(",", ".")
    try:
        points = float(words) if len(words) <= 12 else math.nan
    except ValueError:
        points = math.nan
    if not 0 <= points <= most or not (points == most or (points * 2).is_integer()):
        raise UnreadableMarkError(f"Write points from 0 to {most:g}, in halves, such as {min(HALF, most):g}.")
    return points


def keys_of(rubric: Sequence[Criterion]) -> list[list[str]]:
    """Return the figure that chooses each level: its points if all are whole and under 10, else its place."""
    points = [value for one in rubric for value, _ in one.scale]
    if all(value.is_integer() and value < 10 for value in points):
        return [[f"{value:g}" for value, _ in one.scale] for one in rubric]
    return [[str(place) for place, _ in enumerate(one.scale, 1)] for one in rubric]


def pseudonyms(people: Iterable[int], key: str) -> dict[int, int]:
    """Number people from 1 in an order that tells nothing of them, the same whenever `key` is the same."""

    def shuffled(person: int) -> str:
        return hashlib.sha256(f"{key}:{person}".encode()).hexdigest()

    return {person: number for number, person in enumerate(sorted(set(people), key=shuffled), 1)}
