"""A text with gaps: the words between square brackets are hidden, one after the other.

A bracket that is to be read has a backslash before it.
"""

import re
from collections.abc import Callable

GAP = re.compile(r"(?<!\\)\[((?:\\.|[^\[\]\\])+)\]")
HIDDEN = "[ … ]"
MOST_GAPS = 20
NO_GAP = "Put the words to hide in square brackets: opens at [nine]."


def gaps_of(text: str) -> list[str]:
    """Return what stands in the gaps, in their order."""
    return [words.strip() for words in GAP.findall(text) if words.strip()]


def problem_of(text: str) -> str:
    """Say why a text is none with gaps, and what to do; "" where it is one."""
    gaps = len(gaps_of(text))
    if gaps > MOST_GAPS:
        return f"There are {gaps} gaps. Make {MOST_GAPS} at most, or write two texts."
    return "" if gaps else NO_GAP


def front_of(text: str, number: int) -> str:
    """Return the text with the gap of that number, from 1, hidden and the others filled."""
    return replaced(text, lambda at, words: HIDDEN if at == number else words)


def back_of(text: str, number: int) -> str:
    """Return the whole text, the words of that gap in bold."""
    return replaced(text, lambda at, words: f"**{words}**" if at == number else words)


def whole(text: str) -> str:
    """Return the whole text, the words of every gap in bold."""
    return replaced(text, lambda at, words: f"**{words}**")


def replaced(text: str, write: Callable[[int, str], str]) -> str:
    """Return the text with what `write` makes of each gap's number, from 1, and its words."""
    count = 0

    def put(found: re.Match[str]) -> str:
        nonlocal count
        words = found[1].strip()
        if not words:
            return found[0]
        count += 1
        return write(count, words)

    return GAP.sub(put, text)
