"""What the types have in common that ask for one answer from a list, several times over."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import Field

from quizapp.core.findings import Finding
from quizapp.core.qtypes.base import (
    BLANK,
    Content,
    FormatError,
    Grade,
    QuestionType,
    Raw,
    Strict,
    Summary,
    Tally,
    only_value,
)
from quizapp.core.qtypes.choices import GONE

Picks = dict[str, str]
"""Which answer was picked for what, both by key; only what was answered."""

ARROW = " → "
"""Stands between what was asked and what was answered, where both are put in words."""


@dataclass(frozen=True)
class Asked:
    """One thing to pick an answer for, and the key of the right one."""

    key: str
    text: str
    right: str
    feedback: str = ""


class PicksContent(Content):
    """A content that asks several things, each to be answered from one list."""

    @property
    @abstractmethod
    def asked(self) -> tuple[Asked, ...]:
        """Return the things asked, in the author's order."""

    @property
    @abstractmethod
    def answers(self) -> dict[str, str]:
        """Return the texts of the list by their keys."""


class PicksResponse(Strict):
    picks: Picks = Field(min_length=1)


P = TypeVar("P", bound=PicksContent)


class PickingType(QuestionType[P, PicksResponse]):
    """A type of such questions: how it is answered, graded, counted and put in words."""

    Response = PicksResponse

    def parse(self, content: P, raw: Raw) -> PicksResponse | FormatError | None:
        """Read the part `p-<key>` of each thing asked."""
        picks = {}
        for one in content.asked:
            value = only_value(raw, f"p-{one.key}")
            if isinstance(value, FormatError):
                return value
            if value is not None and value not in content.answers:
                return FormatError("Pick from the answers shown.")
            if value is not None:
                picks[one.key] = value
        return PicksResponse(picks=picks) if picks else None

    def grade(self, content: P, response: PicksResponse | None) -> Grade:
        if response is None:
            return BLANK
        asked, picks = content.asked, response.picks
        right = sum(picks.get(one.key) == one.right for one in asked)
        return Grade.of(right / len(asked), *(one.feedback for one in asked if one.key in picks))

    def guessed(self, content: P) -> float:
        return 1 / len(content.answers)

    def summarise(self, content: P, responses: Sequence[PicksResponse | None]) -> Summary:
        """Count each answer to each thing asked, the group of its tallies; reworded answers come last."""
        given = [response.picks for response in responses if response is not None]
        labels, tallies = content.answers, []
        for one in content.asked:
            counts = Counter(picks[one.key] for picks in given if one.key in picks)
            for key in (*labels, *(key for key in counts if key not in labels)):
                label, right = labels.get(key, GONE), key == one.right
                tallies.append(Tally(f"{one.key}:{key}", label, counts[key], right, group=one.text))
        return Summary(len(responses), len(responses) - len(given), tuple(tallies))

    def why(self, content: P, answer: Tally) -> str:
        return next((one.feedback for one in content.asked if answer.key.startswith(f"{one.key}:")), "")

    def say(self, content: P, response: PicksResponse | None) -> str:
        return _say(content, response.picks) if response else ""

    def say_key(self, content: P) -> str:
        return _say(content, {one.key: one.right for one in content.asked})


def _say(content: PicksContent, picks: Mapping[str, str]) -> str:
    """Put picks in words: "Premise → answer; premise → answer"."""
    return "; ".join(
        f"{one.text}{ARROW}{content.answers.get(picks[one.key], GONE)}"
        for one in content.asked
        if one.key in picks
    )


def repeated(texts: Sequence[str], place: str, what: str) -> list[Finding]:
    """Return an error for each text that stood before; `place` names one, such as "pairs[{}].premise"."""
    seen: dict[str, int] = {}
    findings = []
    for index, text in enumerate(texts):
        folded = " ".join(text.casefold().split())
        if folded in seen:
            message = f"Same text as {what} {seen[folded] + 1}."
            findings.append(Finding("error", place.format(index), message, hint="Change one, or remove it."))
        seen.setdefault(folded, index)
    return findings
