"""How a typed answer is compared with an accepted one: what is overlooked, and how many slips."""

import re
import unicodedata
from collections.abc import Collection
from typing import Literal

Ignorable = Literal["case", "accents", "punctuation", "spaces"]
IGNORABLE: tuple[Ignorable, ...] = ("case", "accents", "punctuation", "spaces")

SHORTEST_FOR_SLIPS = 4
"""No slip is forgiven in fewer characters than this: FBI, CIA and CBI are one letter apart."""

# Keyboards and word processors choose between these; nobody means one and not the other.
TYPOGRAPHIC = str.maketrans(
    {**dict.fromkeys("‘’‚‛′´`ʼ", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
)
MEANINGFUL = "#%&@"
NUMBERS = re.compile(r"-?\d+(?:[.,]\d+)*")


def normalise(text: str, ignore: Collection[str]) -> str:
    """Return the form of `text` that is compared; runs of spaces always count as one."""
    text = unicodedata.normalize("NFKC", text).translate(TYPOGRAPHIC)
    if "case" in ignore:
        text = text.casefold()
    if "accents" in ignore:
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
        text = unicodedata.normalize("NFC", text)
    if "punctuation" in ignore:
        text = _without_punctuation(text)
    return ("" if "spaces" in ignore else " ").join(text.split())


def _without_punctuation(text: str) -> str:
    """Drop punctuation, but leave 1.5 and -3 the numbers they are; a hyphen or slash parts words."""
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    kept = []
    for index, char in enumerate(text):
        before, after = text[index - 1 : index], text[index + 1 : index + 2]
        point = char in ".," and before.isdigit() and after.isdigit()
        minus = char == "-" and not before.isalnum() and after.isdigit()
        if point or minus or char in MEANINGFUL or not unicodedata.category(char).startswith("P"):
            kept.append(char)
        elif char in "-/":
            kept.append(" ")
    return "".join(kept)


def slips(first: str, second: str) -> int:
    """Return the optimal string alignment distance (restricted Damerau-Levenshtein): letters added,
    left out, changed, or two neighbours swapped."""
    before: list[int] = []
    last = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        row = [i]
        for j, b in enumerate(second, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def slips_within(given: str, wanted: str, most: int) -> int | None:
    """Return how many slips lead from `wanted` to `given`, or None if more than `most` or none may.

    None may in a short word, and none in a figure: 2015 is not 2016 mistyped.
    """
    if min(len(given), len(wanted)) < SHORTEST_FOR_SLIPS or abs(len(given) - len(wanted)) > most:
        return None
    if NUMBERS.findall(given) != NUMBERS.findall(wanted):
        return None
    count = slips(given, wanted)
    return count if count <= most else None
