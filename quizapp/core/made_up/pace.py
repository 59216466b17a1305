"""How long made-up students take: reading at their own speed, and thinking."""

import math
from random import Random

WORDS_A_SECOND = 2.5
THINKING = 22.0
"""Seconds, once the question is read."""
WRITING = 5.0
"""Seconds a word that is written."""


def words_to_read(prompt: object) -> int:
    """Count the words of all that a question's prompt shows."""
    if isinstance(prompt, str):
        return len(prompt.split())
    if isinstance(prompt, dict):
        return sum(words_to_read(value) for key, value in prompt.items() if key != "key")
    if isinstance(prompt, list | tuple):
        return sum(words_to_read(value) for value in prompt)
    return 0


def seconds_for(to_read: int, to_write: int, slowness: float, rng: Random) -> float:
    """Return how long a question takes: log-normal about what reading, thinking and writing take.

    T = s (r / 2.5 + 22 + 5 w) exp(N(0, 0.35)), with s a student's slowness (1 the usual), r and w words
    read and written (van der Linden 2006: response times are log-normal, with a speed for each person).
    """
    usual = to_read / WORDS_A_SECOND + THINKING + WRITING * to_write
    return slowness * usual * math.exp(rng.gauss(0, 0.35))
