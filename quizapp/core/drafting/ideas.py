"""What a rule of the drafter proposes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Idea:
    """The fields of a question type, why it was drafted, the words of its answer, and its wrong choices.

    `about` are the words it asks for: of two ideas about the same words of a sentence one is enough.
    """

    fields: Mapping[str, Any]
    title: str
    why: str
    answer: tuple[str, ...]
    about: str
    distractors: tuple[str, ...] = ()
