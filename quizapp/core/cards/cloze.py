"""A text with gaps: the words between square brackets are hidden, one after the other."""

import re
from collections.abc import Callable

GAP = re.compile(r"\[([^\[\]]+)\]")
HIDDEN = "[ … ]"
MOST_GAPS = 20


def gaps_of(text: str) -> list[str]:
    """Return what stands in the gaps, in their order."""
    return [words.strip() for words in GAP.findall(text) if words.strip()]


def front_of(text: str, number: int) -> str:
    """Return the text with the gap of that number, from 1, hidden and the others filled."""
    return _filled(text, lambda at, words: HIDDEN if at == number else words)


def back_of(text: str, number: int) -> str:
    """Return the whole text, the words of that gap in bold."""
    return _filled(text, lambda at, words: f"**{words}**" if at == number else words)


def _filled(text: str, write: Callable[[int, str], str]) -> str:
    count = 0

    def put(found: re.Match[str]) -> str:
        nonlocal count
        words = found[1].strip()
        if not words:
            return found[0]
        count += 1
        return write(count, words)

    return GAP.sub(put, text)
