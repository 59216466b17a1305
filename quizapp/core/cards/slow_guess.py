"""Which right answers may have been slow guesses, so that they are worth a card.

A right answer says less where one could have guessed it, and less if it came slowly: in ACT-R the time
to recall something is F exp(-A), so that what is weakly remembered comes late (Anderson, Bothell,
Lebiere & Matessa 1998), and schedulers of cards use the time of a right answer for that (van Rijn, van
Maanen & van Woudenberg 2009). Time alone proves nothing: it costs the student no more than one card.
"""

import math
import statistics
from collections.abc import Mapping, Sequence

GUESS_PAYS = 0.2
"""What guessing earns (of 1) from where on a right answer may well be luck: one choice of five."""
FEWEST = 10
"""Right answers of others with a time: fewer say nothing of what is slow."""
FACTOR = 2.0
"""At least so many times the others' middle time, however alike their times are."""


def slow_line(times: Sequence[float]) -> float | None:
    """Return the seconds past which an answer is slow among these right ones; None for fewer than FEWEST.

    max(2 median, exp(Q3 + (Q3 - Q1))) with Q1, Q3 the quartiles of ln t: times are about log-normal (van der
    Linden 2006), and there an interquartile range past the upper quartile is 2.0 standard deviations above
    the middle, which 2 in 100 pass. By quartiles, as the very ones looked for would stretch a deviation.
    """
    if len(times) < FEWEST:
        return None
    logs = [math.log(max(1.0, seconds)) for seconds in times]
    low, _, high = statistics.quantiles(logs, n=4, method="inclusive")
    return max(FACTOR * max(1.0, statistics.median(times)), math.exp(high + (high - low)))


def pace_of(own: Mapping[int, float], others: Mapping[int, Sequence[float]]) -> float:
    """Return how many times the class's middle time a student usually takes, 1 at least.

    The median over the questions of own time / the others' median. Who reads slowly, or has more time for a
    reason, does not get a card for each right answer.
    """
    ratios = [
        seconds / max(1.0, statistics.median(others[slot]))
        for slot, seconds in own.items()
        if len(others.get(slot, ())) >= FEWEST
    ]
    return max(1.0, statistics.median(ratios)) if ratios else 1.0


def slow_guesses(
    right: Mapping[int, float], own: Mapping[int, float], others: Mapping[int, Sequence[float]]
) -> set[int]:
    """Return the slots answered right that may have been slow guesses.

    `right`: slot -> what guessing earns there (0 to 1), of the right answers alone. `own`: slot -> the
    measured seconds of every answer of the attempt. `others`: slot -> those of classmates' right answers.
    """
    pace = pace_of(own, others)
    found = set()
    for slot, guessed in right.items():
        line = slow_line(others.get(slot, ()))
        if line is not None and guessed >= GUESS_PAYS and own.get(slot, 0.0) > line * pace:
            found.add(slot)
    return found
