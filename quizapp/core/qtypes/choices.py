"""What the types with choices have in common."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2s
from random import Random
from typing import Annotated

from pydantic import Field, StrictBool

from quizapp.core.findings import Finding
from quizapp.core.qtypes.base import Strict, Tally

GONE = "A choice that is no longer there"


class Choice(Strict):
    """One choice, whether it is right, and why it is right or why it tempts."""

    text: str = Field(min_length=1, max_length=1_000, title="Choice")
    correct: StrictBool = Field(default=False, title="Right")
    feedback: str = Field(default="", max_length=2_000, title="Why it is right, or why it tempts")

    @property
    def key(self) -> str:
        """Name the choice by its text alone, so that neither order nor name tells the key."""
        return choice_key(self.text)


Choices = Annotated[tuple[Choice, ...], Field(strict=False)]


def choice_key(text: str) -> str:
    """Return the name of a choice in pages and stored answers: 8 hex digits of its text's digest."""
    return blake2s(text.encode(), digest_size=4).hexdigest()


def shown_choices(choices: Sequence[Choice], shuffle: bool, rng: Random | None) -> list[dict[str, str]]:
    """Return key and text of each choice in the order to show, and nothing that tells the right one."""
    shown = [{"key": choice.key, "text": choice.text} for choice in choices]
    if shuffle and rng is not None:
        rng.shuffle(shown)
    return shown


def choice_problems(choices: Sequence[Choice]) -> list[Finding]:
    """Return what is wrong with any list of choices: the same text twice."""
    seen: dict[str, int] = {}
    findings = []
    for index, choice in enumerate(choices):
        folded = " ".join(choice.text.casefold().split())
        if folded in seen:
            findings.append(
                Finding(
                    "error",
                    f"choices[{index}]",
                    f"Same text as choice {seen[folded] + 1}.",
                    hint="Change one, or remove it.",
                )
            )
        seen.setdefault(folded, index)
    return findings


def share_taken(choices: Sequence[Choice], taken: Collection[str], scoring: str) -> float:
    """Return the share earned where several may be taken: each right one adds, each wrong one takes away."""
    right, chosen = {choice.key for choice in choices if choice.correct}, set(taken)
    if scoring == "all_or_nothing":
        return float(chosen == right)
    return (len(chosen & right) - len(chosen - right)) / max(1, len(right))


def share_guessed(choices: Sequence[Choice], scoring: str, most: int | None = None) -> float:
    """Return what share_taken is on average over all ways to take one to `most` of the choices.

    Moodle gives no figure here.
    """
    right, wrong = (
        [choice.key for choice in choices if choice.correct is correct] for correct in (True, False)
    )
    ways, earned = 0, 0.0
    for a in range(len(right) + 1):
        for b in range(len(wrong) + 1):
            if 0 < a + b <= (most or len(choices)):
                count = math.comb(len(right), a) * math.comb(len(wrong), b)
                ways += count
                earned += count * max(0.0, share_taken(choices, right[:a] + wrong[:b], scoring))
    return earned / ways


def tally_choices(choices: Sequence[Choice], keys: Iterable[str]) -> tuple[Tally, ...]:
    """Count how often each choice was taken, in the author's order; reworded ones come last."""
    counts = Counter(keys)
    tallies = [
        Tally(choice.key, choice.text, counts.pop(choice.key, 0), choice.correct) for choice in choices
    ]
    tallies += [Tally(key, GONE, count, False) for key, count in counts.items()]
    return tuple(tallies)


def chosen_text(choices: Sequence[Choice], key: str) -> str:
    """Return the text of the choice that `key` names."""
    return next((choice.text for choice in choices if choice.key == key), GONE)


def chosen_why(choices: Sequence[Choice], key: str) -> str:
    """Return what the author says of the choice that `key` names; "" if nothing."""
    return next((choice.feedback for choice in choices if choice.key == key), "")
