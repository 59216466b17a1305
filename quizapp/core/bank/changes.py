"""What changed between two texts, or between two revisions of a question."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

MOST_COMPARED = 4_000_000
"""Pairs of words that are compared; in longer texts all between the first and the last change is marked."""

_TOKENS = re.compile(r"\d+(?:[.,]\d+)*|\w+|\s+|[^\w\s]")
_SOFT_BREAK = re.compile(r"[ \t]*(?<!\n)\n(?!\s*\n|[ \t]*(?:[-*+>]|\d+[.)])[ \t])[ \t]*")


@dataclass(frozen=True)
class Piece:
    """A run of a text that stands in the other text too, or does not."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Marked:
    """Two texts with what was taken out of the first and put into the second marked."""

    before: tuple[Piece, ...]
    now: tuple[Piece, ...]


@dataclass(frozen=True)
class Change:
    """A field that two revisions give differently."""

    field: str
    marked: Marked


def compare(before: str, now: str) -> Marked:
    """Mark the words in which two texts differ; how their lines are broken is no difference."""
    old, new = _tokens(before), _tokens(now)
    runs = list(_runs(old, new))
    return Marked(
        tuple(_joined((text, changed) for text, _, changed in runs)),
        tuple(_joined((text, changed) for _, text, changed in runs)),
    )


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """Return the fields in which two records of a question differ, in the order of the newer."""
    names = [*now, *(name for name in before if name not in now)]
    return [
        Change(name, compare(say(before.get(name)), say(now.get(name))))
        for name in names
        if before.get(name) != now.get(name)
    ]


def say(value: Any) -> str:
    """Write a value of a record for people: a list has a line for each item."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        return "\n".join(f"- {say(item)}" for item in value)
    if isinstance(value, Mapping):
        return "; ".join(_say_part(name, part) for name, part in value.items())
    return str(value)


def _say_part(name: str, value: Any) -> str:
    said = ", ".join(map(say, value)) if isinstance(value, list | tuple) else say(value)
    return said if name == "text" else f"{name.replace('_', ' ')}: {said}"


def _tokens(text: str) -> list[str]:
    return _TOKENS.findall(_SOFT_BREAK.sub(" ", text.strip()))


def _runs(old: list[str], new: list[str]) -> Iterator[tuple[str, str, bool]]:
    """Yield runs of both texts and whether they differ; a space between two changes is part of them."""
    steps = _opcodes(old, new)
    for place, (tag, old_from, old_to, new_from, new_to) in enumerate(steps):
        was, now = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        between = 0 < place < len(steps) - 1
        yield was, now, tag != "equal" or (between and was.isspace())


def _opcodes(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    if len(old) * len(new) <= MOST_COMPARED:
        return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter - head) if old[-1 - n] != new[-1 - n]), shorter - head)
    old_to, new_to = len(old) - tail, len(new) - tail
    return [
        ("equal", 0, head, 0, head),
        ("replace", head, old_to, head, new_to),
        ("equal", old_to, len(old), new_to, len(new)),
    ]


def _joined(pieces: Iterator[tuple[str, bool]]) -> Iterator[Piece]:
    for changed, run in groupby((piece for piece in pieces if piece[0]), key=lambda piece: piece[1]):
        yield Piece("".join(text for text, _ in run), changed)
