"""Drafts that give each other away: what one shows is what the other asks for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quizapp.core.bank.model import Question
from quizapp.core.drafting.wording import content_words

FEWEST_COMMON = 3
"""Words, beside the answer, that a draft must share with the sentence of another to be about the same."""


@dataclass(frozen=True)
class Shown:
    """What the check looks at: the sentence of a draft, the words it shows, and those it asks for."""

    sentence: str
    words: str
    answer: tuple[str, ...]


def shown_of(question: Question) -> str:
    """Return the words that a student sees before answering, and no others."""
    return " ".join(_texts(question.qtype.prompt(question.content)))


def tells(one: Shown, other: Shown) -> bool:
    """Tell whether the wording of one draft gives away the answer of another."""
    said = [answer for answer in other.answer if re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", one.words)]
    if not said:
        return False
    about = content_words(other.sentence) - content_words(" ".join(said))
    return one.sentence == other.sentence or len(about & content_words(one.words)) >= FEWEST_COMMON


def _texts(value: object) -> Iterable[str]:
    """Yield every text inside what a type shows, but the names by which a page knows its parts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name not in ("key", "scoring"):
                yield from _texts(part)
    elif isinstance(value, Iterable):
        for part in value:
            yield from _texts(part)
