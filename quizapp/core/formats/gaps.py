"""Anki's texts with gaps: {{c1::words::hint}}, one card for each number."""

import re
from collections.abc import Callable

from quizapp.core.cards import cloze

GAP = re.compile(r"\{\{c(\d{1,3})::((?:(?!\{\{c\d|\}\}).)*)\}\}", re.DOTALL)
HIDDEN = "[ … ]"
MOST = 20


def numbers(text: str) -> list[int]:
    """Return the numbers of the gaps, each once, in order; gaps inside of gaps count too."""
    found = {int(number) for number in re.findall(r"\{\{c(\d{1,3})::", text)} if GAP.search(text) else set()
    return sorted(found)[:MOST]


def front_of(text: str, number: int) -> str:
    """Return the text with the gaps of that number hidden, or their hint shown, and the others filled."""
    return _filled(text, number, lambda words, hint: f"[ {hint} ]" if hint else HIDDEN)


def back_of(text: str, number: int) -> str:
    """Return the whole text, the words of that gap in bold."""
    return _filled(text, number, lambda words, hint: f"**{words}**" if words else "")


def as_ours(text: str) -> str | None:
    """Return Anki's text as ours, with its gaps in square brackets; None where ours cannot say the same.

    Ours are asked for one after the other: no gap lies in another, none has a hint or shares its number.
    """
    found = list(GAP.finditer(text))
    named = [int(number) for number in re.findall(r"\{\{c(\d{1,3})::", text)]
    if not found or len(set(named)) != len(named) or len(named) != len(found) or len(found) > MOST:
        return None
    if any("::" in one[2] or not one[2].strip() or re.search(r"(?<!\\)[\[\]]", one[2]) for one in found):
        return None
    ours = GAP.sub(lambda one: f"[{one[2].strip()}]", text)
    return ours if len(cloze.gaps_of(ours)) == len(found) else None


def _filled(text: str, number: int, write: Callable[[str, str], str]) -> str:
    def put(found: re.Match[str]) -> str:
        words, _, hint = found[2].partition("::")
        return write(words.strip(), hint.strip()) if int(found[1]) == number else words

    for _ in range(4):  # from the innermost gap outward
        text, count = GAP.subn(put, text)
        if not count:
            break
    return text
