"""A typed answer beside the card's own: alike or not is a help, the student rates."""

import re
from enum import StrEnum

from quizapp.core.qtypes.typed_text import IGNORABLE, normalise, slips_within

SLIPS = 2
EMPHASIS = re.compile(r"[*_`]+")


class Likeness(StrEnum):
    """How a typed answer is like the one on the card."""

    SAME = "same"
    CLOSE = "close"
    OTHER = "other"


def likeness(typed: str, answer: str) -> Likeness:
    """Compare without case, accents, punctuation and spaces; up to two slips are close."""
    given = normalise(typed, IGNORABLE)
    wanted = normalise(EMPHASIS.sub("", answer), IGNORABLE)
    if given == wanted:
        return Likeness.SAME
    return Likeness.OTHER if slips_within(given, wanted, SLIPS) is None else Likeness.CLOSE
