"""A little more or less than the exact interval, so that cards learnt together do not stay together."""

from collections.abc import Mapping
from random import Random

# (from, to, share): the widths that FSRS publishes for its own fuzz.
WIDTHS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))
MOST_DAYS = 9
"""Days that are weighed against one another; of a long interval those nearest to it."""


def range_of(days: int, most: int | None = None) -> range:
    """Return the days from which one is chosen for an interval of so many; it alone if it is short.

    None of them is past `most`.
    """
    if most is not None:
        days = min(days, max(most, 1))
    if days < 3:
        return range(days, days + 1)
    reach = 1.0 + sum(share * max(0.0, min(days, end) - begin) for begin, end, share in WIDTHS)
    each_way = min(round(reach), MOST_DAYS // 2)
    last = days + each_way if most is None else min(days + each_way, max(most, 1))
    return range(max(2, days - each_way), last + 1)


def spread_of(days: int, load: Mapping[int, int], *, seed: int, most: int | None = None) -> int:
    """Return the days to add to an interval: toward the day with the fewest cards, ties by the seed."""
    choices = range_of(days, most)
    least = min(load.get(day, 0) for day in choices)
    emptiest = [day for day in choices if load.get(day, 0) == least]
    return Random(f"{seed}:{days}").choice(emptiest) - days  # noqa: S311  a fair spread, not a secret
